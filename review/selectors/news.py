"""What is new for a person: the events since they last looked, on what they watch.

The history itself is the outbox: nothing is copied, so what a person may not read is not in here
either, whenever that was decided.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Greatest, RowNumber

from claims.models import Claim
from documents.models import Document
from history.models import Event
from review.models import Comment, Watch
from review.selectors.timeline import Entry, entries_of, events_for, events_known_to

if TYPE_CHECKING:
    from teams.models import Team, User

GROUPS_AT_ONCE = 50
SHOWN = 4
# An action can be several events, so somewhat more of them are read than actions are shown.
READ_OF_SUBJECT = 16


@dataclass(frozen=True)
class Told:
    """One action among the news.

    seq: the number of its last event; comment: the one that it tells of, if it does.
    """

    entry: Entry
    seq: int
    comment: Comment | None
    is_new: bool


@dataclass(frozen=True)
class News:
    """What others did on one claim, or said about one document; the newest of it first."""

    watch: Watch
    subject: Claim | Document
    told: list[Told]

    @property
    def at(self) -> datetime:
        return self.told[0].entry.at

    @property
    def newest(self) -> int:
        """The number of the newest event, up to which looking at it is seeing it."""
        return max(each.seq for each in self.told)

    @property
    def is_new(self) -> bool:
        return any(each.is_new for each in self.told)

    @property
    def is_of_claim(self) -> bool:
        return isinstance(self.subject, Claim)

    def get_absolute_url(self) -> str:
        """The oldest comment that is new, else the page of what it is about."""
        comments = [each.comment for each in self.told if each.comment and each.is_new]
        return (comments[-1] if comments else self.subject).get_absolute_url()


def count_of_news(user: "User", team: "Team") -> int:
    """How many of the watched claims and documents have something new. One or two queries."""
    return len(with_news(user, team))


def with_news(user: "User", team: "Team", *, untold: bool = False) -> list[Watch]:
    """What `user` watches that has news since `after`, by id; untold: such as no e-mail has told
    of either.

    Every page asks: where nobody else did anything since, which is seen at once, nothing is asked
    of what the person may read.
    """
    seen = Greatest("seen_seq", "told_seq") if untold else F("seen_seq")
    newer = Event.objects.filter(team_id=team.pk, seq__gt=OuterRef("after"))
    others = newer.filter(~Q(by_id=user.pk) | Q(by_id=None))
    there = Q(Exists(others.filter(claim_id=OuterRef("claim_id"))))
    there |= Q(Exists(others.filter(document_id=OuterRef("document_id"), object_type="comment")))
    rows = _watched(user, team).annotate(after=seen).filter(there).order_by("pk")
    return [row for row, latest in _latest(user, team, list(rows)) if latest > row.after]


def all_news(user: "User", team: "Team") -> list[News]:
    """What is new and what was, by the latest event; 50 at most."""
    rows = list(_watched(user, team).annotate(after=F("since_seq")))
    known = [(latest, row) for row, latest in _latest(user, team, rows) if latest > row.after]
    known.sort(key=lambda each: each[0], reverse=True)
    return news_of(user, team, [row for _latest_of, row in known[:GROUPS_AT_ONCE]])


def news_of(
    user: "User", team: "Team", watches: Iterable[Watch], *, after: str = "since_seq"
) -> list[News]:
    """The news of each of `watches` that has any, in their order. Nine queries at most.

    after: the number of the watch from which on events count.
    """
    rows = list(watches)
    claims = _in_bulk(Claim, user, {row.claim_id for row in rows})
    documents = _in_bulk(Document, user, {row.document_id for row in rows})
    groups: list[tuple[Watch, list[Event]]] = []
    on_claims = _newest(_others(user, team), "claim_id", claims)
    on_documents = _newest(_said(user, team), "document_id", documents)
    for row in rows:
        found = on_claims.get(row.claim_id, []) + on_documents.get(row.document_id, [])
        mine = [event for event in found if event.seq > getattr(row, after)]
        groups += [(row, group) for group in _actions(mine)[:SHOWN]]
    entries = entries_of(user, [group for _row, group in groups])
    comments = _comments(user, entries)
    told: dict[int, list[Told]] = {}
    for (row, group), entry in zip(groups, entries, strict=True):
        comment = comments.get(entry.event.object_id) if _is_talk(entry.event) else None
        seq = group[-1].seq
        each = Told(entry, seq, comment, seq > row.seen_seq)
        told.setdefault(row.pk, []).append(each)
    told_of = [row for row in rows if row.pk in told]
    subjects = {row.pk: claims.get(row.claim_id) or documents[row.document_id] for row in told_of}
    return [News(row, subjects[row.pk], told[row.pk]) for row in told_of]


def _watched(user: "User", team: "Team") -> QuerySet[Watch]:
    return Watch.objects.of(user).filter(team=team, is_muted=False)


def _latest(user: "User", team: "Team", watches: Sequence[Any]) -> list[tuple[Any, int]]:
    """Each of `watches` with the number of the newest event on it after the first `after`, or 0.

    One query, or none.
    """
    if not watches:
        return []
    claims = {row.claim_id for row in watches} - {None}
    documents = {row.document_id for row in watches} - {None}
    talk = Q(document_id__in=documents, object_type="comment", claim_id=None)
    events = events_known_to(user, team).exclude(by_id=user.pk)
    events = events.filter(Q(claim_id__in=claims) | talk, seq__gt=min(row.after for row in watches))
    found: dict[tuple[str, int | None], int] = {}
    for claim, document, seq in events.values_list("claim_id", "document_id", Max("seq")):
        key = ("claim", claim) if claim else ("document", document)
        found[key] = max(seq, found.get(key, 0))
    return [(row, found.get(_key(row), 0)) for row in watches]


def _key(watch: Watch) -> tuple[str, int | None]:
    return ("claim", watch.claim_id) if watch.claim_id else ("document", watch.document_id)


def _others(user: "User", team: "Team") -> QuerySet[Event]:
    return events_for(user, team).exclude(by_id=user.pk)


def _said(user: "User", team: "Team") -> QuerySet[Event]:
    """Of a document only what people say about it: its triage is too much to be news."""
    return _others(user, team).filter(object_type="comment", claim_id=None)


def _is_talk(event: Event) -> bool:
    return event.object_type == "comment"


def _newest(
    events: QuerySet[Event], column: str, ids: Collection[int | None]
) -> dict[int | None, list[Event]]:
    """Some events of each subject, the newest first, by its id. One query."""
    if not ids:
        return {}
    place = Window(RowNumber(), partition_by=[F(column)], order_by=[F("seq").desc()])
    rows = events.filter(**{f"{column}__in": list(ids)}).annotate(place=place)
    found: dict[int | None, list[Event]] = {}
    for event in rows.filter(place__lte=READ_OF_SUBJECT).order_by("-seq"):
        found.setdefault(getattr(event, column), []).append(event)
    return found


def _actions(events: list[Event]) -> list[list[Event]]:
    """Events, the newest first, by action: each action in the order in which it was written."""
    groups: dict[Any, list[Event]] = {}
    for event in events:
        groups.setdefault(event.action, []).insert(0, event)
    return list(groups.values())


def _in_bulk(model: Any, user: "User", ids: set[int | None]) -> dict[int | None, Any]:
    wanted = ids - {None}
    if not wanted:
        return {}
    rows = model.objects.visible_to(user).select_related("team").filter(pk__in=wanted)
    rows = rows.select_related("made_in") if model is Claim else rows
    return {row.pk: row for row in rows}


def _comments(user: "User", entries: list[Entry]) -> dict[int, Comment]:
    ids = {entry.event.object_id for entry in entries if _is_talk(entry.event)}
    if not ids:
        return {}
    rows = Comment.objects.visible_to(user).filter(pk__in=ids)
    return rows.select_related("by", "claim__team", "team").in_bulk()
