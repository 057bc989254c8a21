"""Who is told of what happens: watching, and what somebody has seen. None of it is an event."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from claims.models import Claim
from documents.models import Document
from history.models import ChainHead
from history.services import Change
from review.models import Assignment, Comment, Watch
from teams.access import require
from teams.models import Team
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

CHARGING = frozenset(
    {
        "claim.taken",
        "claim.assigned",
        "claim.reassigned",
        "claim.second_assigned",
        "claim.second_begun",
    }
)
SPEAKING = frozenset({"comment.added", "comment.help_asked", "comment.edited"})


@transaction.atomic
def watch(*, subject: Claim | Document, by: "User") -> Watch:
    """Be told of what others do on a claim, or say about a document, from now on."""
    require(by, Permission.READ, subject.team)
    rows: Any = type(subject).objects
    if not rows.visible_to(by).filter(pk=subject.pk).exists():
        raise PermissionDenied
    return _watch(subject, [by.pk])[0]


@transaction.atomic
def unwatch(*, subject: Claim | Document, by: "User") -> None:
    """Be told nothing of it any more, until somebody names `by` there or gives it to them."""
    Watch.objects.filter(person=by.pk, **_of(subject)).update(is_muted=True)


def see(*, subject: Claim | Document, by: "User", up_to: int) -> None:
    """`by` has read what is new there, up to this number. Writes nothing where nothing is new."""
    _see(Watch.objects.filter(person=by.pk, **_of(subject)), up_to)


def see_all(*, team: Team, by: "User", up_to: int) -> None:
    """`by` has read all that is new to them in the team, up to this number."""
    _see(Watch.objects.filter(person=by.pk, team=team), min(up_to, _head(team.pk)))


def _see(watches: QuerySet[Watch], up_to: int) -> None:
    behind = watches.filter(seen_seq__lt=up_to)
    # Looked up first: an update that finds nothing would still wait for whoever writes.
    if behind.exists():
        behind.update(seen_seq=up_to)


def tell(*, team: Team, watches: Iterable[Watch]) -> list[Watch]:
    """Those of `watches` of which nobody else is telling their person; marked as told up to now."""
    now = _head(team.pk)
    claimed = []
    for each in watches:
        same = Watch.objects.filter(pk=each.pk, told_seq=each.told_seq, told_seq__lt=now)
        if same.update(told_seq=now):
            claimed.append(each)
    return claimed


def untell(watches: Iterable[Watch]) -> None:
    """What `tell` marked did not reach its person after all."""
    for each in watches:
        Watch.objects.filter(pk=each.pk).update(told_seq=each.told_seq)


def follow(changes: Sequence[Change]) -> None:
    """Whoever speaks, is named, asked or charged with a claim, or waits for somebody who left,
    watches from this change on.

    Called by the history within the change's own transaction, before its events are numbered.
    """
    for change in changes:
        row: Any = change.row
        if change.kind in SPEAKING and isinstance(row, Comment):
            called = [*row.named.values_list("pk", flat=True), row.asked_id]
            _watch(row.subject, called, unmutes=change.kind != "comment.edited")
            _watch(row.subject, [row.by_id], unmutes=False)
        elif change.kind in CHARGING and isinstance(row, Claim):
            duties = Assignment.objects.open().filter(claim=row.pk, round=row.round)
            _watch(row, duties.order_by("-pk").values_list("person", flat=True)[:1])
        elif change.kind == "claim.waits_in_vain" and isinstance(row, Claim):
            _watch(row, change.after["waiting"])


def _watch(
    subject: Claim | Document, people: Iterable[int | None], *, unmutes: bool = True
) -> list[Watch]:
    """A watch for each of `people`, from the number that the chain has now."""
    wanted, of = {pk for pk in people if pk}, _of(subject)
    rows = Watch.objects.filter(person__in=wanted, **of)
    if unmutes:
        now = _head(subject.team_id)
        rows.filter(is_muted=True).update(is_muted=False, since_seq=now, seen_seq=now, told_seq=now)
    missing = wanted - set(rows.values_list("person", flat=True))
    if missing:
        now = _head(subject.team_id)
        numbers = {"since_seq": now, "seen_seq": now, "told_seq": now}
        new = [Watch(team_id=subject.team_id, person_id=pk, **of, **numbers) for pk in missing]
        Watch.objects.bulk_create(new, ignore_conflicts=True)
    return list(rows)


def _of(subject: Claim | Document) -> dict[str, Any]:
    return {"claim_id" if isinstance(subject, Claim) else "document_id": subject.pk}


def _head(team_id: int) -> int:
    head = ChainHead.objects.filter(team_id=team_id).first()
    return head.seq if head else 0
