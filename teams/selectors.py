"""What the pages of this app read."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from teams.models import ApiToken, Invitation, Mail, Membership, Team, User
from teams.roles import Role

FAILED_MAILS_SHOWN = timedelta(days=30)


def members(team: Team) -> list[Membership]:
    """Everybody who is in the team, leads first, then by name."""
    rows = Membership.objects.active().filter(team=team).select_related("user", "team")
    rank = {role: place for place, role in enumerate(reversed(Role.values))}
    return sorted(rows, key=lambda each: (rank[each.role], str(each.user).casefold(), each.pk))


def former_members(team: Team) -> QuerySet[Membership]:
    """Who has left and could be taken back, the last one first."""
    rows = Membership.objects.filter(team=team, ended_at__isnull=False, user__is_active=True)
    return rows.select_related("user", "team").order_by("-ended_at", "pk")


def people_of(team: Team) -> QuerySet[User]:
    """Everybody who is or was in the team, by name."""
    return User.objects.filter(memberships__team=team).distinct().order_by("name", "pk")


def open_invitations(team: Team) -> QuerySet[Invitation]:
    """Invitations that nobody has used or revoked, expired ones with them, newest first."""
    rows = Invitation.objects.filter(team=team, accepted_at=None, revoked_at=None)
    return rows.select_related("invited_by", "team").order_by("-created_at", "pk")


def tokens_of(team: Team) -> QuerySet[ApiToken]:
    """Tokens that were not revoked, newest first."""
    rows = ApiToken.objects.filter(team=team, revoked_at=None)
    return rows.select_related("user", "team").order_by("-created_at", "pk")


def failed_mails(team: Team, *, by: User) -> QuerySet[Mail]:
    """Mails of the last month that could not be sent to members, newest first; for whoever runs the
    installation those to anybody.
    """
    rows = Mail.objects.filter(failed_at__gt=timezone.now() - FAILED_MAILS_SHOWN)
    if not by.is_superuser:
        active = Membership.objects.active().filter(
            team=team, user__email__iexact=OuterRef("recipient")
        )
        rows = rows.filter(Exists(active))
    return rows.order_by("-failed_at", "pk")


@dataclass(frozen=True)
class OwnTeam:
    """A team in the list of somebody's teams."""

    team: Team
    membership: Membership
    people: int


def teams_with_roles(user: User) -> list[OwnTeam]:
    """The person's open teams by name, each with their role and how many are in it. Two queries."""
    here = Membership.objects.active().filter(user=user).select_related("team")
    mine = {each.team_id: each for each in here}
    active = Q(memberships__ended_at=None, memberships__user__is_active=True)
    teams = Team.objects.of(user).annotate(people=Count("memberships", filter=active))
    return [OwnTeam(team, mine[team.pk], team.people) for team in teams]


def is_invited(emails: list[str]) -> bool:
    """Whether an invitation that still can be accepted was made out to one of the addresses."""
    rows = Invitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=timezone.now(), team__closed_at=None
    )
    return any(rows.filter(email__iexact=email).exists() for email in emails)


@dataclass(frozen=True)
class SignIn:
    """How a person signs in. recovery_left: unused codes; None without a second factor."""

    has_password: bool
    recovery_left: int | None
    sessions: int


def sign_in_of(user: User) -> SignIn:
    """For the page of one's account: two queries."""
    kept = {row.type: row for row in Authenticator.objects.filter(user=user)}
    left = None
    if Authenticator.Type.TOTP in kept:
        codes = kept.get(Authenticator.Type.RECOVERY_CODES)
        left = len(codes.wrap().get_unused_codes()) if codes else 0
    sessions = UserSession.objects.filter(user=user).count()
    return SignIn(user.has_usable_password(), left, sessions)
