"""Who may read claims: what `Claim.objects.visible_to` says, the other way round."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from claims.models import Claim, ClaimMention
from claims.vocabularies import ClaimAccess, LinkState
from documents.models import Document
from teams.circles import Circle, Members, named_on


class Readers:
    """Who may read some claims of one team, also if their access were another. Five queries."""

    def __init__(self, team_id: int, claims: Collection[Claim]) -> None:
        self.members = Members(team_id)
        named = named_on(Claim, [claim.pk for claim in claims])
        self._own = {
            claim.pk: self.members.within(claim.access, claim.added_by_id, named[claim.pk])
            for claim in claims
        }
        self._places = _places(claims)
        ids = {claim.made_in_id for claim in claims} - {None}
        self._documents = self._circles(ids.union(*self._places.values()))

    def of(
        self,
        claim: Claim,
        *,
        documents: Mapping[int, Circle] | None = None,
        own: Circle | None = None,
        access: str = "",
    ) -> Circle:
        """Who may read `claim`.

        documents: who may read some documents, if that were so; own, access: whom the claim itself
        let in, and by which code.
        """
        circles = {**self._documents, **(documents or {})}
        own = self._own[claim.pk] if own is None else own
        if claim.made_in_id is None:
            return own
        words = circles[claim.made_in_id]
        if (access or claim.access) == ClaimAccess.PLACES:
            words = words.union(*(circles[pk] for pk in self._places[claim.pk]))
        return own & words

    def _circles(self, ids: Collection[int]) -> dict[int, Circle]:
        named = named_on(Document, ids)
        rows = Document.objects.filter(pk__in=ids).values_list("pk", "access", "added_by_id")
        return {
            pk: self.members.within(access, added_by, named[pk]) for pk, access, added_by in rows
        }


def readers_of(claim: Claim) -> Circle:
    """The ids of the members of its team who may read `claim`."""
    return Readers(claim.team_id, [claim]).of(claim)


def resting_on(document: Document) -> QuerySet[Claim]:
    """The claims of which `document` decides who may read them."""
    standing = ClaimMention.objects.filter(
        state=LinkState.CONFIRMED, mention__document=document, claim__access=ClaimAccess.PLACES
    )
    claims = Claim.objects.filter(team=document.team_id)
    return claims.filter(Q(made_in=document) | Q(pk__in=standing.values("claim"))).order_by("pk")


def _places(claims: Collection[Claim]) -> dict[int, set[int]]:
    """The documents that each of the claims stands in."""
    found: dict[int, set[int]] = defaultdict(set)
    links = ClaimMention.objects.filter(claim__in=claims, state=LinkState.CONFIRMED)
    for claim, document in links.values_list("claim_id", "mention__document_id"):
        found[claim].add(document)
    return found
