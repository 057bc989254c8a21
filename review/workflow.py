"""Which step leads from which state to which, who may take it and what it needs: one table.

Anything that is not in it is refused here with words, and by the database without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from common.errors import RuleError
from review.rounds import Round
from teams.access import may
from teams.roles import Permission as P
from teams.vocabularies import SecondReview as Mode

if TYPE_CHECKING:
    from teams.models import User


class Action(StrEnum):
    MARK_TO_CHECK = "mark_to_check"
    PUT_ON_RECORD = "put_on_record"
    TAKE = "take"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    REASSIGN = "reassign"
    SUBMIT_REVIEW = "submit_review"
    WITHDRAW_REVIEW = "withdraw_review"
    ASSIGN_SECOND = "assign_second"
    BEGIN_SECOND = "begin_second"
    RELEASE_SECOND = "release_second"
    SIGN = "sign"
    RETURN_REVIEW = "return_review"
    SUBMIT_SECOND = "submit_second"
    PROPOSE_JOINT = "propose_joint"
    SIGN_JOINT = "sign_joint"
    DECLINE_JOINT = "decline_joint"
    SUBMIT_THIRD = "submit_third"
    OVERRIDE = "override"
    STOP_PURSUING = "stop_pursuing"
    REOPEN = "reopen"
    STILL_STANDS = "still_stands"


class Who(StrEnum):
    """Which of those with the permission."""

    ANYBODY = "anybody"
    IF_ASKED = "anybody, where the decision needs a look"
    IF_NOT_BEGUN = "anybody, before the second began"
    NOT_THE_SECOND = "not the second reviewer of the round"
    ASSIGNEE = "the assignee"
    ASSIGNEE_OR_LEAD = "the assignee or a lead"
    FIRST = "the first reviewer, before the second began"
    SECOND = "a second person, the one asked if somebody was"
    BEGUN_SECOND = "the second person who began, or a lead"
    PROPOSER = "one of the two whose reviews differ, while nobody has proposed and both can sign"
    DECLINER = "one of the two whose reviews differ, once one has proposed; a lead if one is gone"
    OTHER_SIGNER = "the one of the two who did not propose"
    THIRD = "a third person"
    NOT_AN_AUTHOR = "a lead who reviewed nothing in this round"


@dataclass(frozen=True)
class Step:
    """One row of the table. `modes`: the second reviews of the round it goes with; empty: any."""

    action: Action
    start: S
    end: S
    permission: P
    who: Who = Who.ANYBODY
    needs: str = ""
    modes: frozenset[str] = frozenset()


OPEN = (S.ON_RECORD, S.TO_CHECK, S.IN_REVIEW, S.SECOND_REVIEW, S.DIFFERING)
TWO = frozenset({Mode.SIGN_OFF, Mode.BLIND})
ALONE, SIGN_OFF, BLIND = map(frozenset, ({Mode.NONE}, {Mode.SIGN_OFF}, {Mode.BLIND}))
REVIEW = "a complete review"
A = Action

STEPS: tuple[Step, ...] = (
    Step(A.MARK_TO_CHECK, S.ON_RECORD, S.TO_CHECK, P.TRIAGE, needs="a priority"),
    Step(A.PUT_ON_RECORD, S.TO_CHECK, S.ON_RECORD, P.TRIAGE),
    Step(A.TAKE, S.TO_CHECK, S.IN_REVIEW, P.REVIEW, Who.NOT_THE_SECOND),
    Step(A.ASSIGN, S.TO_CHECK, S.IN_REVIEW, P.ASSIGN, needs="a reviewer"),
    Step(A.HAND_BACK, S.IN_REVIEW, S.TO_CHECK, P.REVIEW, Who.ASSIGNEE_OR_LEAD, "a note"),
    Step(A.REASSIGN, S.IN_REVIEW, S.IN_REVIEW, P.REVIEW, Who.ASSIGNEE_OR_LEAD, "a note"),
    Step(A.SUBMIT_REVIEW, S.IN_REVIEW, S.SECOND_REVIEW, P.REVIEW, Who.ASSIGNEE, REVIEW, TWO),
    Step(A.SUBMIT_REVIEW, S.IN_REVIEW, S.DECIDED, P.REVIEW, Who.ASSIGNEE, REVIEW, ALONE),
    Step(A.WITHDRAW_REVIEW, S.SECOND_REVIEW, S.IN_REVIEW, P.REVIEW, Who.FIRST, "a comment"),
    Step(
        A.ASSIGN_SECOND, S.SECOND_REVIEW, S.SECOND_REVIEW, P.ASSIGN, Who.IF_NOT_BEGUN, "a reviewer"
    ),
    Step(A.BEGIN_SECOND, S.SECOND_REVIEW, S.SECOND_REVIEW, P.REVIEW, Who.SECOND),
    Step(A.RELEASE_SECOND, S.SECOND_REVIEW, S.SECOND_REVIEW, P.REVIEW, Who.BEGUN_SECOND, "a note"),
    Step(A.SIGN, S.SECOND_REVIEW, S.DECIDED, P.REVIEW, Who.SECOND, modes=SIGN_OFF),
    Step(
        A.RETURN_REVIEW,
        S.SECOND_REVIEW,
        S.IN_REVIEW,
        P.REVIEW,
        Who.SECOND,
        "a comment",
        SIGN_OFF,
    ),
    Step(A.SUBMIT_SECOND, S.SECOND_REVIEW, S.DECIDED, P.REVIEW, Who.SECOND, REVIEW, BLIND),
    Step(A.SUBMIT_SECOND, S.SECOND_REVIEW, S.DIFFERING, P.REVIEW, Who.SECOND, REVIEW, BLIND),
    Step(A.PROPOSE_JOINT, S.DIFFERING, S.DIFFERING, P.REVIEW, Who.PROPOSER, REVIEW),
    Step(A.DECLINE_JOINT, S.DIFFERING, S.DIFFERING, P.REVIEW, Who.DECLINER, "a comment"),
    Step(A.SIGN_JOINT, S.DIFFERING, S.DECIDED, P.REVIEW, Who.OTHER_SIGNER),
    Step(A.SUBMIT_THIRD, S.DIFFERING, S.DECIDED, P.REVIEW, Who.THIRD, REVIEW),
    Step(A.OVERRIDE, S.SECOND_REVIEW, S.DECIDED, P.OVERRIDE, Who.NOT_AN_AUTHOR, REVIEW),
    *(Step(A.STOP_PURSUING, s, S.NOT_PURSUED, P.CLOSE_CLAIM, needs="a reason") for s in OPEN),
    Step(A.REOPEN, S.DECIDED, S.TO_CHECK, P.CLOSE_CLAIM, needs="a reason"),
    Step(A.REOPEN, S.NOT_PURSUED, S.TO_CHECK, P.CLOSE_CLAIM, needs="a reason"),
    Step(A.STILL_STANDS, S.DECIDED, S.DECIDED, P.REVIEW, Who.IF_ASKED),
)

# What a person reads when a step is not open in the claim's state.
LABELS = {
    A.MARK_TO_CHECK: gettext_lazy("mark it to check"),
    A.PUT_ON_RECORD: gettext_lazy("put it back on record"),
    A.TAKE: gettext_lazy("take it"),
    A.ASSIGN: gettext_lazy("assign it"),
    A.HAND_BACK: gettext_lazy("hand it back"),
    A.REASSIGN: gettext_lazy("give it to somebody else"),
    A.SUBMIT_REVIEW: gettext_lazy("seal a first review"),
    A.WITHDRAW_REVIEW: gettext_lazy("withdraw the review"),
    A.ASSIGN_SECOND: gettext_lazy("ask somebody for the second review"),
    A.BEGIN_SECOND: gettext_lazy("begin the second review"),
    A.RELEASE_SECOND: gettext_lazy("give the second review back"),
    A.SIGN: gettext_lazy("sign the review"),
    A.RETURN_REVIEW: gettext_lazy("return the review"),
    A.SUBMIT_SECOND: gettext_lazy("seal a blind second review"),
    A.PROPOSE_JOINT: gettext_lazy("propose a joint review"),
    A.SIGN_JOINT: gettext_lazy("sign the joint review"),
    A.DECLINE_JOINT: gettext_lazy("decline the joint review"),
    A.SUBMIT_THIRD: gettext_lazy("settle it as a third person"),
    A.OVERRIDE: gettext_lazy("override the policy"),
    A.STOP_PURSUING: gettext_lazy("stop pursuing it"),
    A.REOPEN: gettext_lazy("reopen it"),
    A.STILL_STANDS: gettext_lazy("say that it still stands"),
}


def steps_from(state: str, action: Action) -> list[Step]:
    return [step for step in STEPS if step.action == action and step.start == state]


def permission_for(action: Action) -> P:
    return next(step.permission for step in STEPS if step.action == action)


def moves() -> set[tuple[str, str]]:
    """All changes of state in the table."""
    return {(step.start, step.end) for step in STEPS if step.start != step.end}


def require_step(claim: Claim, action: Action, *, by: "User", of: Round) -> list[Step]:
    """The rows that open `action` to `by` on `claim` as it stands.

    Raises RuleError with the reason otherwise. The permission was checked before.
    """
    steps = steps_from(claim.state, action)
    if not steps:
        raise RuleError(
            _("Nobody can %(do)s while it is “%(state)s”.")
            % {"do": LABELS[action], "state": claim.get_state_display()}
        )
    fitting = [step for step in steps if not claim.second_review or _fits(step, claim)]
    if not fitting:
        raise RuleError(
            _("Nobody can %(do)s: the second review of this round is “%(mode)s”.")
            % {"do": LABELS[action], "mode": claim.get_second_review_display()}
        )
    refusal = WHO[fitting[0].who](claim, of, by)
    if refusal:
        raise RuleError(refusal)
    return fitting


def open_actions(claim: Claim, *, by: "User", of: Round) -> frozenset[str]:
    """The actions that `by` could take now: what a page offers. No query beyond the membership."""
    return frozenset(
        step.action
        for step in STEPS
        if step.start == claim.state
        and (not claim.second_review or _fits(step, claim))
        and may(by, step.permission, claim.team)
        and not WHO[step.who](claim, of, by)
    )


def _fits(step: Step, claim: Claim) -> bool:
    return not step.modes or claim.second_review in step.modes


# --- Who: each answers with the refusal, or "" ----------------------------------------------------
def _anybody(claim: Claim, of: Round, by: "User") -> str:
    return ""


def _not_the_second(claim: Claim, of: Round, by: "User") -> str:
    if of.second and of.second.reviewer_id == by.pk:
        return _("You are the second reviewer of this round, so you cannot be the first.")
    return ""


def _assignee(claim: Claim, of: Round, by: "User") -> str:
    if of.assignee_id == by.pk:
        return ""
    if of.first_duty is None:
        return _("Nobody has taken this claim.")
    return _("This claim is with %(name)s.") % {"name": of.first_duty.person}


def _assignee_or_lead(claim: Claim, of: Round, by: "User") -> str:
    return "" if may(by, P.ASSIGN, claim.team) else _assignee(claim, of, by)


def _first(claim: Claim, of: Round, by: "User") -> str:
    if of.first is None or of.first.reviewer_id != by.pk:
        return _("Only its author can withdraw a review.")
    if of.second_began():
        return _("The second review has begun, so yours stays as it is.")
    return ""


def _second(claim: Claim, of: Round, by: "User") -> str:
    if by.pk in of.authors:
        return _("First and second reviewer of a round differ, and you reviewed it already.")
    if of.second_duty and of.second_id != by.pk:
        return _("The second review is with %(name)s.") % {"name": of.second_duty.person}
    if of.has_seen(by.pk):
        return _("You have seen what the first reviewer wrote, so you cannot be the blind second.")
    return ""


def _begun_second(claim: Claim, of: Round, by: "User") -> str:
    if of.second_duty is None:
        return _("Nobody has begun the second review.")
    if of.second_id == by.pk or may(by, P.ASSIGN, claim.team):
        return ""
    return _("The second review is with %(name)s.") % {"name": of.second_duty.person}


def _if_asked(claim: Claim, of: Round, by: "User") -> str:
    return "" if claim.needs_look else _("Nothing asks for another look at this decision.")


def _if_not_begun(claim: Claim, of: Round, by: "User") -> str:
    if of.second_duty and of.second_duty.started_at:
        return _("The second review is with %(name)s.") % {"name": of.second_duty.person}
    return ""


def _either(of: Round, by: "User") -> str:
    if of.other_author_id(by.pk) is None:
        return _("Only the two whose reviews differ can settle it together.")
    return ""


def _proposer(claim: Claim, of: Round, by: "User") -> str:
    if of.joint:
        return _("%(name)s has proposed a joint review already. Sign or decline that one.") % {
            "name": of.joint.reviewer
        }
    return _either(of, by) or _cannot_sign(of, of.other_author_id(by.pk))


def _cannot_sign(of: Round, other_id: int | None) -> str:
    if other_id is None or other_id not in of.gone:
        return ""
    return _("%(name)s cannot sign any more. A third person can settle it.") % {
        "name": of.name_of_author(other_id)
    }


def _decliner(claim: Claim, of: Round, by: "User") -> str:
    if of.joint is None:
        return _("Nobody has proposed a joint review.")
    if of.gone and may(by, P.ASSIGN, claim.team):
        return ""
    return _either(of, by)


def _other_signer(claim: Claim, of: Round, by: "User") -> str:
    if of.joint is None:
        return _("Nobody has proposed a joint review.")
    if of.joint.reviewer_id == by.pk:
        return _("You proposed it; the other reviewer has to sign.")
    return _either(of, by)


def _third(claim: Claim, of: Round, by: "User") -> str:
    if by.pk in of.authors:
        return _("You reviewed this round, so you cannot be the third person.")
    return ""


def _not_an_author(claim: Claim, of: Round, by: "User") -> str:
    if by.pk in of.authors:
        return _("Nobody overrides the policy on their own review.")
    return ""


WHO: dict[Who, Callable[[Claim, Round, "User"], str]] = {
    Who.ANYBODY: _anybody,
    Who.IF_ASKED: _if_asked,
    Who.IF_NOT_BEGUN: _if_not_begun,
    Who.NOT_THE_SECOND: _not_the_second,
    Who.ASSIGNEE: _assignee,
    Who.ASSIGNEE_OR_LEAD: _assignee_or_lead,
    Who.FIRST: _first,
    Who.SECOND: _second,
    Who.BEGUN_SECOND: _begun_second,
    Who.PROPOSER: _proposer,
    Who.DECLINER: _decliner,
    Who.OTHER_SIGNER: _other_signer,
    Who.THIRD: _third,
    Who.NOT_AN_AUTHOR: _not_an_author,
}
