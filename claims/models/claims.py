"""What one speaker, or one joint group, states."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.models.mentions import Mention
from claims.states import (
    CLAIM_MOVES,
    CLAIM_SEALED,
    CLAIM_STARTS,
    CLAIM_UNFINISHED,
    refused_moves,
    sql_list,
)
from claims.vocabularies import (
    CLAIM_POLARITIES,
    KINDS_WITHOUT_CONTENT,
    ClaimAccess,
    ClaimState,
    Confidence,
    Holds,
    Kind,
    LinkState,
    Polarity,
    Priority,
    Said,
    holds_label,
    holds_question,
)
from common import triggers
from common.constraints import known_values
from common.models import Recorded, RecordedQuerySet, Versioned
from documents.models import Document
from documents.vocabularies import DatePrecision
from teams.models import Team
from teams.querysets import Has, RestrictableQuerySet, is_visible
from teams.vocabularies import Access, SecondReview

if TYPE_CHECKING:
    from teams.models import User


class ClaimQuerySet(RestrictableQuerySet):
    def visible_to(self, user: "User") -> "ClaimQuerySet":
        """Claims whose words `user` may read, and which their own access keeps from nobody else.

        The words are those of the document that the claim was made from, so who may read it may
        read them; of a claim that says so (`ClaimAccess.PLACES`), who may read any document that
        it stands in. Asked of the documents as they are now: nothing of it is kept.
        """
        words = Q(made_in=None) | Q(is_visible(Document, user, "made_in_id"))
        told = Q(access=ClaimAccess.PLACES) & Q(Has("pk", _readable_places, user, by="claim"))
        return super().visible_to(user).filter(words | told)

    def open(self) -> "ClaimQuerySet":
        return self.exclude(state__in=[ClaimState.DECIDED, ClaimState.NOT_PURSUED])


def _readable_places(user: "User") -> models.QuerySet["ClaimMention"]:
    places = ClaimMention.objects.filter(state=LinkState.CONFIRMED)
    return places.filter(is_visible(Document, user, "mention__document_id")).values("pk")


class Claim(Versioned):
    """What one speaker (or one joint group) states, cut to one checkable proposition.

    State, round and the verdicts in force are plain columns: only `review.services` writes them;
    lists, facets, search and exports read only them. The verdict columns hold the last decision,
    which a reopened claim keeps until its next one.

    `made_in` is the document of the mention that it was made from, None if it was made by hand; it
    never changes. `access` and `readers` narrow who may read it, whatever its document says.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="claims")
    statement = models.TextField(_("statement"))
    # Empty while the statement is a draft; set when a person confirms that it stands alone.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    polarity = models.CharField(
        _("polarity"), max_length=10, choices=CLAIM_POLARITIES, default=Polarity.AFFIRMED
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FACT)
    about_words = models.CharField(_("the time it is about"), max_length=200, blank=True)
    about_start = models.DateField(_("from"), null=True, blank=True)
    about_end = models.DateField(_("to"), null=True, blank=True)
    about_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    topic_words = models.JSONField(_("topic words"), default=list, blank=True)
    priority = models.CharField(
        _("priority"), max_length=8, choices=Priority, default=Priority.NORMAL
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=14, choices=ClaimState, default=ClaimState.ON_RECORD
    )
    round = models.PositiveIntegerField(_("round"), default=1)
    # Which second review this round has: set when its first review is sealed, empty before.
    second_review = models.CharField(max_length=10, choices=SecondReview, blank=True)
    needs_help = models.BooleanField(default=False)
    needs_look = models.CharField(max_length=200, blank=True)
    not_pursued_why = models.CharField(max_length=500, blank=True)
    # The verdicts in force.
    said = models.CharField(max_length=14, choices=Said, blank=True)
    said_confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    holds = models.CharField(max_length=24, choices=Holds, blank=True)
    holds_confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    decided_round = models.PositiveIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_as_of = models.DateField(null=True, blank=True)
    decided_by_one = models.BooleanField(default=False)
    recheck_on = models.DateField(null=True, blank=True)
    made_in = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="claims_made",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("made from"),
    )
    access = models.CharField(
        _("access"), max_length=12, choices=ClaimAccess, default=ClaimAccess.TEAM
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who may read it")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(
                condition=Q(polarity__in=[code for code, _label in CLAIM_POLARITIES]),
                name="claim_polarity_known",
            ),
            known_values("kind", Kind, name="claim_kind_known"),
            known_values("priority", Priority, name="claim_priority_known"),
            known_values("state", ClaimState, name="claim_state_known"),
            known_values("access", ClaimAccess, name="claim_access_known"),
            known_values("about_precision", DatePrecision, name="claim_precision_known"),
            known_values("second_review", SecondReview, name="claim_second_known", blank=True),
            known_values("said", Said, name="claim_said_known", blank=True),
            known_values("holds", Holds, name="claim_holds_known", blank=True),
            known_values(
                "said_confidence", Confidence, name="claim_said_confidence_known", blank=True
            ),
            known_values(
                "holds_confidence", Confidence, name="claim_holds_confidence_known", blank=True
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_states_something"),
            models.CheckConstraint(condition=Q(round__gte=1), name="claim_round_from_one"),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.NOT_PURSUED) | ~Q(not_pursued_why=""),
                name="claim_not_pursued_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(CLAIM_SEALED)) | ~Q(second_review=""),
                name="claim_sealed_knows_second",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(CLAIM_SEALED)) | Q(confirmed_by__isnull=False),
                name="claim_sealed_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.DECIDED)
                | (~Q(said="") & ~Q(holds="") & Q(decided_at__isnull=False)),
                name="claim_decided_has_verdicts",
            ),
            models.CheckConstraint(
                condition=Q(about_end=None)
                | Q(about_start=None)
                | Q(about_end__gte=models.F("about_start")),
                name="claim_about_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-updated_at", "-id"], name="claim_last_changed"),
            models.Index(fields=["team", "state", "due_on"], name="claim_by_state"),
        ]

    def __str__(self) -> str:
        return self.marked_statement[:80]

    @property
    def marked_statement(self) -> str:
        """The statement where there is no room for the mark: a mail, a title, an option."""
        if not self.is_denial():
            return self.statement
        return _("Denial: %(statement)s") % {"statement": self.statement}

    def get_absolute_url(self) -> str:
        return reverse("review:claim", args=[self.team.slug, self.pk])

    @property
    def reference(self) -> str:
        """How people name it: C-0412."""
        return f"C-{self.pk:04d}"

    def is_sealed(self) -> bool:
        return self.state in CLAIM_SEALED

    def is_decided(self) -> bool:
        return self.state == ClaimState.DECIDED

    def is_concealing(self) -> bool:
        """Whether the round's first review is its author's alone to read.

        True from a blind round's first submission, also after it was withdrawn, until the round
        ends: who saw it could otherwise become the blind second.
        """
        return self.second_review == SecondReview.BLIND and self.state in CLAIM_UNFINISHED

    def is_restricted(self) -> bool:
        """Whether not everybody in the team may read it. Reads its document, if it has one."""
        if self.access == ClaimAccess.RESTRICTED:
            return True
        return self.made_in is not None and self.made_in.is_restricted()

    @property
    def shown_access(self) -> str:
        """Whether all the team may read it, in the codes of `Access`. Reads as `is_restricted`."""
        return str(Access.RESTRICTED if self.is_restricted() else Access.TEAM)

    def has_content_axis(self) -> bool:
        return self.kind not in KINDS_WITHOUT_CONTENT

    def is_denial(self) -> bool:
        return self.polarity == Polarity.DENIED

    @property
    def holds_question(self) -> str:
        return holds_question(self.polarity)

    @property
    def holds_label(self) -> str:
        """The verdict in force on the content, in words that say what it is about."""
        return holds_label(self.holds, self.polarity)


