"""What people have typed of a review and not sealed yet."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from claims.vocabularies import Holds, Said
from common.constraints import known_values
from review.querysets import OfClaimQuerySet
from review.vocabularies import Duty
from teams.models import Team

if TYPE_CHECKING:
    from teams.models import User


class KeptDraftQuerySet(OfClaimQuerySet):
    def visible_to(self, user: "User") -> Self:
        """A draft is its author's alone: no role, no policy and no admin opens it to others."""
        return self.of_visible_claims(user).filter(person=user.pk)


class KeptDraft(models.Model):
    """A person's review in the making, as typed: no event tells of it, and sealing deletes it.

    `typed` maps names of the review form to lists of what was sent for them, faults included.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="drafts")
    round = models.PositiveIntegerField()
    duty = models.CharField(max_length=10, choices=Duty)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_drafts"
    )
    typed = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    objects = KeptDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a review")
        verbose_name_plural = _("drafts of reviews")
        constraints = [
            known_values("duty", Duty, name="draft_duty_known"),
            models.UniqueConstraint(
                fields=["person", "claim", "round", "duty"], name="draft_once_per_duty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} of {self.claim_id}, not sealed"

    def words(self) -> list[str]:
        """The sentences typed so far, in the order of the form."""
        names = ("rationale", "no_reply_why", "settled_by", "override_why")
        texts = [text.strip() for name in names for text in self.typed.get(name, [])]
        return [text for text in texts if text]

    def said(self) -> str:
        return self._chosen("said", Said)

    def holds(self) -> str:
        return self._chosen("holds", Holds)

    def _chosen(self, name: str, codes: type[models.TextChoices]) -> str:
        """A draft keeps whatever was sent; what is no code was not chosen."""
        typed = next(iter(self.typed.get(name, [])), "")
        return typed if typed in codes.values else ""
