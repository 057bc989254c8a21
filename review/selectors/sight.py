"""What a change of access would open or close, in sentences: said to a lead before it is made."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import Claim
from claims.readers import Readers, resting_on
from documents.models import Document
from review.models import Assignment, Evidence
from teams.circles import Circle, lines_of

# More duties than so many are told by their number.
LISTED = 5


@dataclass(frozen=True)
class Sight:
    """Who may read a claim now, and who could then."""

    claim: Claim
    now: Circle
    then: Circle


def sight_of_document(document: Document, circle: Circle) -> list[str]:
    """What follows for claims and evidence if the document were read by `circle`."""
    claims = list(resting_on(document))
    readers = Readers(document.team_id, claims)
    changed = [
        Sight(claim, readers.of(claim), readers.of(claim, documents={document.pk: circle}))
        for claim in claims
    ]
    return [*_of_claims(changed), *_of_evidence(document), *_of_duties(changed)]


def sight_of_claim(claim: Claim, access: str, named: Collection[int]) -> list[str]:
    """What follows if the claim itself had this access and named these people."""
    readers = Readers(claim.team_id, [claim])
    own = readers.members.within(access, claim.added_by_id, named)
    sight = Sight(claim, readers.of(claim), readers.of(claim, own=own, access=access))
    return [*lines_of(sight.now, sight.then), *_of_duties([sight])]


def _of_claims(changed: Iterable[Sight]) -> list[str]:
    """How many claims close and open, and to how many people."""
    lost = [each.now - each.then for each in changed if each.now - each.then]
    won = [each.then - each.now for each in changed if each.then - each.now]
    lines = []
    if lost:
        words = ngettext(
            "%(count)s claim closes with it, to %(people)s.",
            "%(count)s claims close with it, to %(people)s.",
            len(lost),
        )
        lines.append(words % {"count": len(lost), "people": _people(lost)})
    if won:
        words = ngettext(
            "%(count)s claim opens with it, to %(people)s.",
            "%(count)s claims open with it, to %(people)s.",
            len(won),
        )
        lines.append(words % {"count": len(won), "people": _people(won)})
    return lines


def _people(circles: Iterable[Circle]) -> str:
    count = len(frozenset[int]().union(*circles))
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _of_evidence(document: Document) -> list[str]:
    """Items on other claims that cite the document: they are read by who may read it."""
    count = Evidence.objects.live().filter(document=document).count()
    words = ngettext(
        "%(count)s item of evidence cites it, and is read by the same people.",
        "%(count)s items of evidence cite it, and are read by the same people.",
        count,
    )
    return [words % {"count": count}] if count else []


def _of_duties(changed: Iterable[Sight]) -> list[str]:
    """Who would have to give back what: duties on claims that they could no longer read."""
    lost = {each.claim.pk: each.now - each.then for each in changed if each.now - each.then}
    duties = Assignment.objects.open().filter(claim__in=lost).select_related("person", "claim")
    gone = [
        each for each in duties.order_by("claim", "pk") if each.person_id in lost[each.claim_id]
    ]
    lines = [
        _("%(claim)s goes back to the queue: %(name)s has it.")
        % {"claim": duty.claim.reference, "name": duty.person}
        for duty in gone[:LISTED]
    ]
    if more := len(gone) - LISTED:
        words = ngettext(
            "%(count)s more duty goes back to the queue.",
            "%(count)s more duties go back to the queue.",
            more,
        )
        lines += [words % {"count": more}] if more > 0 else []
    return lines
