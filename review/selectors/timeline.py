"""The history as a person may read it: which events, and of which the content."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from actors.models import Actor
from claims.models import Claim
from claims.vocabularies import ClaimState
from common.numbers import row_number
from common.pagination import PAGE_SIZE, Page
from documents.models import Document
from history.models import Event, EventPayload
from review import telling
from review.differences import Difference, differences
from review.models import Comment
from review.querysets import is_kept, is_note_shown, is_readable_item
from review.selectors.naming import Content, Names, names_for
from teams.models import User
from teams.querysets import Has, in_led_teams, in_teams_of, is_visible

if TYPE_CHECKING:
    from teams.models import Team


READ_AT_ONCE = 200
# An action on hundreds of rows is told by its first ones and by its number.
READ_OF_ACTION = 12
STATES = frozenset(ClaimState.values)


@dataclass(frozen=True)
class Entry:
    """One action as the timeline shows it.

    what: what was done; words: the same with its most telling detail; state: the claim's state
    after it, if it changed; times: to how many rows it was done; passage: the words of a mention;
    subject: the claim, document or actor it hangs on; event and content: the first event and what
    of it the person may read.
    """

    event: Event
    who: str
    what: str
    words: str
    at: datetime
    why: str = ""
    icon: str = ""
    state: str = ""
    times: int = 1
    differences: list[Difference] = field(default_factory=list)
    passage: str = ""
    subject: Any = None
    content: Content = None


def events_known_to(user: User, team: "Team | None" = None) -> QuerySet[Event]:
    """Events that `user` may know of, of all their teams or of one, in no particular order.

    Those of claims, documents and evidence that they may not read are left out, and so is what
    only leads manage: members, invitations, tokens. For when, by whom and on what; to tell what
    was done `events_for` is needed.
    """
    events = Event.objects.filter(in_teams_of(user))
    if team is not None:
        events = events.filter(team_id=team.pk)
    bare = Q(claim_id=None, document_id=None, actor_id=None) & ~Q(object_type__in=OPEN_TO_ALL)
    return (
        events.filter(Q(claim_id=None) | Q(is_visible(Claim, user, "claim_id")))
        .filter(Q(document_id=None) | Q(is_visible(Document, user, "document_id")))
        .filter(~Q(object_type="evidence") | Q(is_readable_item(user, "object_id")))
        .filter(~Q(object_type="comment") | ~Q(Has("object_id", _talk_withheld, user)))
        .filter(~bare | Q(in_led_teams(user)))
    )


def _talk_withheld(user: User) -> QuerySet[Any]:
    """Comments on evidence that `user` may not read."""
    on_evidence = Comment.objects.filter(evidence__isnull=False)
    return on_evidence.exclude(is_readable_item(user, "evidence_id")).values("pk")


def events_for(user: User, team: "Team | None" = None) -> QuerySet[Event]:
    """Those of `events_known_to`, each annotated with `is_concealed`: what it says is kept from
    `user` (`content_for` keeps to it).
    """
    unreadable = Actor.objects.visible_to(user).filter(Q(may_read_name=False))
    unreadable = unreadable.filter(pk=OuterRef("actor_id"))
    kept = Q(is_kept("by_id", "at", user=user)) | Q(Has("object_id", _talk_kept, user), **OF_TALK)
    note = Q(kind__in=NOTES) & Q(is_note_shown(user))
    is_concealed = _as_bool((Q(is_concealable=True) & kept & ~note) | Exists(unreadable))
    return events_known_to(user, team).annotate(is_concealed=is_concealed)


def _talk_kept(user: User) -> QuerySet[Any]:
    return Comment.objects.kept_from(user).values("pk")


OF_TALK = {"object_type": "comment"}
# Who has the claim is no secret; only what one wrote to the next about it is.
NOTES = frozenset({"claim.handed_back", "claim.reassigned"})
# Of the whole team's concern though they hang on nothing else.
OPEN_TO_ALL = ("team", "origin", "claim", "document", "actor")


def content_for(event: Any) -> Content:
    """Before, after and why of an event of `events_for`; None where it is concealed or blanked."""
    return _readable(event, event.payload)


def _readable(event: Any, payload: EventPayload) -> Content:
    if not event.is_concealed:
        return payload.content
    return {**payload.content, "why": ""} if event.kind in NOTES and payload.content else None


def actions_page(
    user: User,
    events: QuerySet[Event],
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
    subjects: bool = False,
) -> Page:
    """One page of `Entry`, one for each action among `events` (of `events_for`), newest first.

    after, before: numbers of events in the chain; older and newer actions than those. An action
    is never cut in two. subjects: each entry says what it is about.
    """
    newer = not after and _is_number(before)
    bound = before if newer else after if _is_number(after) else ""
    groups, more = _actions(events, bound, newer=newer, size=size)
    if not groups:
        return Page([])
    entries = entries_of(user, groups, subjects=subjects)
    older, later = (True, more) if newer else (more, bool(bound))
    return Page(
        entries,
        next=str(groups[-1][0].seq) if older else "",
        previous=str(groups[0][-1].seq) if later else "",
    )


def _is_number(cursor: str) -> bool:
    """A malformed cursor gives the first page, as everywhere."""
    return row_number(cursor) is not None


def of_claim(user: User, claim: Claim, *, limit: int = PAGE_SIZE) -> tuple[list[Entry], bool]:
    """The newest actions on a claim, the newest first, and whether there are more."""
    page = actions_page(user, events_for(user).filter(claim_id=claim.pk), size=limit)
    return page.rows, bool(page.next)


def _actions(
    events: QuerySet[Event], bound: str, *, newer: bool, size: int
) -> tuple[list[list[Event]], bool]:
    """At most `size` whole actions beyond `bound`, the newest first, each in the order it was
    written; and whether there are more in that direction.
    """
    order, step = ("seq", "gt") if newer else ("-seq", "lt")
    groups: list[list[Event]] = []
    while len(groups) <= size:
        beyond = events.filter(**{f"seq__{step}": int(bound)}) if bound else events
        rows = list(beyond.order_by(order)[:READ_AT_ONCE])
        for event in rows:
            if not groups or groups[-1][0].action != event.action:
                groups.append([])
            groups[-1].append(event)
        if len(rows) < READ_AT_ONCE:
            break
        bound = str(rows[-1].seq)
    shown, more = groups[:size], len(groups) > size
    if newer:
        return shown[::-1], more
    return [group[::-1] for group in shown], more


def entries_of(user: User, groups: list[list[Event]], *, subjects: bool = False) -> list[Entry]:
    """One entry for each of `groups`: events of `events_for` of one action, the first one first.

    As many queries for any number of groups.
    """
    told: list[Any] = [event for group in groups for event in _told_of(group)]
    payloads = EventPayload.objects.in_bulk([event.pk for event in told])
    contents = {event.pk: _readable(event, payloads[event.pk]) for event in told}
    names = names_for(user, [(each, contents[each.pk]) for each in told], subjects=subjects)
    return [_entry(group, contents, names, subjects=subjects) for group in groups]


def _told_of(group: list[Event]) -> list[Event]:
    """The events of an action that are read for what they say."""
    return group[:READ_OF_ACTION]


def _entry(
    group: list[Event], contents: dict[int, Content], names: Names, *, subjects: bool
) -> Entry:
    """One line for the events of an action, in the order in which they were written."""
    told = group[0]
    content = contents[told.pk]
    read = [contents[each.pk] or {} for each in _told_of(group)]
    states = [state for each in read if (state := each.get("after", {}).get("state")) in STATES]
    return Entry(
        event=told,
        who=names.person(told.by_id) or telling.task_name(told.by_task),
        what=telling.deed(told.kind, content),
        words=telling.words_of(told.kind, content, names),
        at=told.at,
        why=next((each["why"] for each in read if each.get("why")), ""),
        icon=telling.icon_of(told.kind),
        state=states[-1] if states else "",
        times=sum(each.kind == told.kind for each in group),
        differences=differences(content, names),
        passage=names.passage_of(told),
        subject=names.subject_of(told) if subjects else None,
        content=content,
    )


def _as_bool(condition: Any) -> Any:
    return Case(When(condition, then=Value(True)), default=Value(False))
