"""The one way to write history."""

import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from history import chain, registry
from history.models import ChainHead, Event, EventPayload

HASHED = (
    "team_id",
    "seq",
    "kind",
    "object_type",
    "object_id",
    "claim_id",
    "document_id",
    "actor_id",
    "round",
    "is_concealable",
    "by_id",
    "by_task",
    "content_digest",
)


@dataclass(frozen=True)
class Where:
    """The rows besides its object in whose timeline an event shows."""

    claim: int | None = None
    document: int | None = None
    actor: int | None = None
    round: int | None = None
    concealable: bool = False


@dataclass(frozen=True)
class Change:
    """One event to be: what happened to which row."""

    kind: str
    row: models.Model
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    where: Where = Where()


@dataclass(frozen=True)
class _Back:
    """Which event is being taken back, and the action of all that this writes."""

    seq: int
    action: uuid.UUID


_back: ContextVar[_Back | None] = ContextVar("what is being taken back", default=None)


@contextmanager
def taking_back(event: Event) -> Iterator[None]:
    """What is recorded meanwhile is one action and says in its content that it `undoes` `event`.

    So that the services which undo something need no second signature for it.
    """
    token = _back.set(_Back(event.seq, uuid.uuid4()))
    try:
        yield
    finally:
        _back.reset(token)


def plain(value: Any) -> Any:
    """`value` as JSON holds it: dates as ISO text, rows as their id."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def record(
    *changes: Change,
    team_id: int,
    by: models.Model | None,
    task: str = "",
    action: uuid.UUID | None = None,
) -> list[Event]:
    """Append one event for each of `changes`, in order, as one action of `by` or of `task`.

    Must be the last thing in a transaction: from here on others who write in this team wait.
    People and actors go into the content by id, never by name, so that a name protected or
    redacted later is not left behind in it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("history is written in the transaction of the change it tells of")
    # Before the chain's lock is taken: nobody waits for what follows from a change.
    for follow in registry.followers():
        follow(changes)
    ChainHead.objects.get_or_create(team_id=team_id)
    head = ChainHead.objects.select_for_update(no_key=True).get(team_id=team_id)
    made, back = [], _back.get()
    action = action or (back.action if back else uuid.uuid4())
    now = timezone.now()
    for change in changes:
        event, payload = _next(head, change, by=by, task=task, action=action, at=now)
        event.save(force_insert=True)
        payload.event_id = event.pk
        payload.save(force_insert=True)
        head.seq, head.hash = event.seq, event.hash
        made.append(event)
    head.save(update_fields=["seq", "hash"])
    return made


def _next(
    head: ChainHead,
    change: Change,
    *,
    by: models.Model | None,
    task: str,
    action: uuid.UUID,
    at: datetime,
) -> tuple[Event, EventPayload]:
    content = plain({"before": change.before, "after": change.after, "why": change.why})
    back = _back.get()
    if back:
        content["undoes"] = back.seq
    salt = secrets.token_hex(16)
    event = Event(
        team_id=head.team_id,
        seq=head.seq + 1,
        kind=change.kind,
        object_type=str(change.row._meta.model_name),
        object_id=change.row.pk,
        claim_id=change.where.claim,
        document_id=change.where.document,
        actor_id=change.where.actor,
        round=change.where.round,
        is_concealable=change.where.concealable,
        by_id=by.pk if by else None,
        by_task=task,
        action=action,
        at=at,
        content_digest=chain.content_digest(content, salt),
        previous_hash=head.hash,
    )
    event.hash = chain.link(hashed_fields(event), head.hash)
    return event, EventPayload(content=content, salt=salt)


def hashed_fields(event: Event) -> dict[str, Any]:
    """What of `event` goes into its hash."""
    fields = {name: getattr(event, name) for name in HASHED}
    return fields | {"action": str(event.action), "at": chain.stamp(event.at)}


@dataclass(frozen=True)
class Verdict:
    """What verifying a chain found. `broken_at` is the first sequence number that fails."""

    team_id: int
    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def verify(team_id: int, *, against: str = "") -> Verdict:
    """Recompute a team's chain from its first event.

    against: a hash held elsewhere that must occur in the chain, "" for none.
    Reads the events in order, 2,000 at a time.
    """
    previous, seq, seen = chain.FIRST, 0, not against
    events = Event.objects.filter(team_id=team_id).order_by("seq").select_related("payload")
    for event in events.iterator(chunk_size=2000):
        reason = _fault(event, seq + 1, previous)
        if reason:
            return Verdict(team_id, seq, previous, event.seq, reason)
        previous, seq = event.hash, event.seq
        seen = seen or event.hash == against
    head = ChainHead.objects.filter(team_id=team_id).first()
    if head and (head.seq, head.hash) != (seq, previous):
        return Verdict(team_id, seq, previous, seq + 1, "events at the end are missing")
    if not seen:
        return Verdict(team_id, seq, previous, seq, "the given head does not occur in this history")
    return Verdict(team_id, seq, previous)


def _fault(event: Event, seq: int, previous: str) -> str:
    if event.seq != seq:
        return f"event {seq} is missing"
    if event.previous_hash != previous:
        return "it does not follow the event before it"
    if event.hash != chain.link(hashed_fields(event), previous):
        return "its fields were altered"
    payload = getattr(event, "payload", None)
    if payload is None:
        return "its content row is gone"
    blanked = payload.content is None and payload.salt == ""
    if not blanked and event.content_digest != chain.content_digest(payload.content, payload.salt):
        return "its content was altered"
    return ""


def heads(team_ids: Sequence[int]) -> dict[int, ChainHead]:
    """The chain heads of `team_ids`, by team id; a team without events has none."""
    return ChainHead.objects.in_bulk(team_ids)
