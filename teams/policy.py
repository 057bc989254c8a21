"""What a team's policy asks for, read from its settings."""

from teams.models import Membership, Team
from teams.roles import GRANTS, Permission
from teams.vocabularies import SecondReview


def reviewers(team: Team) -> int:
    """How many active members may review. One query."""
    roles = [role for role, grants in GRANTS.items() if Permission.REVIEW in grants]
    return Membership.objects.active().filter(team=team, role__in=roles).count()


def may_be_blind(team: Team) -> bool:
    """Whether claims of some priority get a blind second review. At most two queries."""
    return SecondReview.BLIND in {second_review(team, is_high=high) for high in (False, True)}


def second_review(team: Team, *, is_high: bool) -> SecondReview:
    """Which second review a claim needs. Where the team set nothing: none with one reviewer,
    else sign-off, and blind for high priority. At most one query.
    """
    chosen = team.second_review_high if is_high else team.second_review_normal
    if chosen:
        return SecondReview(chosen)
    if reviewers(team) < 2:
        return SecondReview.NONE
    return SecondReview.BLIND if is_high else SecondReview.SIGN_OFF
