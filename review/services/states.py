"""Whether a claim is anybody's task, how urgent it is and by when."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.vocabularies import ClaimState, Priority
from common.errors import RuleError
from history import services as history
from review.services.holding import begin, hold, move, told
from review.workflow import Action
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def mark_to_check(*, claim: Claim, priority: str, by: "User", row_version: int) -> Claim:
    """Put a claim on record into the queue, with a priority."""
    begin(claim, Action.MARK_TO_CHECK, by=by, row_version=row_version)
    _known_priority(priority)
    before = {"state": claim.state, "priority": claim.priority}
    move(claim, ClaimState.TO_CHECK, priority=priority)
    after = {"state": claim.state, "priority": claim.priority}
    change = told("claim.marked_to_check", claim, before=before, after=after)
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def put_on_record(*, claim: Claim, by: "User", row_version: int) -> Claim:
    """Take a claim out of the queue and keep it."""
    begin(claim, Action.PUT_ON_RECORD, by=by, row_version=row_version)
    before = {"state": claim.state}
    move(claim, ClaimState.ON_RECORD)
    change = told("claim.put_on_record", claim, before=before, after={"state": claim.state})
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def set_priority(*, claim: Claim, priority: str, by: "User", row_version: int) -> Claim:
    """Say how urgent it is. A round whose first review is sealed keeps its second review."""
    hold(claim, by=by, permission=Permission.TRIAGE, row_version=row_version)
    _known_priority(priority)
    if priority == claim.priority:
        return claim
    before = {"priority": claim.priority}
    claim.change(row_version=row_version, priority=priority)
    change = told("claim.prioritised", claim, before=before, after={"priority": priority})
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def set_due(*, claim: Claim, due_on: date | None, by: "User", row_version: int) -> Claim:
    """Say by when it has to be done, None for no date."""
    hold(claim, by=by, permission=Permission.TRIAGE, row_version=row_version)
    if due_on == claim.due_on:
        return claim
    before = {"due_on": claim.due_on}
    claim.change(row_version=row_version, due_on=due_on)
    change = told("claim.due_set", claim, before=before, after={"due_on": due_on})
    history.record(change, team_id=claim.team_id, by=by)
    return claim


def _known_priority(priority: str) -> None:
    if priority not in Priority.values:
        raise RuleError(_("Choose a priority."), missing=[_("Priority")])