class ClaimSpeaker(Recorded):
    """Who states a claim: an actor, or words while nobody has said who that is."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="speakers")
    position = models.PositiveSmallIntegerField(default=0)
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="claims", null=True, blank=True
    )
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["claim_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "position"], name="claim_speaker_position_once"
            ),
            models.UniqueConstraint(
                fields=["claim", "actor"],
                condition=Q(actor__isnull=False),
                name="claim_speaker_once",
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(words=""), name="claim_speaker_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return str(self.actor) if self.actor_id else self.words

    def is_identified(self) -> bool:
        """Whether we know who it is: only then can a saying be *said*."""
        return self.actor_id is not None and self.actor.is_identified()


class ClaimMentionQuerySet(RecordedQuerySet):
    def visible_to(self, user: "User") -> "ClaimMentionQuerySet":
        return self.filter(
            is_visible(Mention, user, "mention_id"), is_visible(Claim, user, "claim_id")
        )


class ClaimMention(Versioned):
    """That a mention carries a claim: suggested by a machine, confirmed or refused by a person."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="claim_mentions")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="claim_mentions")
    state = models.CharField(max_length=10, choices=LinkState)
    score = models.FloatField(null=True, blank=True)
    # Spans of the content that this claim is about, where the mention carries several.
    spans = models.JSONField(default=list, blank=True)
    is_origin = models.BooleanField(default=False, help_text=_("Accepting it made the claim."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = ClaimMentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim mention")
        verbose_name_plural = _("claim mentions")
        constraints = [
            known_values("state", LinkState, name="claim_mention_state_known"),
            models.UniqueConstraint(fields=["claim", "mention"], name="claim_mention_once"),
            models.CheckConstraint(
                condition=Q(state=LinkState.SUGGESTED) | Q(by__isnull=False),
                name="claim_mention_judged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.mention_id}"


SEALED = sql_list(CLAIM_SEALED)
JUDGED = (
    "statement",
    "polarity",
    "kind",
    "about_words",
    "about_start",
    "about_end",
    "about_precision",
)


def differs(column: str) -> str:
    """SQL over OLD and NEW: `column` changes, also from or to nothing."""
    return f"COALESCE(CAST(OLD.{column} AS TEXT), '') <> COALESCE(CAST(NEW.{column} AS TEXT), '')"


def of_sealed_claim(row: str) -> str:
    """SQL: the claim of `row` (OLD or NEW) is sealed."""
    claim = f"SELECT 1 FROM claims_claim c WHERE c.id = {row}.claim_id"  # noqa: S608 (our own names)
    return f"EXISTS ({claim} AND c.state IN ({SEALED}))"


MADE_THERE = (
    "SELECT 1 FROM claims_claim c JOIN claims_mention m ON m.document_id = c.made_in_id "
    "WHERE c.id = NEW.claim_id AND m.id = NEW.mention_id"
)

triggers.kept("claims_claim", "claims are never deleted")
triggers.declare(
    *(
        triggers.Trigger(
            f"claim_mention_polarity_{event.lower()}",
            "claims_claimmention",
            event,
            "a mention that denies is no place of a claim that affirms",
            "NEW.state = 'confirmed' AND EXISTS (SELECT 1 FROM claims_claim c "
            "JOIN claims_mention m ON m.id = NEW.mention_id "
            "WHERE c.id = NEW.claim_id AND c.polarity <> m.polarity)",
        )
        for event in ("INSERT", "UPDATE")
    ),
    triggers.Trigger(
        "mention_polarity_of_claim",
        "claims_mention",
        "UPDATE",
        "a mention that denies is no place of a claim that affirms",
        "OLD.polarity <> NEW.polarity AND EXISTS (SELECT 1 FROM claims_claimmention k "
        "JOIN claims_claim c ON c.id = k.claim_id WHERE k.mention_id = NEW.id "
        "AND k.state = 'confirmed' AND c.polarity <> NEW.polarity)",
    ),
    triggers.Trigger(
        "claim_moves",
        "claims_claim",
        "UPDATE",
        "this change of state is not allowed",
        refused_moves("state", CLAIM_MOVES),
    ),
    triggers.Trigger(
        "claim_starts",
        "claims_claim",
        "INSERT",
        "a claim begins on record or to check",
        f"NEW.state NOT IN ({sql_list(CLAIM_STARTS)})",
    ),
    triggers.Trigger(
        "claim_judged_kept",
        "claims_claim",
        "UPDATE",
        "what a sealed review judged cannot be edited",
        f"OLD.state IN ({SEALED}) AND ({' OR '.join(differs(column) for column in JUDGED)})",
    ),
    triggers.Trigger(
        "claim_made_in_kept",
        "claims_claim",
        "UPDATE",
        "the document that a claim was made from never changes",
        differs("made_in_id"),
    ),
    *(
        triggers.Trigger(
            f"claim_mention_origin_{event.lower()}",
            "claims_claimmention",
            event,
            "a claim is made from the document of its first mention",
            f"NEW.is_origin AND NOT EXISTS ({MADE_THERE})",
        )
        for event in ("INSERT", "UPDATE")
    ),
    triggers.Trigger(
        "claim_polarity_before_sealing",
        "claims_claim",
        "UPDATE",
        "what a sealed review judged cannot be edited",
        f"NEW.state IN ({SEALED}) AND OLD.polarity <> NEW.polarity",
    ),
    *(
        triggers.Trigger(
            f"claim_speaker_{event.lower()}",
            "claims_claimspeaker",
            event,
            "what a sealed review judged cannot be edited",
            " OR ".join(of_sealed_claim(row) for row in rows),
        )
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"]))
    ),
)
