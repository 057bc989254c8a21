"""Who has a claim: taking, assigning, handing back, and the second person."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.vocabularies import ClaimState
from common.errors import RuleError
from history import services as history
from review.models import Assignment
from review.rounds import Round, current_round
from review.services import keeping
from review.services.drafts import draft_of, hand_over
from review.services.holding import begin, move, needed, told
from review.vocabularies import Duty
from review.workflow import Action
from teams.models import Membership
from teams.roles import GRANTS, Permission

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def take(*, claim: Claim, by: "User", row_version: int) -> Assignment:
    """Take a claim from the queue as its first reviewer."""
    begin(claim, Action.TAKE, by=by, row_version=row_version)
    duty = give(claim, by, duty=Duty.FIRST, by=by, started=True)
    return _in_review(claim, duty, kind="claim.taken", by=by)


@transaction.atomic
def assign(
    *,
    claim: Claim,
    person: "User",
    by: "User",
    row_version: int,
    due_on: date | None = None,
    note: str = "",
) -> Assignment:
    """Give a claim in the queue to a reviewer."""
    begin(claim, Action.ASSIGN, by=by, row_version=row_version)
    able_to_review(claim, person)
    if current_round(claim).second_id == person.pk:
        raise RuleError(_("First and second reviewer of a round differ."))
    due_on = due_on or claim.due_on
    duty = give(claim, person, duty=Duty.FIRST, by=by, due_on=due_on, note=note.strip())
    return _in_review(claim, duty, kind="claim.assigned", by=by)


@transaction.atomic
def hand_back(*, claim: Claim, note: str, by: "User", row_version: int) -> Claim:
    """Put a claim back into the queue, with a note for the next person."""
    _steps, of = begin(claim, Action.HAND_BACK, by=by, row_version=row_version)
    note = needed(note, _("Write a note for the next person."))
    end_duty(of.first_duty, why=note)
    before = {"state": claim.state, "first": of.assignee_id}
    move(claim, ClaimState.TO_CHECK)
    after = {"state": claim.state, "first": None}
    change = told("claim.handed_back", claim, before=before, after=after, why=note, kept=True)
    history.record(change, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def reassign(
    *,
    claim: Claim,
    person: "User",
    note: str,
    by: "User",
    row_version: int,
    with_draft: bool = False,
) -> Assignment:
    """Give a claim in review to another reviewer, with a note.

    with_draft: with what `by` has typed of the review. Nobody else can hand it over, because
    nobody else can read it.
    """
    _steps, of = begin(claim, Action.REASSIGN, by=by, row_version=row_version)
    note = needed(note, _("Write a note for the next person."))
    able_to_review(claim, person)
    if of.assignee_id == person.pk:
        raise RuleError(_("%(name)s has this claim already.") % {"name": person})
    end_duty(of.first_duty, why=note)
    if with_draft:
        hand_over(draft_of(claim, Duty.FIRST, by), to=person, by=by)
        # What the next one seals began as theirs.
        keeping.note_witness(claim, author=person.pk, people=[by.pk])
    duty = give(claim, person, duty=Duty.FIRST, by=by, due_on=claim.due_on, note=note)
    before = {"first": of.assignee_id}
    claim.change(row_version=claim.row_version)
    after = {"first": person.pk}
    change = told("claim.reassigned", claim, before=before, after=after, why=note, kept=True)
    history.record(change, team_id=claim.team_id, by=by)
    return duty


@transaction.atomic
def assign_second(
    *,
    claim: Claim,
    person: "User",
    by: "User",
    row_version: int,
    due_on: date | None = None,
    note: str = "",
) -> Assignment:
    """Ask a reviewer for the second review; whoever was asked before and has not begun is not."""
    _steps, of = begin(claim, Action.ASSIGN_SECOND, by=by, row_version=row_version)
    able_to_review(claim, person)
    if person.pk in of.authors:
        raise RuleError(_("First and second reviewer of a round differ."))
    if of.has_seen(person.pk):
        raise RuleError(
            _("%(name)s has seen what the first reviewer wrote, so cannot be the blind second.")
            % {"name": person}
        )
    end_duty(of.second_duty, why=_("Somebody else was asked"))
    due_on = due_on or claim.due_on
    duty = give(claim, person, duty=Duty.SECOND, by=by, due_on=due_on, note=note.strip())
    _tell_second(claim, "claim.second_assigned", of, person.pk, by=by, why=duty.note)
    return duty


@transaction.atomic
def begin_second(*, claim: Claim, by: "User", row_version: int) -> Assignment:
    """Begin the second review. From here on the first cannot be withdrawn.

    Beginning twice changes nothing.
    """
    _steps, of = begin(claim, Action.BEGIN_SECOND, by=by, row_version=row_version)
    duty = of.second_duty
    if duty and duty.started_at:
        return duty
    if duty:
        duty.started_at = timezone.now()
        duty.save(update_fields=["started_at"])
    else:
        duty = give(claim, by, duty=Duty.SECOND, by=by, started=True)
    _tell_second(claim, "claim.second_begun", of, by.pk, by=by)
    return duty


@transaction.atomic
def release_second(*, claim: Claim, note: str, by: "User", row_version: int) -> Claim:
    """Give the second review back, with a note, so that somebody else can do it."""
    _steps, of = begin(claim, Action.RELEASE_SECOND, by=by, row_version=row_version)
    note = needed(note, _("Write a note for the next person."))
    end_duty(of.second_duty, why=note)
    _tell_second(claim, "claim.second_released", of, None, by=by, why=note)
    return claim


def release_work_of(*, membership: Membership, by: "User") -> list[history.Change]:
    """Put the open work of somebody who leaves, or may no longer review, back into the queue.

    Their claims in review go to check, their second reviews are open to others. Part of the
    departure that `teams.services` authorises, in its transaction: it records the answered changes.
    """
    person = membership.user_id
    mine = Assignment.objects.open().filter(team=membership.team_id, person=person)
    # In the order of their ids, so that two who do this at once do not wait for each other.
    held = Claim.objects.select_for_update(no_key=True).filter(pk__in=mine.values("claim_id"))
    why = _("No longer reviews in this team")
    return [released(claim, person, why=why) for claim in held.order_by("pk")]


def released(claim: Claim, person: int, *, why: str) -> history.Change:
    """End what `person` has to do with a claim that is held. Part of a step that records it."""
    of = current_round(claim)
    before = {"state": claim.state, "first": of.assignee_id, "second": of.second_id}
    for duty in (of.first_duty, of.second_duty):
        if duty and duty.person_id == person:
            end_duty(duty, why=why)
    if claim.state == ClaimState.IN_REVIEW and of.assignee_id == person:
        move(claim, ClaimState.TO_CHECK)
    else:
        claim.change(row_version=claim.row_version)
    left = current_round(claim)
    after = {"state": claim.state, "first": left.assignee_id, "second": left.second_id}
    return told("claim.released", claim, before=before, after=after, why=why)


# --- Parts of the above that other steps need -----------------------------------------------------
def give(
    claim: Claim,
    person: "User",
    *,
    duty: str,
    by: "User",
    due_on: date | None = None,
    note: str = "",
    started: bool = False,
) -> Assignment:
    if duty == Duty.FIRST:
        _note_handed_on(claim, person)
    given = Assignment.objects.create(
        team_id=claim.team_id,
        claim=claim,
        round=claim.round,
        duty=duty,
        person=person,
        due_on=due_on,
        note=note[:500],
        assigned_by=by,
        started_at=timezone.now() if started else None,
        is_concealing=keeping.keeps(claim, duty),
    )
    if given.is_concealing:
        keeping.close_judgements(claim, person)
    return given


def _note_handed_on(claim: Claim, person: "User") -> None:
    """Whoever takes over reads the note of who had the claim, if that is kept from others."""
    firsts = Assignment.objects.filter(claim=claim.pk, round=claim.round, duty=Duty.FIRST)
    before = firsts.order_by("-pk").first()
    if before and before.is_concealing:
        keeping.note_witness(claim, author=before.person_id, people=[person.pk])


def end_duty(duty: Assignment | None, *, why: str) -> None:
    if duty:
        duty.ended_at, duty.ended_why = timezone.now(), why[:500]
        duty.save(update_fields=["ended_at", "ended_why"])


def end_duties(of: Round, *, why: str) -> None:
    end_duty(of.first_duty, why=why)
    end_duty(of.second_duty, why=why)


def able_to_review(claim: Claim, person: "User") -> None:
    """Raise RuleError unless `person` is an active member who may read and review `claim`."""
    membership = Membership.objects.active().filter(team=claim.team_id, user=person).first()
    able = membership is not None and Permission.REVIEW in GRANTS[membership.role]
    if not able or not Claim.objects.visible_to(person).filter(pk=claim.pk).exists():
        raise RuleError(_("%(name)s cannot review this claim.") % {"name": person})


def _in_review(claim: Claim, duty: Assignment, *, kind: str, by: "User") -> Assignment:
    before = {"state": claim.state, "first": None}
    move(claim, ClaimState.IN_REVIEW)
    after = {"state": claim.state, "first": duty.person_id}
    change = told(kind, claim, before=before, after=after, why=duty.note)
    history.record(change, team_id=claim.team_id, by=by)
    return duty


def _tell_second(
    claim: Claim, kind: str, of: Round, now: int | None, *, by: "User", why: str = ""
) -> None:
    before = {"second": of.second_id, "began": of.second_began()}
    claim.change(row_version=claim.row_version)
    after = {"second": now, "began": kind == "claim.second_begun"}
    change = told(kind, claim, before=before, after=after, why=why)
    history.record(change, team_id=claim.team_id, by=by)
