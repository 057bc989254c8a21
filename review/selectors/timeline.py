"""The history as a person may read it: which events, and of which the content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from actors.models import Actor
from claims.models import Claim
from claims.vocabularies import ClaimState
from documents.models import Document
from history.models import Event
from review import telling
from review.models import Evidence
from teams.models import User
from teams.querysets import led_teams, teams_of

if TYPE_CHECKING:
    from teams.models import Team


@dataclass(frozen=True)
class Entry:
    """One action as the timeline shows it. `state`: the claim's state after it, if it changed."""

    who: str
    words: str
    at: datetime
    why: str = ""
    icon: str = ""
    state: str = ""


def events_for(user: User, team: "Team | None" = None) -> QuerySet[Event]:
    """Events that `user` may know of, of all their teams or of one, in no particular order.

    Those of claims, documents and evidence that they may not read are left out, and so is what
    only leads manage: members, invitations, tokens. Each row is annotated with `is_concealed`:
    its content is its author's alone (`content_for` keeps to it).
    """
    events = Event.objects.filter(team_id__in=teams_of(user))
    if team is not None:
        events = events.filter(team_id=team.pk)
    bare = Q(claim_id=None, document_id=None, actor_id=None) & ~Q(object_type__in=OPEN_TO_ALL)
    # Through EXISTS, because NOT IN over a column that can be null would keep nothing.
    claims = Claim.objects.visible_to(user).filter(pk=OuterRef("claim_id"))
    documents = Document.objects.visible_to(user).filter(pk=OuterRef("document_id"))
    evidence = Evidence.objects.visible_to(user).filter(pk=OuterRef("object_id"))
    concealing = Claim.objects.concealing().filter(pk=OuterRef("claim_id"), round=OuterRef("round"))
    unreadable = Actor.objects.visible_to(user).filter(Q(may_read_name=False))
    unreadable = unreadable.filter(pk=OuterRef("actor_id"))
    in_blind_round = Q(is_concealable=True) & Q(Exists(concealing)) & ~Q(by_id=user.pk)
    return (
        events.filter(Q(claim_id=None) | Exists(claims))
        .filter(Q(document_id=None) | Exists(documents))
        .filter(~Q(object_type="evidence") | Exists(evidence))
        .filter(~bare | Q(team_id__in=led_teams(user)))
        .annotate(is_concealed=_as_bool(in_blind_round | Exists(unreadable)))
    )


# Of the whole team's concern though they hang on nothing else.
OPEN_TO_ALL = ("team", "origin", "claim", "document", "actor")


def content_for(event: Any) -> dict[str, Any] | None:
    """Before, after and why of an event of `events_for`; None where it is concealed or blanked."""
    return None if event.is_concealed else event.payload.content


def timeline(user: User, events: QuerySet[Event], *, limit: int = 50) -> tuple[list[Entry], bool]:
    """The newest actions among `events` (of `events_for`), newest first; and whether more are left.

    limit: how many events are read. Two queries.
    """
    rows = list(events.select_related("payload").order_by("-seq")[: limit + 1])
    shown, more = rows[:limit], len(rows) > limit
    people = _people(shown)
    actions = groupby(shown, key=lambda event: event.action)
    return [_entry(list(group)[::-1], people) for _action, group in actions], more


def of_claim(user: User, claim: Claim, *, limit: int = 50) -> tuple[list[Entry], bool]:
    return timeline(user, events_for(user).filter(claim_id=claim.pk), limit=limit)


def of_document(user: User, document: Document, *, limit: int = 50) -> tuple[list[Entry], bool]:
    return timeline(user, events_for(user).filter(document_id=document.pk), limit=limit)


def _as_bool(condition: Any) -> Any:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _people(events: Iterable[Event]) -> dict[int, User]:
    """Everybody that the events name, by id. One query."""
    ids = {event.by_id for event in events if event.by_id}
    for event in events:
        ids |= telling.people_in(content_for(event))
    return User.objects.in_bulk(ids)


def _entry(events: list[Event], people: dict[int, User]) -> Entry:
    """One line for the events of an action, in the order in which they were written."""
    told = events[0]
    contents = [content_for(event) for event in events]
    after = [(each or {}).get("after", {}) for each in contents]
    states = [each["state"] for each in after if each.get("state") in ClaimState.values]
    who = people.get(told.by_id) if told.by_id else None
    why = next((each["why"] for each in contents if each and each["why"]), "")
    words = telling.words_of(told.kind, contents[0], people)
    return Entry(
        who=str(who) if who else telling.task_name(told.by_task),
        words=words,
        at=told.at,
        why=why,
        icon=telling.icon_of(told.kind),
        state=states[-1] if states else "",
    )
