"""Reading mentions and claims for pages and API."""

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from actors.models import Actor, ActorQuerySet
from actors.names import fold
from actors.resolving import resolve
from claims.models import Claim, ClaimMention, Mention, MentionHop
from claims.searching import CLAIM
from claims.vocabularies import ClaimState, Curation, LinkState
from documents.models import DocumentVersion
from documents.progress import Progress
from history.models import Event
from search.finding import matching
from teams.models import Team, User


def progress(document_ids: Collection[int]) -> dict[int, Progress]:
    """How many mentions of each document's newest version are decided, of how many. One query."""
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
    counted = (
        Mention.objects.filter(document_id__in=document_ids)
        .filter(version=Subquery(newest.values("pk")[:1]))
        .counted()
        .order_by()
        .values("document_id")
        .annotate(total=Count("pk"), left=Count("pk", filter=Q(curation=Curation.PROPOSED)))
    )
    return {
        row["document_id"]: Progress(row["total"] - row["left"], row["total"]) for row in counted
    }


# What the list of a long document needs of each mention before any card is drawn.
OUTLINE = (
    "start",
    "curation",
    "inside",
    "mode",
    "score",
    "made_by",
    "person_fields",
    "polarity",
    *(f"{part}_spans" for part in ("source", "cue", "content")),
)


def outline_of(
    version: DocumentVersion, *, own: bool = False, selected: int = 0
) -> QuerySet[Mention]:
    """The mentions of a version in text order, without their words; not the stale ones.

    own: with all that the document says itself; else the accepted of it and the `selected` one.
    """
    rows = Mention.objects.filter(version=version)
    rows = rows.standing() if own else rows.counted() | rows.standing().filter(pk=selected)
    return rows.only(*OUTLINE).order_by("start", "pk")


def mentions_in(pks: Collection[int], user: User) -> QuerySet[Mention]:
    """The mentions of these ids in text order, with what their cards show."""
    actors = Actor.objects.readable_by(user)
    links = (
        ClaimMention.objects.visible_to(user)
        .filter(state=LinkState.CONFIRMED)
        .select_related("claim")
    )
    return (
        Mention.objects.filter(pk__in=pks)
        .select_related("curated_by", "made_by", "run", "version")
        .defer("version__text")
        .prefetch_related(
            Prefetch("speakers__actor", actors),
            Prefetch("claim_mentions", links, to_attr="links"),
        )
        .order_by("start", "pk")
    )


def own_progress(version: DocumentVersion) -> Progress:
    """How many of what the document says itself are decided, of how many."""
    rows = Mention.objects.filter(version=version).own_statements()
    counted = rows.aggregate(
        total=Count("pk"), left=Count("pk", filter=Q(curation=Curation.PROPOSED))
    )
    return Progress(counted["total"] - counted["left"], counted["total"])


def hops_of(mention: Mention, user: User) -> QuerySet[MentionHop]:
    """Who passed `mention` on, outermost first."""
    return mention.hops.prefetch_related(Prefetch("actor", Actor.objects.readable_by(user)))


def claims_of(team: Team, user: User) -> QuerySet[Claim]:
    """The team's claims that `user` may read, with their speakers and where they were made."""
    actors = Actor.objects.readable_by(user)
    return (
        Claim.objects.visible_to(user)
        .filter(team=team)
        .select_related("team", "made_in")
        .prefetch_related(Prefetch("speakers__actor", actors))
    )


def with_places(claims: QuerySet[Claim], user: User) -> QuerySet[Claim]:
    """Annotate `places`: how many mentions that `user` may read carry the claim."""
    links = ClaimMention.objects.visible_to(user).filter(
        claim=OuterRef("pk"), state=LinkState.CONFIRMED
    )
    counted = links.order_by().values("claim").annotate(n=Count("pk")).values("n")
    return claims.annotate(places=Coalesce(Subquery(counted), 0))


def search_claims(
    claims: QuerySet[Claim], typed: str, *, team: Team, user: User
) -> QuerySet[Claim]:
    """Those of `claims` that hold what was typed, or have the number that was: C-0412."""
    number = _NUMBER.fullmatch(typed.strip())
    found = matching(CLAIM, typed, team=team, user=user)
    return claims.filter(found | Q(pk=int(number[1])) if number else found)


def readable_mentions(team: Team, user: User) -> QuerySet[Mention]:
    """With document and speakers; not those that the last run no longer found."""
    mentions = Mention.objects.visible_to(user).filter(team=team).counted()
    speakers = Prefetch("speakers__actor", Actor.objects.readable_by(user))
    return mentions.select_related("team", "document").prefetch_related(speakers)


_NUMBER = re.compile(r"(?:C-)?(\d{1,17})", re.IGNORECASE | re.ASCII)


def open_counts(claims: QuerySet[Claim]) -> dict[str, int]:
    """Decided, open and on record among `claims`; what is not pursued is in none. One query."""
    decided, record = Q(state=ClaimState.DECIDED), Q(state=ClaimState.ON_RECORD)
    left = Q(state=ClaimState.NOT_PURSUED)
    return claims.order_by().aggregate(
        decided=Count("pk", filter=decided, distinct=True),
        opened=Count("pk", filter=~decided & ~record & ~left, distinct=True),
        on_record=Count("pk", filter=record, distinct=True),
    )


def claims_to_attach(mention: Mention, user: User, words: str) -> list[Claim]:
    """Up to ten claims that hold all of `words`, newest first; none without words.

    The last word may still be being typed.
    """
    if not words.strip():
        return []
    team = mention.team
    found = search_claims(claims_of(team, user), f"{words.rstrip()}*", team=team, user=user)
    return list(found.order_by("-updated_at", "-pk")[:10])


def last_changed_by(row: Any) -> User | None:
    """Who wrote the newest event of `row`, None where a task did or nobody has. Two queries."""
    events = Event.objects.filter(
        team_id=row.team_id, object_type=row._meta.model_name, object_id=row.pk
    )
    person = events.order_by("-seq").values_list("by_id", flat=True).first()
    return User.objects.get(pk=person) if person else None


def speakers_to_choose(mention: Mention, user: User, words: str) -> list[Actor]:
    """Actors that `words` may mean: those so called first, then up to eight that hold them.

    By names that `user` may read, and only unnamed sources of the mention's own document.
    """
    if not words.strip():
        return []
    exact = resolve(mention.team, words, by=user, document_id=mention.document_id)
    visible: ActorQuerySet = Actor.objects.visible_to(user)
    holding = visible.filter(
        Q(document_id=None) | Q(document_id=mention.document_id),
        Q(may_read_name=True),
        team=mention.team,
        folded__contains=fold(words),
    )
    more = holding.exclude(pk__in=[actor.pk for actor in exact]).order_by("name", "pk")
    return [*exact, *more[:8]]
