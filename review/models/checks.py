"""What checking a team's history has found, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from teams.models import Team


class HistoryCheck(models.Model):
    """One check of a team against its history, by a job. Without `finished_at` there is no result.

    `breaks` names the first of them, as `[row, field, number of the event]`: never what stands
    there, which may be concealed from leads as well. `kinds` is the sum of `history.breaks.Kind`.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="history_checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+", null=True)
    # Heads held elsewhere that it looked for.
    against = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    events = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=90, blank=True)
    kinds = models.PositiveSmallIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    breaks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("check of the history")
        verbose_name_plural = _("checks of the history")
        indexes = [models.Index(fields=["team", "-id"], name="check_of_team")]

    def __str__(self) -> str:
        return f"{self.team_id} at {self.asked_at:%Y-%m-%d %H:%M}"

    def is_whole(self) -> bool:
        return self.finished_at is not None and self.found == 0
