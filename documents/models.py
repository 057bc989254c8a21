"""Publications, their unchanging texts and where their information first came from."""

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from common import triggers
from common.constraints import known_values
from common.models import AppendOnly, Versioned
from documents.dates import Published
from documents.vocabularies import DatePrecision, DocumentKind, Processing, Triage, VersionMade
from teams.models import Team
from teams.querysets import RestrictableQuerySet
from teams.vocabularies import Access


class Origin(Versioned):
    """Where a piece of information first came from; documents of one origin count once."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="origins")
    label = models.CharField(_("label"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")

    def __str__(self) -> str:
        return self.label


class DocumentQuerySet(RestrictableQuerySet):
    def live(self) -> "DocumentQuerySet":
        return self.exclude(processing=Processing.WITHDRAWN)


class Document(Versioned):
    """One publication. The same words in another outlet are another document of the same origin."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(
        _("kind"), max_length=12, choices=DocumentKind, default=DocumentKind.ARTICLE
    )
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("web address"), max_length=2000, blank=True)
    # `documents.addresses.canonical` of the address: the same one is the same document.
    canonical_url = models.CharField(max_length=2000, blank=True, editable=False)
    publisher = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="published",
        null=True,
        blank=True,
        verbose_name=_("publisher"),
    )
    # As given, where the name fits no actor or several.
    publisher_words = models.CharField(max_length=200, blank=True, editable=False)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(
        _("how exact"), max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    topic_words = models.JSONField(_("topic words"), default=list, blank=True)
    content_warning = models.CharField(_("content warning"), max_length=200, blank=True)
    origin = models.ForeignKey(
        Origin, on_delete=models.PROTECT, related_name="documents", null=True, blank=True
    )
    processing = models.CharField(
        max_length=12, choices=Processing, default=Processing.QUEUED, editable=False
    )
    failure = models.TextField(blank=True, editable=False)
    triage = models.CharField(max_length=12, choices=Triage, default=Triage.WAITING, editable=False)
    triage_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.TEAM)
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who may read it")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_why = models.CharField(max_length=500, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            known_values("kind", DocumentKind, name="document_kind_known"),
            known_values("processing", Processing, name="document_processing_known"),
            known_values("triage", Triage, name="document_triage_known"),
            known_values("access", Access, name="document_access_known"),
            known_values("published_precision", DatePrecision, name="document_precision_known"),
            models.CheckConstraint(
                condition=Q(published_on=None, published_precision=DatePrecision.UNKNOWN)
                | (Q(published_on__isnull=False) & ~Q(published_precision=DatePrecision.UNKNOWN)),
                name="document_date_with_precision",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="document_titled"),
            models.CheckConstraint(
                condition=~Q(processing=Processing.FAILED) | ~Q(failure=""),
                name="document_failed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(triage=Triage.IN_TRIAGE) | Q(triage_by__isnull=False),
                name="document_in_triage_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["team", "canonical_url"],
                # Restricted ones may stand beside it: refusing would tell that they exist.
                condition=~Q(canonical_url="") & Q(access=Access.TEAM),
                name="document_address_once",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-id"], name="document_of_team"),
            models.Index(fields=["team", "triage", "triage_by"], name="document_by_triage"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("claims:workbench", args=[self.team.slug, self.pk])

    def is_withdrawn(self) -> bool:
        return self.processing == Processing.WITHDRAWN

    def is_working(self) -> bool:
        return self.processing in Processing.working()

    def is_restricted(self) -> bool:
        return self.access == Access.RESTRICTED

    @property
    def publisher_name(self) -> str:
        """The publisher as its queryset lets it be read, or the words as given."""
        return str(self.publisher) if self.publisher_id else self.publisher_words

    @property
    def language_name(self) -> str:
        known = LANG_INFO.get(self.language, {})
        return str(known.get("name_local", self.language))

    @property
    def published(self) -> Published:
        return Published(self.published_on, self.published_precision)


class DocumentVersion(AppendOnly):
    """A document's text as it stood at one moment. Offsets everywhere are code points of `text`."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, db_index=True)
    raw_sha256 = models.CharField(max_length=64)
    raw_encoding = models.CharField(max_length=40, blank=True)
    made = models.CharField(max_length=12, choices=VersionMade)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=255, blank=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        verbose_name = _("document version")
        verbose_name_plural = _("document versions")
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="version_has_text"),
            known_values("made", VersionMade, name="version_made_known"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


triggers.append_only("documents_documentversion")
