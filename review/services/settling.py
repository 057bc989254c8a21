"""The two ways out of two reviews that differ: a joint review, or a third person's."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from common.errors import ConflictError
from history import services as history
from review.judging import ReviewDraft
from review.models import Decision, Review, Signature
from review.services import deciding
from review.services.holding import begin, needed
from review.vocabularies import DecisionKind, Duty, ReturnKind
from review.workflow import Action

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def propose_joint(*, claim: Claim, draft: ReviewDraft, by: "User", row_version: int) -> Review:
    """Seal and sign a joint review that says what settled it; the other reviewer has to sign."""
    begin(claim, Action.PROPOSE_JOINT, by=by, row_version=row_version)
    draft, cited = deciding.checked(claim, draft, by=by, duty=Duty.JOINT)
    review = deciding.seal(claim, draft, cited, by=by, duty=Duty.JOINT)
    Signature.objects.create(review=review, by=by)
    claim.change(row_version=row_version)
    proposed = deciding.about(review, "review.proposed", why=draft.settled_by)
    history.record(proposed, team_id=claim.team_id, by=by)
    return review


@transaction.atomic
def sign_joint(
    *, claim: Claim, by: "User", row_version: int, review: Review | None = None
) -> Decision:
    """Sign the joint review that the other reviewer proposed, which decides the claim.

    review: the one the person read; ConflictError if another stands by now.
    """
    _steps, of = begin(claim, Action.SIGN_JOINT, by=by, row_version=row_version)
    if review and review.pk != of.sealed_joint.pk:
        raise ConflictError(_("Another joint review was proposed meanwhile."), current=claim)
    Signature.objects.create(review=of.sealed_joint, by=by)
    signed = deciding.about(of.sealed_joint, "review.signed", signed_by=by.pk)
    decided = deciding.decide(claim, of.sealed_joint, kind=DecisionKind.JOINT, of=of, second_by=by)
    history.record(signed, decided, team_id=claim.team_id, by=by)
    return claim.decisions.get(round=claim.round)


@transaction.atomic
def decline_joint(*, claim: Claim, comment: str, by: "User", row_version: int) -> Claim:
    """Not sign a joint review, or take back one's own proposal; both reviews differ on."""
    _steps, of = begin(claim, Action.DECLINE_JOINT, by=by, row_version=row_version)
    comment = needed(comment, _("Write why."))
    mine = of.sealed_joint.reviewer_id == by.pk
    kind = ReturnKind.WITHDRAWN if mine else ReturnKind.DECLINED
    deciding.end_review(of.sealed_joint, kind, by=by, comment=comment)
    claim.change(row_version=row_version)
    ended = deciding.about(of.sealed_joint, f"review.{kind}", why=comment)
    history.record(ended, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def submit_third(*, claim: Claim, draft: ReviewDraft, by: "User", row_version: int) -> Review:
    """Settle as a third person who has read both reviews; says what settled it."""
    _steps, of = begin(claim, Action.SUBMIT_THIRD, by=by, row_version=row_version)
    draft, cited = deciding.checked(claim, draft, by=by, duty=Duty.THIRD)
    review = deciding.seal(claim, draft, cited, by=by, duty=Duty.THIRD)
    sealed = deciding.about(review, "review.submitted", why=draft.settled_by)
    decided = deciding.decide(claim, review, kind=DecisionKind.THIRD, of=of)
    history.record(sealed, decided, team_id=claim.team_id, by=by)
    return review
