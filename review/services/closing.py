"""Leaving a claim, opening it again, and looking at a decision again."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.vocabularies import ClaimState
from common.errors import RuleError
from history import services as history
from review.services.deciding import in_force
from review.services.duties import end_duties
from review.services.holding import begin, move, needed, told
from review.workflow import Action

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def stop_pursuing(*, claim: Claim, why: str, by: "User", row_version: int) -> Claim:
    """Leave an open claim, with a reason. Open duties on it end; what was sealed stays."""
    _steps, of = begin(claim, Action.STOP_PURSUING, by=by, row_version=row_version)
    why = needed(why, _("Write why it is not pursued."))[:500]
    end_duties(of, why=why)
    before = {"state": claim.state}
    move(claim, ClaimState.NOT_PURSUED, not_pursued_why=why)
    after = {"state": claim.state}
    change = told("claim.not_pursued", claim, before=before, after=after, why=why)
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def reopen(*, claim: Claim, why: str, by: "User", row_version: int) -> Claim:
    """Begin a new round; the old decision stays visible and in force until the next."""
    begin(claim, Action.REOPEN, by=by, row_version=row_version)
    why = needed(why, _("Write why it is reopened."))
    before = {"state": claim.state, "round": claim.round, **in_force(claim)}
    move(
        claim,
        ClaimState.TO_CHECK,
        round=claim.round + 1,
        second_review="",
        needs_look="",
        not_pursued_why="",
    )
    after = {"state": claim.state, "round": claim.round}
    change = told("claim.reopened", claim, before=before, after=after, why=why)
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def still_stands(
    *,
    claim: Claim,
    note: str,
    by: "User",
    row_version: int,
    recheck_on: date | None = None,
) -> Claim:
    """Say that a decision which needed a look stays in force, and when to look again if at all."""
    begin(claim, Action.STILL_STANDS, by=by, row_version=row_version)
    if recheck_on and recheck_on <= timezone.localdate():
        raise RuleError(_("Give a later day to look again."))
    before = {"needs_look": claim.needs_look, "recheck_on": claim.recheck_on}
    claim.change(row_version=row_version, needs_look="", recheck_on=recheck_on)
    after = {"needs_look": "", "recheck_on": recheck_on}
    change = told("claim.still_stands", claim, before=before, after=after, why=note.strip())
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def flag_for_look(*, claim: Claim, why: str, task: str) -> bool:
    """Mark a decided claim for another look; the decision stays in force.

    Answers False, and writes nothing, if it is not decided (any more) or marked already.
    """
    claim.refresh_from_db(from_queryset=Claim.objects.select_for_update(of=("self",), no_key=True))
    if claim.state != ClaimState.DECIDED or claim.needs_look:
        return False
    claim.change(row_version=claim.row_version, needs_look=why[:200])
    change = told("claim.needs_look", claim, after={"needs_look": why[:200]})
    history.record(change, team_id=claim.team_id, by=None, task=task)
    return True


def flag_rechecks_due(*, task: str) -> int:
    """Mark every decided claim whose recheck date has come; answers how many. Safe to repeat."""
    today = timezone.localdate()
    due = Claim.objects.filter(
        state=ClaimState.DECIDED, needs_look="", recheck_on__lte=today
    ).order_by("pk")
    return sum(
        flag_for_look(claim=claim, why=_("Its recheck date has come"), task=task) for claim in due
    )
