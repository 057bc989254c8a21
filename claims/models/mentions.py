"""Places in a text where something is claimed."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.models.runs import ExtractionRun
from claims.states import MENTION_MOVES, refused_moves
from claims.vocabularies import CueClass, Curation, Kind, Mode, Polarity, RejectReason
from common import triggers
from common.constraints import known_values
from common.models import Recorded, RecordedQuerySet, Versioned
from documents.models import Document, DocumentVersion
from teams.models import Team
from teams.querysets import is_visible

if TYPE_CHECKING:
    from teams.models import User


# What the document says itself, as an engine found it; that somebody did not say something is that,
# too. No part of the queue until taken up.
OWN = Q(made_by__isnull=True) & (Q(mode=Mode.ASSERTED) | Q(polarity=Polarity.NOT_SAID))
OWN_UNTOUCHED = OWN & Q(person_fields=[]) & ~Q(curation=Curation.ACCEPTED)


class MentionQuerySet(RecordedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Mentions of the documents that `user` may read."""
        return self.filter(is_visible(Document, user, "document_id"))

    def to_do(self) -> Self:
        return self.counted().filter(curation=Curation.PROPOSED)

    def standing(self) -> Self:
        """All but what the last run no longer found."""
        return self.exclude(curation=Curation.STALE)

    def counted(self) -> Self:
        """What the document's progress counts: what stands, the document's own statements aside."""
        return self.standing().exclude(OWN_UNTOUCHED)

    def own_statements(self) -> Self:
        """What the document says itself, as an engine found it."""
        return self.standing().filter(OWN)


class Mention(Versioned):
    """One place in one version where something is claimed.

    Span fields hold `[[start, end], …]` in code points of the version's text, end exclusive, in
    text order; the words beside them are those characters, parts joined by " … ".
    `addressee` and `medium` hold `{"words", "spans", "name", "actor"}` or {}; `dates` a list of
    `{"words", "spans", "role", "value", "inferred", "note"}`; `places` a list of
    `{"words", "spans", "name"}`. `person_fields` names the fields that a person has set: no run
    writes them again.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="mentions")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="mentions")
    run = models.ForeignKey(
        ExtractionRun, on_delete=models.PROTECT, related_name="mentions", null=True, blank=True
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # First character of it all, for the order on the page.
    start = models.PositiveIntegerField()
    source_spans = models.JSONField(default=list)
    source_words = models.TextField(blank=True)
    source_alternatives = models.JSONField(default=list, blank=True)
    cue_spans = models.JSONField(default=list)
    cue_words = models.TextField(blank=True)
    content_spans = models.JSONField()
    content_words = models.TextField()
    addressee = models.JSONField(default=dict, blank=True)
    medium = models.JSONField(default=dict, blank=True)
    dates = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=list, blank=True)
    mode = models.CharField(_("speech"), max_length=10, choices=Mode)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FACT)
    polarity = models.CharField(
        _("polarity"), max_length=10, choices=Polarity, default=Polarity.AFFIRMED
    )
    cue_class = models.CharField(max_length=14, choices=CueClass, default=CueClass.NONE)
    is_floating = models.BooleanField(default=False)
    inside = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="holds", null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    score = models.FloatField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    # What a run recognises a mention by; empty for those made by a person.
    signature = models.CharField(max_length=64, blank=True)
    curation = models.CharField(max_length=10, choices=Curation, default=Curation.PROPOSED)
    reject_reason = models.CharField(max_length=20, choices=RejectReason, blank=True)
    curated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    curated_at = models.DateTimeField(null=True, blank=True)
    person_fields = models.JSONField(default=list, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["document_id", "version_id", "start", "pk"]
        constraints = [
            known_values("mode", Mode, name="mention_mode_known"),
            known_values("kind", Kind, name="mention_kind_known"),
            known_values("polarity", Polarity, name="mention_polarity_known"),
            known_values("cue_class", CueClass, name="mention_cue_class_known"),
            known_values("curation", Curation, name="mention_curation_known"),
            known_values("reject_reason", RejectReason, name="mention_reason_known", blank=True),
            models.CheckConstraint(
                condition=(Q(curation=Curation.REJECTED) & ~Q(reject_reason=""))
                | (~Q(curation=Curation.REJECTED) & Q(reject_reason="")),
                name="mention_rejected_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False) | Q(made_by__isnull=False),
                name="mention_made_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(curation__in=[Curation.PROPOSED, Curation.STALE])
                | Q(curated_by__isnull=False, curated_at__isnull=False),
                name="mention_curated_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(content_words=""), name="mention_has_content"),
            models.CheckConstraint(
                condition=~Q(polarity=Polarity.NOT_SAID, curation=Curation.ACCEPTED),
                name="mention_not_said_is_no_claim",
            ),
            models.UniqueConstraint(
                fields=["version", "signature"],
                condition=~Q(signature=""),
                name="mention_found_once",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "start", "id"], name="mention_in_text"),
            models.Index(fields=["document", "curation"], name="mention_to_do"),
        ]

    def __str__(self) -> str:
        words = self.content_words
        if self.polarity == Polarity.DENIED:
            words = _("denied: %(words)s") % {"words": words}
        return words[:80]

    def get_absolute_url(self) -> str:
        page = reverse("claims:workbench", args=[self.team.slug, self.document_id])
        return f"{page}?mention={self.pk}"

    def is_machine_made(self) -> bool:
        return self.made_by_id is None

    def is_own_statement(self) -> bool:
        """Whether an engine found it as what the document says itself."""
        return self.is_machine_made() and (self.mode == Mode.ASSERTED or self.is_not_said())

    def is_not_said(self) -> bool:
        """Whether the document says that the speaker did not say it."""
        return self.polarity == Polarity.NOT_SAID

    def is_counted(self) -> bool:
        """As MentionQuerySet.counted."""
        is_taken_up = self.person_fields or self.curation == Curation.ACCEPTED
        return self.curation != Curation.STALE and bool(is_taken_up or not self.is_own_statement())


class MentionSpeaker(Recorded):
    """Who speaks in a mention: an actor, or the words of the text while unresolved.

    `name` and `kind` are what the engine makes of the words; `reason` says how it got there.
    """

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="speakers")
    position = models.PositiveSmallIntegerField(default=0)
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="mentioned", null=True, blank=True
    )
    words = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=200, blank=True)
    speaks_for = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    confidence = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["mention_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["mention", "position"], name="mention_speaker_position_once"
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(words="") | ~Q(name=""),
                name="mention_speaker_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The actor as its queryset lets it be read; else the engine's reading; else the words."""
        return str(self.actor) if self.actor_id else (self.name or self.words)

    @property
    def is_unnamed(self) -> bool:
        """Whether nobody has named them: not where an engine read a name of no known kind."""
        if self.actor_id:
            return self.actor.kind == "unnamed"
        return self.kind == "unnamed" or not (self.kind or self.name)


