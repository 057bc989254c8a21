"""What somebody leaves behind who leaves the team, or may review or read less from now on."""

from typing import TYPE_CHECKING

from django.db.models import F, Q

from claims.models import Claim
from claims.vocabularies import ClaimState
from history import services as history
from review.models import Comment, Review
from review.querysets import is_kept
from review.services.access import release_out_of_sight
from review.services.duties import release_work_of
from review.services.holding import told
from review.vocabularies import CommentKind, Duty
from teams.models import Membership
from teams.roles import GRANTS, Permission

if TYPE_CHECKING:
    from teams.models import User


def hand_back(*, membership: Membership, by: "User") -> list[history.Change]:
    """Put their open work back into the queue, and tell those who wait for them.

    Part of the change of the membership that `teams.services` makes, in its transaction: it
    records the answered changes.
    """
    here = membership.ended_at is None
    if here and Permission.REVIEW in GRANTS[membership.role]:
        return release_out_of_sight(membership=membership)
    returned = release_work_of(membership=membership, by=by)
    waiting = _other_reviewers(membership)
    if not here:
        for claim, people in _askers(membership).items():
            waiting.setdefault(claim, set()).update(people)
    return [*returned, *_told(membership.user_id, waiting)]


def _told(person: int, waiting: dict[int, set[int]]) -> list[history.Change]:
    claims = Claim.objects.filter(pk__in=waiting).order_by("pk")
    return [
        told(
            "claim.waits_in_vain",
            claim,
            after={"user": person, "waiting": sorted(waiting[claim.pk])},
        )
        for claim in claims
    ]


def _other_reviewers(membership: Membership) -> dict[int, set[int]]:
    """By claim who is the other one of two reviews that differ, where one is the person's."""
    now = {"round": F("claim__round"), "claim__state": ClaimState.DIFFERING}
    judged = Review.objects.standing().filter(
        team=membership.team_id, duty__in=(Duty.FIRST, Duty.SECOND), **now
    )
    mine = judged.filter(reviewer=membership.user_id)
    found: dict[int, set[int]] = {}
    others = judged.filter(claim__in=mine.values("claim")).exclude(reviewer=membership.user_id)
    for claim, reviewer in others.values_list("claim", "reviewer"):
        found.setdefault(claim, set()).add(reviewer)
    return found


def _askers(membership: Membership) -> dict[int, set[int]]:
    """By claim who has asked the person for help and got none yet.

    Not where the question is kept from others: that somebody asks is kept with it.
    """
    asked = Comment.objects.filter(
        team=membership.team_id,
        kind=CommentKind.HELP,
        asked=membership.user_id,
        resolved_at=None,
        claim__isnull=False,
    )
    found: dict[int, set[int]] = {}
    for claim, by in asked.filter(~Q(is_kept("by_id", "at"))).values_list("claim", "by"):
        found.setdefault(claim, set()).add(by)
    return found
