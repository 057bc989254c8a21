"""Who could still be the blind second of a round."""

from claims.models import Claim
from claims.vocabularies import ClaimState
from review.rounds import Round, able_to_sign, is_known_to_all, witnesses_of
from review.services import keeping

WAITING = frozenset({ClaimState.IN_REVIEW, ClaimState.SECOND_REVIEW})


def are_gone(claim: Claim, of: Round) -> bool:
    """Whether a blind second review has to come and nobody could do it any more."""
    first = of.first.reviewer_id if of.first else of.assignee_id
    if first is None or claim.state not in WAITING or not keeping.is_blind_so_far(claim):
        return False
    return not left(claim, of, first)


def left(claim: Claim, of: Round, first: int, *, without: int | None = None) -> frozenset[int]:
    """Those who may review and read the claim, and know nothing of what `first` wrote on it.

    without: somebody who is about to know.
    """
    if is_known_to_all(claim, first):
        return frozenset()
    out = {first, without} | of.authors | witnesses_of(claim, first)
    return able_to_sign([claim])[claim.pk] - out
