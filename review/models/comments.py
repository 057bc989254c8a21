"""Talk about claims, evidence and places in a text, and who watches it."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Mention
from common import triggers
from common.constraints import known_values
from common.models import Versioned
from documents.models import Document, DocumentVersion
from review.models.evidence import Evidence
from review.querysets import CommentQuerySet, WatchQuerySet
from review.vocabularies import CommentKind
from teams.models import Team


class Comment(Versioned):
    """Something said about a claim (all of it, or one item of evidence), or about a document (all
    of it, one mention, or the characters from `start` to `end` of a version).

    Kind help asks a person and marks the claim until resolved. A reply hangs on the first comment
    of its thread and on what that one hangs on; the first one carries whether it is resolved.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    round = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    mention = models.ForeignKey(
        Mention, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="replies", null=True, blank=True
    )
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
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(
                    claim__isnull=False,
                    round__isnull=False,
                    document=None,
                    mention=None,
                    version=None,
                    start=None,
                    end=None,
                )
                | Q(claim=None, round=None, evidence=None, asked=None, document__isnull=False),
                name="comment_on_claim_or_document",
            ),
            models.CheckConstraint(
                condition=Q(version=None, start=None, end=None)
                | Q(version__isnull=False, mention=None, start__isnull=False, end__gt=F("start")),
                name="comment_on_whole_stretch",
            ),
            models.CheckConstraint(
                condition=Q(reply_to=None) | Q(resolved_at=None, kind="comment"),
                name="comment_resolved_by_thread",
            ),
        ]
        indexes = [
            models.Index(fields=["claim", "id"], name="comment_of_claim"),
            models.Index(fields=["document", "id"], name="comment_of_document"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its place on the page of what it hangs on."""
        if self.claim:
            return f"{self.claim.get_absolute_url()}#c{self.pk}"
        route = {"team": self.team.slug, "pk": self.document_id}
        return f"{reverse('review:document_comments', kwargs=route)}#c{self.pk}"

    @property
    def subject(self) -> Claim | Document:
        """The claim or the document; the database wants one of them."""
        return self.claim or cast("Document", self.document)


class Watch(models.Model):
    """That somebody is told what others do on a claim, or say about a document.

    The history is the outbox: the numbers are those of the team's chain. News is every event with
    a number above `seen_seq`; `told_seq` is up to where it went out by e-mail. Muted: the person
    wants none, until somebody names or charges them again.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches"
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="watches", null=True, blank=True
    )
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="watches", null=True, blank=True
    )
    is_muted = models.BooleanField(default=False)
    since_seq = models.PositiveBigIntegerField()
    seen_seq = models.PositiveBigIntegerField()
    told_seq = models.PositiveBigIntegerField()

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.CheckConstraint(
                condition=Q(claim=None, document__isnull=False)
                | Q(claim__isnull=False, document=None),
                name="watch_of_claim_or_document",
            ),
            models.UniqueConstraint(fields=["person", "claim"], name="watch_claim_once"),
            models.UniqueConstraint(fields=["person", "document"], name="watch_document_once"),
            models.CheckConstraint(
                condition=Q(seen_seq__gte=F("since_seq"), told_seq__gte=F("since_seq")),
                name="watch_goes_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.claim or self.document}"


triggers.kept("review_comment", "comments are never deleted")
