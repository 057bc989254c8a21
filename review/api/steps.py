"""The steps that lead a claim to a decision: one POST each, answered with the claim."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.claims import ClaimRows
from review import services, workflow
from review.access import get_claim
from review.api import inputs
from review.workflow import Action
from teams.api.serializers import VersionedInput
from teams.roles import Permission


@dataclass(frozen=True)
class Step:
    """A service, what it does in words, whom it is for at least, and what its body holds."""

    service: Callable[..., Any]
    summary: str
    permission: Permission
    takes: type[serializers.Serializer] = VersionedInput


def of(action: Action, service: Callable[..., Any], summary: str, *takes: Any) -> Step:
    return Step(service, summary, workflow.permission_for(action), *takes)


A, S, I = Action, services, inputs  # noqa: E741 (columns of a table)
STEPS: dict[str, Step] = {
    A.MARK_TO_CHECK: of(A.MARK_TO_CHECK, S.mark_to_check, "Put it into the queue", I.PriorityInput),
    A.PUT_ON_RECORD: of(A.PUT_ON_RECORD, S.put_on_record, "Take it out of the queue and keep it"),
    A.TAKE: of(A.TAKE, S.take, "Take it as its first reviewer"),
    A.ASSIGN: of(A.ASSIGN, S.assign, "Give it to a reviewer", I.AssignInput),
    A.HAND_BACK: of(A.HAND_BACK, S.hand_back, "Put it back into the queue", I.NoteInput),
    A.REASSIGN: of(A.REASSIGN, S.reassign, "Give it to another reviewer", I.ReassignInput),
    A.SUBMIT_REVIEW: of(A.SUBMIT_REVIEW, S.submit_review, "Seal your first review", I.ReviewInput),
    A.WITHDRAW_REVIEW: of(
        A.WITHDRAW_REVIEW, S.withdraw_review, "Withdraw your first review", I.CommentedInput
    ),
    A.ASSIGN_SECOND: of(
        A.ASSIGN_SECOND, S.assign_second, "Ask for the second review", I.AssignInput
    ),
    A.BEGIN_SECOND: of(A.BEGIN_SECOND, S.begin_second, "Begin the second review"),
    A.RELEASE_SECOND: of(
        A.RELEASE_SECOND, S.release_second, "Give the second review back", I.NoteInput
    ),
    A.SIGN: of(A.SIGN, S.sign, "Sign the first review, which decides the claim"),
    A.RETURN_REVIEW: of(
        A.RETURN_REVIEW, S.return_review, "Return the first review", I.CommentedInput
    ),
    A.SUBMIT_SECOND: of(
        A.SUBMIT_SECOND, S.submit_second, "Seal your blind second review", I.ReviewInput
    ),
    A.PROPOSE_JOINT: of(
        A.PROPOSE_JOINT, S.propose_joint, "Propose a joint review", I.SettlingInput
    ),
    A.SIGN_JOINT: of(A.SIGN_JOINT, S.sign_joint, "Sign the joint review"),
    A.DECLINE_JOINT: of(
        A.DECLINE_JOINT, S.decline_joint, "Decline the joint review", I.CommentedInput
    ),
    A.SUBMIT_THIRD: of(A.SUBMIT_THIRD, S.submit_third, "Settle as a third person", I.SettlingInput),
    A.OVERRIDE: of(A.OVERRIDE, S.override, "Decide against the policy", I.OverrideInput),
    A.STOP_PURSUING: of(A.STOP_PURSUING, S.stop_pursuing, "Stop pursuing it", I.WhyInput),
    A.REOPEN: of(A.REOPEN, S.reopen, "Begin a new round", I.WhyInput),
    A.STILL_STANDS: of(
        A.STILL_STANDS, S.still_stands, "Say that its decision stands", I.StillStandsInput
    ),
    "set_priority": Step(
        S.set_priority, "Say how urgent it is", Permission.TRIAGE, I.PriorityInput
    ),
    "restrict": Step(
        S.restrict_claim, "Say who may read it", Permission.PROTECT, I.ClaimAccessInput
    ),
    "set_due": Step(S.set_due, "Say by when it has to be done", Permission.TRIAGE, I.DueInput),
}


class ClaimStep(ClaimRows):
    """Refused with 422 and the reason where the step is not open to you now."""

    tag = "review"
    step: Step = None

    @property
    def inputs(self) -> dict[str, Any]:
        return {"POST": self.step.takes}

    @property
    def summaries(self) -> dict[str, str]:
        return {"POST": self.step.summary}

    def post(self, request: Request, team: str, pk: int) -> Response:
        claim = get_claim(request.user, team, pk, permission=self.step.permission)
        self.step.service(claim=claim, by=request.user, **self.given())
        return self.answer(claim)
