"""Background work. The Job row is the truth: a message of the broker may be lost, a row is not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from teams.models import Team


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


class Job(models.Model):
    """One piece of background work, and the only place where its progress is kept.

    `kind` names a handler of `jobs.registry`; `subject_id` is the row that it works on.
    `attempt` fences: a write of the work holds only while the job is in that attempt.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    document_id = models.PositiveBigIntegerField(null=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    asked_to_stop = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            known_values("state", JobState, name="job_state_known"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state__in=["queued", "running"]),
                name="job_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "queued_at"], name="job_to_do"),
            models.Index(fields=["team", "-id"], name="job_of_team"),
            models.Index(fields=["document_id", "-id"], name="job_of_document"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.state}"

    def is_open(self) -> bool:
        return self.state in {JobState.QUEUED, JobState.RUNNING}


class Worker(models.Model):
    """A worker process that beats; without a beat in half a minute it counts as gone."""

    name = models.CharField(max_length=200, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
