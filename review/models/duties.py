"""Who has to do what with a claim."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from common import triggers
from common.constraints import known_values
from common.models import Recorded
from review.querysets import OfClaimQuerySet
from review.vocabularies import Duty
from teams.models import Team


class AssignmentQuerySet(OfClaimQuerySet):
    def visible_to(self, user) -> "AssignmentQuerySet":
        return self.of_visible_claims(user)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(ended_at=None)


class Assignment(Recorded):
    """A duty of a person on a claim. `started_at` is set once the person took it or began."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assignments")
    round = models.PositiveIntegerField()
    duty = models.CharField(max_length=10, choices=Duty)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            known_values("duty", Duty, name="assignment_duty_known"),
            models.UniqueConstraint(
                fields=["claim", "duty"],
                condition=Q(ended_at=None),
                name="assignment_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_on"], condition=Q(ended_at=None), name="assignment_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.person}"


triggers.declare(
    triggers.Trigger(
        "assignment_second_is_another",
        "review_assignment",
        "INSERT",
        "first and second reviewer of a round differ",
        "NEW.duty = 'second' AND EXISTS (SELECT 1 FROM review_review r WHERE "
        "r.claim_id = NEW.claim_id AND r.round = NEW.round AND r.duty = 'first' "
        "AND r.reviewer_id = NEW.person_id)",
    ),
)
