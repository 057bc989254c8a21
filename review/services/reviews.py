"""First and second reviews: sealing, withdrawing, signing, returning, overriding."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.vocabularies import ClaimState, Priority
from history import services as history
from history.services import Change
from review.judging import ReviewDraft
from review.models import Decision, Review, Signature
from review.rounds import Round
from review.services import deciding, keeping
from review.services.duties import end_duty, give
from review.services.holding import begin, move, needed, told
from review.vocabularies import DecisionKind, Duty, ReturnKind
from review.workflow import Action
from teams import policy
from teams.vocabularies import SecondReview

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def submit_review(*, claim: Claim, draft: ReviewDraft, by: "User", row_version: int) -> Review:
    """Seal `by`'s first review and move the claim on as the team's policy says.

    `row_version` is the version of the claim the person saw. Raises ConflictError if the claim was
    changed since, RuleError (with what is missing) if the review is incomplete; it then wrote
    nothing.
    """
    _steps, of = begin(claim, Action.SUBMIT_REVIEW, by=by, row_version=row_version)
    draft, cited = deciding.checked(claim, draft, by=by, duty=Duty.FIRST)
    _fix_second_review(claim, of, by=by)
    review = deciding.seal(claim, draft, cited, by=by, duty=Duty.FIRST)
    sealed = deciding.about(review, "review.submitted")
    if claim.second_review == SecondReview.NONE:
        moved = deciding.decide(claim, review, kind=DecisionKind.SOLE, of=of)
    else:
        moved = _to_second_review(claim, of)
    history.record(sealed, moved, team_id=claim.team_id, by=by)
    return review


@transaction.atomic
def withdraw_review(*, claim: Claim, comment: str, by: "User", row_version: int) -> Claim:
    """Take one's own first review back before the second began; the claim is in review again."""
    _steps, of = begin(claim, Action.WITHDRAW_REVIEW, by=by, row_version=row_version)
    comment = needed(comment, _("Write why you withdraw it."))
    return _back_to_review(claim, of, ReturnKind.WITHDRAWN, comment=comment, by=by)


@transaction.atomic
def return_review(*, claim: Claim, comment: str, by: "User", row_version: int) -> Claim:
    """Not sign: give the review back to its author with a comment."""
    _steps, of = begin(claim, Action.RETURN_REVIEW, by=by, row_version=row_version)
    comment = needed(comment, _("Write what has to change before you sign."))
    return _back_to_review(claim, of, ReturnKind.RETURNED, comment=comment, by=by)


@transaction.atomic
def sign(*, claim: Claim, by: "User", row_version: int) -> Decision:
    """Put one's name under the first review, which decides the claim."""
    _steps, of = begin(claim, Action.SIGN, by=by, row_version=row_version)
    Signature.objects.create(review=of.sealed_first, by=by)
    signed = deciding.about(of.sealed_first, "review.signed", signed_by=by.pk)
    decided = deciding.decide(claim, of.sealed_first, kind=DecisionKind.SIGNED, of=of, second_by=by)
    history.record(signed, decided, team_id=claim.team_id, by=by)
    return claim.decisions.get(round=claim.round)


@transaction.atomic
def submit_second(*, claim: Claim, draft: ReviewDraft, by: "User", row_version: int) -> Review:
    """Seal the blind second review: decided if its codes agree on both axes, else differing."""
    _steps, of = begin(claim, Action.SUBMIT_SECOND, by=by, row_version=row_version)
    draft, cited = deciding.checked(claim, draft, by=by, duty=Duty.SECOND)
    review = deciding.seal(claim, draft, cited, by=by, duty=Duty.SECOND)
    sealed = deciding.about(review, "review.submitted")
    if review.codes() == of.sealed_first.codes():
        moved = deciding.decide(
            claim,
            of.sealed_first,
            kind=DecisionKind.BLIND_AGREED,
            of=of,
            second_by=by,
            second=review,
        )
    else:
        moved = _differ(claim, of)
    history.record(sealed, moved, team_id=claim.team_id, by=by)
    return review


@transaction.atomic
def override(*, claim: Claim, draft: ReviewDraft, by: "User", row_version: int) -> Review:
    """Decide as a lead against the policy: a sealed review of its own, marked, with its reason.

    Only where somebody else's first review stands: nobody decides alone what is for two.
    """
    _steps, of = begin(claim, Action.OVERRIDE, by=by, row_version=row_version)
    draft, cited = deciding.checked(claim, draft, by=by, duty=Duty.OVERRIDE)
    review = deciding.seal(claim, draft, cited, by=by, duty=Duty.OVERRIDE)
    sealed = deciding.about(review, "review.overridden", why=draft.override_why)
    decided = deciding.decide(claim, review, kind=DecisionKind.OVERRIDE, of=of)
    history.record(sealed, decided, team_id=claim.team_id, by=by)
    return review


def _fix_second_review(claim: Claim, of: Round, *, by: "User") -> None:
    """Ask the policy once per round: a mode that could change would show a blind first review.

    Where the policy could not be blind when the claim was taken, all have read what its reviewer
    wrote: a second one is not blind, and signs instead.
    """
    mode = claim.second_review or policy.second_review(
        claim.team, is_high=claim.priority == Priority.HIGH
    )
    if mode == SecondReview.BLIND and not (of.first_duty and of.first_duty.is_concealing):
        mode = SecondReview.SIGN_OFF
    confirmed_by = claim.confirmed_by or by
    claim.change(row_version=claim.row_version, second_review=str(mode), confirmed_by=confirmed_by)
    if mode != SecondReview.BLIND:
        keeping.open_round(claim)


def _to_second_review(claim: Claim, of: Round) -> Change:
    end_duty(of.first_duty, why=_("Sealed"))
    before = {"state": claim.state}
    move(claim, ClaimState.SECOND_REVIEW)
    after = {"state": claim.state, "second_review": claim.second_review}
    return told("claim.sent_to_second", claim, before=before, after=after)


def _differ(claim: Claim, of: Round) -> Change:
    end_duty(of.second_duty, why=_("Sealed"))
    keeping.open_round(claim)
    before = {"state": claim.state}
    move(claim, ClaimState.DIFFERING)
    return told("claim.differs", claim, before=before, after={"state": claim.state})


def _back_to_review(claim: Claim, of: Round, kind: str, *, comment: str, by: "User") -> Claim:
    deciding.end_review(of.sealed_first, kind, by=by, comment=comment)
    ended = deciding.about(of.sealed_first, f"review.{kind}", why=comment)
    end_duty(of.second_duty, why=comment)
    author = of.sealed_first.reviewer
    give(claim, author, duty=Duty.FIRST, by=by, due_on=claim.due_on, started=True)
    before = {"state": claim.state, "first": None, "second": of.second_id}
    move(claim, ClaimState.IN_REVIEW)
    after = {"state": claim.state, "first": author.pk, "second": None}
    moved = told(f"claim.{kind}", claim, before=before, after=after)
    history.record(ended, moved, team_id=claim.team_id, by=by)
    return claim
