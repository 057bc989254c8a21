"""Who does what in a round of a claim. For the rules: it looks past blindness and shows nothing."""

from dataclasses import dataclass, field

from claims.models import Claim
from review.models import Assignment, Review
from review.vocabularies import Duty


@dataclass(frozen=True)
class Round:
    """The duties and standing reviews of one round.

    `authors` are all who ever sealed a first or second review in it, withdrawn ones included.
    """

    first_duty: Assignment | None = None
    second_duty: Assignment | None = None
    first: Review | None = None
    second: Review | None = None
    joint: Review | None = None
    authors: frozenset[int] = field(default_factory=frozenset)

    @property
    def assignee_id(self) -> int | None:
        return self.first_duty.person_id if self.first_duty else None

    @property
    def second_id(self) -> int | None:
        return self.second_duty.person_id if self.second_duty else None

    @property
    def sealed_first(self) -> Review:
        """The standing first review; the table opens what needs it only where there is one."""
        return _there(self.first)

    @property
    def sealed_joint(self) -> Review:
        return _there(self.joint)

    def second_began(self) -> bool:
        return bool(self.second_duty and self.second_duty.started_at)

    def other_author_id(self, person_id: int) -> int | None:
        """The other one of the two whose reviews differ."""
        if not (self.first and self.second):
            return None
        pair = {self.first.reviewer_id, self.second.reviewer_id}
        return (pair - {person_id}).pop() if person_id in pair else None


def _there(review: Review | None) -> Review:
    if review is None:
        raise LookupError("this round has no such review")
    return review


def current_round(claim: Claim) -> Round:
    """Two queries; later rows win, so that a claim has the newest review of each duty."""
    duties = {
        duty.duty: duty
        for duty in Assignment.objects.open()
        .filter(claim=claim.pk, round=claim.round)
        .select_related("person")
    }
    reviews = list(
        Review.objects.filter(claim=claim.pk, round=claim.round)
        .select_related("ended", "reviewer")
        .order_by("pk")
    )
    standing = {review.duty: review for review in reviews if not hasattr(review, "ended")}
    judges = {Duty.FIRST, Duty.SECOND}
    return Round(
        first_duty=duties.get(Duty.FIRST),
        second_duty=duties.get(Duty.SECOND),
        first=standing.get(Duty.FIRST),
        second=standing.get(Duty.SECOND),
        joint=standing.get(Duty.JOINT),
        authors=frozenset(review.reviewer_id for review in reviews if review.duty in judges),
    )
