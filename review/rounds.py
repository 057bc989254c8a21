"""Who does what in a round of a claim. For the rules: it looks past blindness and shows nothing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Q

from claims.models import Claim
from claims.readers import Readers
from claims.states import CLAIM_SEALED
from claims.vocabularies import ClaimState
from review.models import Assignment, Review, Sighting
from review.querysets import is_kept
from review.vocabularies import Duty
from teams.roles import GRANTS, Permission

if TYPE_CHECKING:
    from teams.models import User

UNDECIDED = CLAIM_SEALED - {ClaimState.DECIDED}


@dataclass(frozen=True)
class Round:
    """The duties and standing reviews of one round.

    `authors` are all who ever sealed a first or second review in it, withdrawn ones included;
    `gone` those of the two whose reviews differ who can sign nothing any more.
    Where the second review is to be blind, `witnesses` were shown what the first reviewer wrote
    since the last decision; `is_known_to_all`: in a round that ended undecided all could read it.
    """

    first_duty: Assignment | None = None
    second_duty: Assignment | None = None
    first: Review | None = None
    second: Review | None = None
    joint: Review | None = None
    authors: frozenset[int] = field(default_factory=frozenset)
    gone: frozenset[int] = field(default_factory=frozenset)
    witnesses: frozenset[int] = field(default_factory=frozenset)
    is_known_to_all: bool = False

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

    def has_seen(self, person_id: int) -> bool:
        """Whether the person knows too much to be the blind second."""
        return self.is_known_to_all or person_id in self.witnesses

    def second_began(self) -> bool:
        return bool(self.second_duty and self.second_duty.started_at)

    def other_author_id(self, person_id: int) -> int | None:
        """The other one of the two whose reviews differ."""
        if not (self.first and self.second):
            return None
        pair = {self.first.reviewer_id, self.second.reviewer_id}
        return (pair - {person_id}).pop() if person_id in pair else None

    def name_of_author(self, person_id: int) -> str:
        """The name of one of the two whose reviews differ."""
        found = (each.reviewer for each in (self.first, self.second) if each)
        return next((str(person) for person in found if person.pk == person_id), "")


def able_to_sign(claims: Collection[Claim]) -> dict[int, frozenset[int]]:
    """By claim, of one team, the members who may read and review it. Five queries, or none."""
    if not claims:
        return {}
    readers = Readers(next(iter(claims)).team_id, claims)
    roles = readers.members.roles
    able = {person for person, role in roles.items() if Permission.REVIEW in GRANTS[role]}
    return {claim.pk: readers.of(claim) & able for claim in claims}


def _there(review: Review | None) -> Review:
    if review is None:
        raise LookupError("this round has no such review")
    return review


def current_round(claim: Claim) -> Round:
    """Two queries, seven where two reviews differ; later rows win, so that a claim has the newest
    review of each duty.
    """
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
    pair = {review.reviewer_id for duty, review in standing.items() if duty in judges}
    first = standing.get(Duty.FIRST)
    blind = first is not None and claim.is_concealing()
    return Round(
        first_duty=duties.get(Duty.FIRST),
        second_duty=duties.get(Duty.SECOND),
        first=first,
        second=standing.get(Duty.SECOND),
        joint=standing.get(Duty.JOINT),
        authors=frozenset(review.reviewer_id for review in reviews if review.duty in judges),
        gone=frozenset(pair - able_to_sign([claim])[claim.pk])
        if claim.state == ClaimState.DIFFERING
        else frozenset(),
        witnesses=witnesses_of(claim, first.reviewer_id) if blind and first else frozenset(),
        is_known_to_all=is_known_to_all(claim, first.reviewer_id) if blind and first else False,
    )


def witnesses_of(claim: Claim, author: int) -> frozenset[int]:
    """Who was shown what `author` wrote on the claim since its last decision. One query."""
    rows = Sighting.objects.filter(claim=claim.pk, author=author)
    since = rows.filter(round__gt=claim.decided_round or 0)
    return frozenset(since.values_list("person_id", flat=True))


def is_known_to_all(claim: Claim, author: int) -> bool:
    """Whether a round that ended undecided left a review by `author` for all to read.

    None or one query.
    """
    since = claim.decided_round or 0
    if claim.round == since + 1:
        return False
    kept = is_kept("reviewer_id", "sealed_at")
    earlier = Review.objects.filter(claim=claim.pk, reviewer=author, round__lt=claim.round)
    return earlier.filter(~Q(kept), round__gt=since).exists()


def holds_sealed_review(user: "User") -> bool:
    """Whether a review that `user` sealed is kept from others, or stands in a round that is not
    decided. One query.
    """
    sealed = Review.objects.filter(reviewer=user.pk)
    kept = Q(is_kept("reviewer_id", "sealed_at"))
    going_on = Q(ended=None, round=F("claim__round"), claim__state__in=sorted(UNDECIDED))
    return sealed.filter(kept | going_on).exists()
