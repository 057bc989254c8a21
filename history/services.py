"""The one way to write history."""

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from history import chain, imprints, registry, verifying
from history.imprints import BATCH, Told
from history.models import ChainHead, Event, EventPayload, Imprint


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
    told = imprints.touched(team_id)
    return append(_shared_out(changes, told), team_id=team_id, by=by, task=task, action=action)


def append(
    shared: Iterable[tuple[Change, Sequence[Told]]],
    *,
    team_id: int,
    by: models.Model | None,
    task: str,
    action: uuid.UUID | None = None,
    proves: dict[str, list[str]] | None = None,
) -> list[Event]:
    """Append events, each with the rows whose imprints it keeps. Only `record` and `beginning` may.

    proves: the fields that events tell of from now on, by model.
    """
    ChainHead.objects.get_or_create(team_id=team_id)
    head = ChainHead.objects.select_for_update(no_key=True).get(team_id=team_id)
    back = _back.get()
    action, now = action or (back.action if back else uuid.uuid4()), timezone.now()
    drafts = []
    for change, rows in shared:
        extra: dict[str, Any] = {"undoes": back.seq} if back else {}
        if proves or head.seq == 0:
            extra["proves"] = proves or imprints.proven()
        draft = _next(head, change, rows, extra, by=by, task=task, action=action, at=now)
        head.seq, head.hash = draft.event.seq, draft.event.hash
        drafts.append(draft)
    if not drafts:
        return []
    made = _insert(drafts)
    head.save(update_fields=["seq", "hash"])
    return made


@dataclass(frozen=True)
class _Draft:
    """An event to be with all that belongs to it."""

    event: Event
    payload: EventPayload
    imprints: list[Imprint]


def _shared_out(
    changes: Sequence[Change], told: list[Told]
) -> Iterator[tuple[Change, Sequence[Told]]]:
    """Each change with the rows whose imprints its event keeps: the first keeps what is left."""
    keeps: list[list[Told]] = [[] for _change in changes]
    places = {(_type(change.row), change.row.pk): at for at, change in enumerate(changes)}
    for each in told:
        keeps[places.get(each[0].key, 0)].append(each)
    return zip(changes, keeps, strict=True)


def _insert(drafts: list[_Draft]) -> list[Event]:
    events = Event.objects.bulk_create([draft.event for draft in drafts], batch_size=BATCH)
    for draft in drafts:
        draft.payload.event_id = draft.event.pk
        for each in draft.imprints:
            each.event_id = draft.event.pk
    EventPayload.objects.bulk_create([draft.payload for draft in drafts], batch_size=BATCH)
    every = [each for draft in drafts for each in draft.imprints]
    Imprint.objects.bulk_create(every, batch_size=BATCH)
    return events


def _type(row: models.Model) -> str:
    return str(row._meta.model_name)


def _next(
    head: ChainHead,
    change: Change,
    rows: Sequence[Told],
    extra: dict[str, Any],
    *,
    by: models.Model | None,
    task: str,
    action: uuid.UUID,
    at: datetime,
) -> _Draft:
    content = plain({"before": change.before, "after": change.after, "why": change.why} | extra)
    salt = secrets.token_hex(16)
    kept = [imprints.imprint(row, here, salt) for row, here in rows]
    if kept:
        content["imprints"] = imprints.digest(kept, salt)
    event = Event(
        team_id=head.team_id,
        seq=head.seq + 1,
        kind=change.kind,
        object_type=_type(change.row),
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
    event.hash = chain.link(chain.hashed_fields(event), head.hash)
    return _Draft(event, EventPayload(content=content, salt=salt), kept)


@dataclass(frozen=True)
class Verdict:
    """What verifying a chain found. `broken_at` is the first sequence number that fails."""

    team_id: int
    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def verify(team_id: int, *, against: str = "") -> Verdict:
    """Recompute a team's chain from its first event, up to what is broken first.

    against: a head held elsewhere that must occur in the chain, "" for none. Whether the rows are
    what the events say is another question: `history.verifying`.
    """
    chain_of = verifying.Chain(team_id, [against] if against else [])
    broken = next(chain_of.breaks(), None)
    if broken is None:
        return Verdict(team_id, chain_of.seq, chain_of.hash)
    return Verdict(team_id, chain_of.seq, chain_of.hash, broken.seq, broken.reason)


def heads(team_ids: Sequence[int]) -> dict[int, ChainHead]:
    """The chain heads of `team_ids`, by team id; a team without events has none."""
    return ChainHead.objects.in_bulk(team_ids)
