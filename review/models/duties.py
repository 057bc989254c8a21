"""Who has to do what with a claim."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from common import triggers
from common.constraints import known_values
from common.models import AppendOnly, AppendOnlyQuerySet, Recorded
from review.querysets import AssignmentQuerySet
from review.vocabularies import Duty
from teams.models import Team


class Assignment(Recorded):
    """A duty of a person on a claim. `started_at` is set once the person took it or began.

    While it `is_concealing`, what the person wrote on the claim since `assigned_at` is kept from
    others, as `review.querysets` has it. It stays so when the duty ends, until the round is over.
    """

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
    is_concealing = models.BooleanField(default=False, editable=False)

    # What `visible_to` annotates; rows fetched otherwise do not have it.
    shown_note: str

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
            ),
            # Every row that could be kept from somebody asks for these.
            models.Index(
                fields=["claim", "person"],
                condition=Q(is_concealing=True),
                name="assignment_concealing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.person}"


class Sighting(AppendOnly):
    """That a person was shown what `author` wrote in a round that was not over: they cannot be the
    blind second of a review by `author` until the claim is decided.

    No event tells of it: it says who read what, not what became of the claim.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="sightings")
    round = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "round", "person", "author"], name="sighting_once"
            ),
            models.CheckConstraint(condition=~Q(person=F("author")), name="sighting_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.author_id} on {self.claim_id}"


triggers.append_only("review_sighting")
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
