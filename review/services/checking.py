"""Checking a team against its history, in the background, for leads."""

import time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleError
from history import heads, verifying
from history.audit import Audit
from history.breaks import Break
from jobs import services as jobs
from jobs.models import JobState
from review.models import HistoryCheck
from teams.access import require
from teams.models import Team
from teams.roles import Permission

if TYPE_CHECKING:
    from jobs.context import JobContext
    from teams.models import User

KIND = "history_check"
KEPT = 200
# How often a person sees that it goes on, in seconds.
TOLD_EVERY = 1.0


@transaction.atomic
def ask_for_check(*, team: Team, by: "User", against: str = "") -> HistoryCheck:
    """Have the team checked against its history; while that goes on, the check that is under way.

    against: heads held elsewhere, parted by spaces or lines. Raises RuleError for what is no head.
    Writes no event: it changes nothing.
    """
    require(by, Permission.SET_POLICY, team)
    wanted = against.split()
    for head in wanted:
        if not verifying.HEAD.fullmatch(head):
            raise RuleError(_("“%(head)s” is no head: copy it whole.") % {"head": head[:80]})
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    open_one = HistoryCheck.objects.filter(team=team, job__state__in=jobs.OPEN).first()
    if open_one:
        return open_one
    check = HistoryCheck.objects.create(team=team, by=by, against=wanted)
    check.job = jobs.enqueue(kind=KIND, team=team, subject_id=check.pk, by=by)
    check.save(update_fields=["job"])
    return check


def run(context: "JobContext") -> None:
    """The work of the job: everything is compared, and what was found is kept."""
    check = HistoryCheck.objects.filter(pk=context.job.subject_id).select_related("team").first()
    if check is None:
        return
    audit, last = Audit(check.team_id, check.against), time.monotonic()

    def progress(_what: str, _done: int) -> None:
        nonlocal last
        if time.monotonic() - last > TOLD_EVERY:
            last = time.monotonic()
            context.progress(audit.rows + audit.counts["event"], 0)

    kept: list[list[Any]] = []
    kinds, found = 0, 0
    for each in audit.breaks(progress):
        kinds, found = kinds | int(each.kind), found + 1
        if len(kept) < KEPT:
            kept.append(_told(each))
    heads.write_down(check.team.slug, audit.head)
    with context.finishing():
        HistoryCheck.objects.filter(pk=check.pk).update(
            finished_at=timezone.now(),
            seconds=audit.seconds,
            events=audit.chain.seq,
            rows=audit.rows,
            head=str(audit.head),
            kinds=kinds,
            found=found,
            breaks=kept,
        )


def _told(each: Break) -> list[Any]:
    """Without what stands there: of a concealed round a lead may not know it either."""
    return [each.row, each.field, each.seq]


def is_under_way(check: HistoryCheck) -> bool:
    return check.job is not None and check.job.state in {JobState.QUEUED, JobState.RUNNING}
