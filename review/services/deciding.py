"""Sealing reviews and putting one in force: what every way to a decision shares."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from claims import vocabularies
from claims.models import Claim
from claims.vocabularies import ClaimState
from common.errors import RuleError
from history.services import Change
from review import citing, judging
from review.judging import ReviewDraft
from review.models import Decision, Evidence, KeptDraft, Review, ReviewCitation, ReviewReturn
from review.rounds import Round
from review.services import keeping
from review.services.duties import end_duties
from review.services.holding import move, told, where
from review.vocabularies import DecisionKind

if TYPE_CHECKING:
    from teams.models import User

SHOWN = ("duty", "said", "said_confidence", "holds", "holds_confidence", "rationale", "as_of")
MORE = ("recheck_on", "recheck_never", "no_reply_why", "override_why", "settled_by")


def checked(
    claim: Claim, draft: ReviewDraft, *, by: "User", duty: str
) -> tuple[ReviewDraft, list[Evidence]]:
    """The draft and the evidence it cites. Raises StaleError if an item is not as it was read,
    RuleError with everything that is missing.
    """
    evidence = judging.citable(claim, by)
    citing.refuse_stale(claim, draft.cited, evidence)
    gaps = judging.missing(judging.what_is_missing(claim, draft, by, duty=duty, evidence=evidence))
    if gaps:
        raise RuleError(_("The review is not complete."), missing=gaps)
    cited = [item for item in evidence if item.pk in draft.cited]
    return judging.settled(draft, claim), cited


def seal(
    claim: Claim, draft: ReviewDraft, cited: Sequence[Evidence], *, by: "User", duty: str
) -> Review:
    """Write the review with what it judged. From here on nobody changes it; its draft goes."""
    judged = judging.snapshot(claim, cited)
    review = Review.objects.create(
        team_id=claim.team_id,
        claim=claim,
        round=claim.round,
        duty=duty,
        reviewer=by,
        statement=claim.statement,
        judged=judged,
        judged_digest=judging.digest(judged),
        vocabulary_version=vocabularies.VERSION,
        **{name: getattr(draft, name) for name in (*SHOWN, *MORE) if name != "duty"},
    )
    ReviewCitation.objects.bulk_create(
        ReviewCitation(review=review, evidence_id=item.pk, evidence_version=item.row_version)
        for item in cited
    )
    KeptDraft.objects.filter(claim=claim, round=claim.round, duty=duty, person=by).delete()
    return review


def decide(
    claim: Claim,
    review: Review,
    *,
    kind: str,
    of: Round,
    second_by: "User | None" = None,
    second: Review | None = None,
) -> Change:
    """Put `review` in force for the round; answers what history has to say of the claim.

    The decision is written first: the database lets a claim be decided by a decision alone.
    Raises RuleError if claim or cited evidence are not what the review judged.
    """
    if not judging.still_as_judged(review):
        raise RuleError(_("What this review judged has changed since. Return or withdraw it."))
    decision = Decision.objects.create(
        team_id=claim.team_id,
        claim=claim,
        round=claim.round,
        review=review,
        second=second,
        kind=kind,
        first_by=review.reviewer,
        second_by=second_by,
    )
    end_duties(of, why=_("Decided"))
    keeping.open_all(claim)
    before = {"state": claim.state, **in_force(claim)}
    move(
        claim,
        ClaimState.DECIDED,
        said=review.said,
        said_confidence=review.said_confidence,
        holds=review.holds,
        holds_confidence=review.holds_confidence,
        decided_round=claim.round,
        decided_at=decision.decided_at,
        decided_as_of=review.as_of,
        decided_by_one=kind == DecisionKind.SOLE,
        recheck_on=review.recheck_on,
        needs_look="",
    )
    after = {"state": claim.state, **in_force(claim), "decision": decision.pk, "kind": kind}
    after |= of_denial(claim)
    return told("claim.decided", claim, before=before, after=after)


def in_force(claim: Claim) -> dict[str, Any]:
    names = ("said", "said_confidence", "holds", "holds_confidence")
    return {name: getattr(claim, name) for name in names}


def of_denial(claim: Claim) -> dict[str, Any]:
    """Beside a verdict in the history: that it is about a denial."""
    return {"of_denial": True} if claim.is_denial() else {}


def about(review: Review, kind: str, *, why: str = "", **after: Any) -> Change:
    """What history has to say of a review. Concealed where the round is."""
    content = {name: getattr(review, name) for name in (*SHOWN, *MORE) if getattr(review, name)}
    read = dict(review.citations.values_list("evidence_id", "evidence_version"))
    content |= {"cited": sorted(read), "read": read, "digest": review.judged_digest, **after}
    claim = review.claim
    content |= of_denial(claim)
    return Change(kind, review, after=content, why=why, where=where(claim, concealable=True))


def end_review(review: Review, kind: str, *, by: "User", comment: str) -> None:
    """Say that the review does not stand any more. It stays as it is, and readable."""
    ReviewReturn.objects.create(review=review, kind=kind, by=by, comment=comment, at=timezone.now())
