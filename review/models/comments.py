"""Talk about a claim."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from common import triggers
from common.constraints import known_values
from common.models import Versioned
from review.querysets import CommentQuerySet
from review.vocabularies import CommentKind
from teams.models import Team


class Comment(Versioned):
    """Something said about a claim; kind help asks a person and marks the claim until resolved."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    round = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=CommentKind, default=CommentKind.COMMENT)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="asked_for_help",
        null=True,
        blank=True,
        verbose_name=_("whom do you ask?"),
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Names the form or request that made it: sent twice, it makes one.
    once = models.UUIDField(null=True, unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["claim_id", "pk"]
        constraints = [
            known_values("kind", CommentKind, name="comment_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["claim", "id"], name="comment_of_claim")]

    def __str__(self) -> str:
        return self.text[:80]


triggers.declare(
    triggers.Trigger("comment_kept", "review_comment", "DELETE", "comments are never deleted")
)
