"""Which events can be taken back, and what has to hold for that.

An event is taken back by doing the opposite: a new event, which says which one it undoes. It is
safe as long as nothing was done on top: what the event wrote is what the row says now. Whatever
else forbids the opposite (a sealed review, a withdrawn document) its service says.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Model

from actors.models import Actor, Alias
from claims.models import Claim, Mention
from claims.services import SpeakerDraft
from claims.services.claims import EDITABLE
from claims.services.speakers import told as told_speakers
from claims.states import CLAIM_STARTS
from documents.access import may_withdraw
from documents.models import Document
from history.models import Event
from review import opposites
from review.models import Evidence
from review.opposites import Asked, now
from teams.access import is_lead, may
from teams.models import Team, User
from teams.roles import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from review.selectors.naming import Content

Check = Callable[[Asked], bool]


@dataclass(frozen=True)
class Undo:
    """How events of one kind are taken back.

    stands: whether what the event wrote is still so; back: does the opposite; own: only by who
    did it, or a lead; unless: kinds of events none of which may have followed on the same row.
    """

    model: type[Model]
    permission: Permission
    stands: Check
    back: Callable[[Asked], None]
    own: bool = False
    unless: tuple[str, ...] = ()


def open_to(user: User, team: Team, told: Iterable[tuple[Event, "Content"]]) -> dict[int, Asked]:
    """Those of `told`, events of `team` with what `user` may read of them, that `user` may take
    back now, by the id of the event. Two queries at most for each kind of row.
    """
    wanted = [(event, content) for event, content in told if content and event.kind in UNDO]
    later = _later(wanted)
    found = {}
    for model in {UNDO[event.kind].model for event, _content in wanted}:
        mine = [pair for pair in wanted if UNDO[pair[0].kind].model is model]
        ids = {event.object_id for event, _content in mine}
        rows = {row.pk: row for row in READABLE[model](user).filter(pk__in=ids)}
        for event, content in mine:
            row, undo = rows.get(event.object_id), UNDO[event.kind]
            if row is None or not _may(user, team, undo, event) or event.pk in later:
                continue
            before, after = content.get("before") or {}, content.get("after") or {}
            asked = Asked(event, row, before, after, user)
            if undo.stands(asked):
                found[event.pk] = asked
    return found


def _may(user: User, team: Team, undo: Undo, event: Event) -> bool:
    mine = not undo.own or event.by_id == user.pk or is_lead(user, team)
    return mine and may(user, undo.permission, team)


def _later(wanted: list[tuple[Event, Any]]) -> set[int]:
    """Ids of the events that a later one on the same row has overtaken. One query per kind of row
    at most.
    """
    by_type: dict[str, list[Event]] = {}
    for event, _content in wanted:
        if UNDO[event.kind].unless:
            by_type.setdefault(event.object_type, []).append(event)
    found = set()
    for name, events in by_type.items():
        kinds = {kind for event in events for kind in UNDO[event.kind].unless}
        newest = Event.objects.filter(
            object_type=name,
            object_id__in={event.object_id for event in events},
            kind__in=kinds,
        )
        last = dict(newest.order_by().values_list("object_id").annotate(Max("seq")))
        found |= {each.pk for each in events if last.get(each.object_id, 0) > each.seq}
    return found


READABLE: dict[type[Model], Callable[[User], "QuerySet[Any]"]] = {
    Claim: lambda user: (
        Claim.objects.visible_to(user)
        .select_related("team")
        .prefetch_related("speakers__actor", "readers")
    ),
    Document: lambda user: (
        Document.objects.visible_to(user)
        .select_related("team", "publisher")
        .prefetch_related("readers")
    ),
    Evidence: lambda user: Evidence.objects.visible_to(user).select_related("claim__team"),
    Mention: lambda user: Mention.objects.visible_to(user).select_related("team", "document__team"),
    Alias: lambda user: Alias.objects.filter(actor__in=Actor.objects.named_to(user)).select_related(
        "actor__team"
    ),
}


def as_written(asked: Asked, *names: str) -> bool:
    """Whether each of `names` that the event wrote is what the row says now."""
    wrote = [name for name in names if name in asked.after]
    return bool(wrote) and all(now(asked.row, name) == asked.after[name] for name in wrote)


def _speakers_set(asked: Asked) -> bool:
    here = told_speakers([SpeakerDraft(s.actor, s.words) for s in asked.row.speakers.all()])
    return here == asked.after.get("speakers") and bool(asked.before.get("speakers"))


def _not_taken_yet(asked: Asked) -> bool:
    return asked.row.state in CLAIM_STARTS and as_written(asked, "state", "priority")


def _document_edited(asked: Asked) -> bool:
    return not asked.row.is_withdrawn() and as_written(asked, *asked.after)


def _restricted_so(asked: Asked) -> bool:
    readers = sorted(person.pk for person in asked.row.readers.all())
    return as_written(asked, "access") and readers == asked.after.get("readers")


def _still_withdrawn(asked: Asked) -> bool:
    return asked.row.is_withdrawn() and may_withdraw(asked.by, asked.row)


def _evidence_edited(asked: Asked) -> bool:
    return asked.row.is_live() and as_written(asked, *asked.after)


def _decided_so(asked: Asked) -> bool:
    return as_written(asked, "curation") and asked.row.curated_by_id == asked.event.by_id


STEPS = (
    "claim.marked_to_check",
    "claim.put_on_record",
    "claim.taken",
    "claim.assigned",
    "claim.not_pursued",
    "claim.reopened",
)
DECISIONS = (
    "mention.accepted",
    "mention.attached",
    "mention.split",
    "mention.rejected",
    "mention.set_aside",
)
DECIDED = (*DECISIONS, "mention.undone")
P = Permission


def _decision(back: Callable[[Asked], None]) -> Undo:
    return Undo(Mention, P.TRIAGE, _decided_so, back, own=True, unless=DECIDED)


UNDO: dict[str, Undo] = {
    "claim.edited": Undo(
        Claim, P.EDIT_CLAIM, lambda asked: as_written(asked, *EDITABLE), opposites.edit_claim
    ),
    "claim.speakers_set": Undo(Claim, P.EDIT_CLAIM, _speakers_set, opposites.set_speakers),
    "claim.marked_to_check": Undo(
        Claim, P.TRIAGE, _not_taken_yet, opposites.put_on_record, unless=STEPS
    ),
    "claim.put_on_record": Undo(
        Claim, P.TRIAGE, _not_taken_yet, opposites.mark_to_check, unless=STEPS
    ),
    "claim.prioritised": Undo(
        Claim, P.TRIAGE, lambda asked: as_written(asked, "priority"), opposites.set_priority
    ),
    "claim.due_set": Undo(
        Claim, P.TRIAGE, lambda asked: as_written(asked, "due_on"), opposites.set_due
    ),
    "claim.restricted": Undo(Claim, P.PROTECT, _restricted_so, opposites.restrict_claim),
    "document.edited": Undo(Document, P.ADD_DOCUMENT, _document_edited, opposites.edit_document),
    "document.restricted": Undo(Document, P.PROTECT, _restricted_so, opposites.restrict_document),
    "document.withdrawn": Undo(
        Document,
        P.ADD_DOCUMENT,
        _still_withdrawn,
        opposites.restore_document,
        unless=("document.withdrawn", "document.restored"),
    ),
    "evidence.edited": Undo(Evidence, P.ADD_EVIDENCE, _evidence_edited, opposites.edit_evidence),
    "evidence.withdrawn": Undo(
        Evidence,
        P.ADD_EVIDENCE,
        lambda asked: not asked.row.is_live(),
        opposites.restore_evidence,
        unless=("evidence.withdrawn", "evidence.restored"),
    ),
    "alias.added": Undo(
        Alias,
        P.EDIT_ALIAS,
        lambda asked: not asked.row.is_retired,
        opposites.retire_alias,
        unless=("alias.added", "alias.retired"),
    ),
    "alias.retired": Undo(
        Alias,
        P.EDIT_ALIAS,
        lambda asked: asked.row.is_retired,
        opposites.add_alias,
        unless=("alias.added", "alias.retired"),
    ),
    **{kind: _decision(opposites.undo_mention) for kind in DECISIONS},
    "mention.set_aside": _decision(opposites.undo_set_aside),
}
