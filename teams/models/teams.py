"""Teams, who is in them and who is asked to join."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from common.models import RecordedQuerySet, Versioned
from teams.roles import Role
from teams.vocabularies import Grading, SecondReview

if TYPE_CHECKING:
    from teams.models.accounts import User


class TeamQuerySet(RecordedQuerySet):
    def of(self, user: "User") -> "TeamQuerySet":
        """Open teams that `user` is an active member of, by name."""
        mine = Membership.objects.active().filter(user=user)
        return self.filter(pk__in=mine.values("team_id"), closed_at=None).order_by("name", "pk")


class Team(Versioned):
    """A workspace: everything below it belongs to exactly one. Closed, never deleted."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    # Empty: by the number of reviewers, as `teams.policy.second_review` reads it.
    second_review_normal = models.CharField(
        _("second review of normal priority"), max_length=10, choices=SecondReview, blank=True
    )
    second_review_high = models.CharField(
        _("second review of high priority"), max_length=10, choices=SecondReview, blank=True
    )
    grading = models.CharField(_("grading"), max_length=10, choices=Grading, default=Grading.OFF)
    is_demo = models.BooleanField(default=False, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            known_values(
                "second_review_normal", SecondReview, name="team_second_normal_known", blank=True
            ),
            known_values(
                "second_review_high", SecondReview, name="team_second_high_known", blank=True
            ),
            known_values("grading", Grading, name="team_grading_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:start", args=[self.slug])


class MembershipQuerySet(RecordedQuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, user__is_active=True)


class Membership(Versioned):
    """A person in a team with a role. Who leaves is deactivated, never deleted."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="membership_once"),
            known_values("role", Role, name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(Versioned):
    """A link that makes one person a member. Only the digest of its secret is kept."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # Nobody: whoever runs the installation, by command.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            known_values("role", Role, name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
            ),
            models.UniqueConstraint(
                "team",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.team}"

    def is_open(self) -> bool:
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()