class MentionHop(Recorded):
    """Somebody who passed a mention on; position 0 is the outermost, nearest to us.

    `upstream` is the mention in that document, once we hold it.
    """

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="hops")
    position = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="passed_on", null=True, blank=True
    )
    words = models.CharField(max_length=500)
    spans = models.JSONField(default=list)
    cue_spans = models.JSONField(default=list)
    name = models.CharField(max_length=300, blank=True)
    upstream = models.ForeignKey(
        Mention, on_delete=models.PROTECT, related_name="passed_on_by", null=True, blank=True
    )

    class Meta:
        ordering = ["mention_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["mention", "position"], name="mention_hop_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return str(self.actor) if self.actor_id else (self.name or self.words)


triggers.kept("claims_mention", "mentions are never deleted")
CARRIES = (
    "SELECT 1 FROM claims_claimmention l WHERE l.mention_id = NEW.id AND l.state = 'confirmed'"
)
WITHDRAWN = "SELECT 1 FROM documents_document d WHERE d.id = NEW.document_id AND d.processing"
DECIDED = "('accepted', 'rejected', 'set_aside')"

triggers.declare(
    triggers.Trigger(
        "mention_with_place_stays",
        "claims_mention",
        "UPDATE",
        "a mention that carries a claim stays accepted",
        f"OLD.curation = 'accepted' AND NEW.curation <> 'accepted' AND EXISTS ({CARRIES})",
    ),
    triggers.Trigger(
        "mention_of_withdrawn_stays",
        "claims_mention",
        "UPDATE",
        "nothing is decided about mentions of a withdrawn document",
        f"OLD.curation <> NEW.curation AND NEW.curation IN {DECIDED} "
        f"AND EXISTS ({WITHDRAWN} = 'withdrawn')",
    ),
    triggers.Trigger(
        "mention_moves",
        "claims_mention",
        "UPDATE",
        "this change of curation is not allowed",
        refused_moves("curation", MENTION_MOVES),
    ),
    triggers.Trigger(
        "mention_text_kept",
        "claims_mention",
        "UPDATE",
        "a mention stays in its version",
        "OLD.version_id <> NEW.version_id OR OLD.document_id <> NEW.document_id",
    ),
)
