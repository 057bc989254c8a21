"""E-mails on their way out."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Mail(models.Model):
    """One e-mail that has not left yet, or could not: gone from here once a server took it.

    `sealed` is all of it, encrypted, because a link for a new password may stand in it; blank once
    nobody tries any more. Without a `recipient` it is written to nobody: see `teams.mailing`.
    """

    recipient = models.TextField(blank=True)
    sealed = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failed_at=None) | Q(sealed=""), name="mail_failed_is_blank"
            )
        ]
        indexes = [models.Index(fields=["failed_at", "due_at"], name="mail_due")]

    def __str__(self) -> str:
        return f"mail {self.pk} to {self.recipient or 'nobody'}"
