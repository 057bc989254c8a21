"""Bearer tokens of the API."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Recorded
from teams.models.teams import Team


class ApiToken(Recorded):
    """Lets a program act as one member of one team. The token is shown once; its digest is kept.

    `scopes` holds codes of `teams.roles.Scope`; a token never allows more than its person may do.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tokens")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(revoked_at=None), name="token_name_once"
            )
        ]
        indexes = [models.Index(fields=["team", "-created_at"], name="token_of_team")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
