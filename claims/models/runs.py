"""Passes of an engine over a version."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.vocabularies import Reach, RunState
from common.constraints import known_values
from common.models import Recorded
from documents.models import DocumentVersion
from jobs.models import Job
from teams.models import Team


class ExtractionRun(Recorded):
    """One pass of one engine over one version: what it was asked, found and proposed."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="runs")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="runs", null=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    engine = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    # Counts of candidates: all, new, known before, dropped as no exact slice, no longer found.
    found = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    dropped = models.PositiveIntegerField(default=0)
    gone_stale = models.PositiveIntegerField(default=0)
    # New ones past the most that a document may have, and what was not read closely.
    beyond = models.PositiveIntegerField(default=0)
    unread_spans = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    # The language the text was read in, "" where the engine does not say, and what was looked for.
    language = models.CharField(max_length=10, blank=True)
    reach = models.CharField(max_length=16, choices=Reach, default=Reach.ALL)
    # SHA-256 over the signatures of what it proposed, in order.
    digest = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("extraction run")
        verbose_name_plural = _("extraction runs")
        constraints = [
            known_values("state", RunState, name="run_state_known"),
            known_values("reach", Reach, name="run_reach_known"),
            models.UniqueConstraint(fields=["job", "attempt"], name="run_once_per_attempt"),
        ]
        indexes = [models.Index(fields=["version", "-id"], name="run_of_version")]

    def __str__(self) -> str:
        return f"{self.engine} {self.engine_version}"
