"""What bears on a claim."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.models import Claim
from claims.models.claims import differs
from common import triggers
from common.constraints import known_values
from common.models import Versioned
from documents.models import Document, Origin
from review.querysets import EvidenceQuerySet
from review.vocabularies import Axis, Credibility, EvidenceKind, ReplyOutcome, Stance
from teams.models import Team
from teams.vocabularies import Access


class Evidence(Versioned):
    """Bears on a claim: for one axis, with a stance. Withdrawn with a reason, never deleted.

    `happened_on` is the day of the search, of the asking or of the note.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    round = models.PositiveIntegerField()
    axis = models.CharField(_("question"), max_length=6, choices=Axis)
    stance = models.CharField(_("stance"), max_length=14, choices=Stance)
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = models.CharField(_("what it is"), max_length=300)
    passage = models.TextField(_("passage"), blank=True)
    place = models.CharField(_("place in it"), max_length=200, blank=True)
    url = models.URLField(_("web address"), max_length=2000, blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="evidence",
        null=True,
        blank=True,
        verbose_name=_("library document"),
    )
    searched_where = models.CharField(_("where we looked"), max_length=300, blank=True)
    searched_words = models.CharField(_("with which words"), max_length=300, blank=True)
    asked_whom = models.CharField(_("whom we asked"), max_length=300, blank=True)
    asked_how = models.CharField(_("how"), max_length=200, blank=True)
    reply_by = models.DateField(_("answer by"), null=True, blank=True)
    reply_outcome = models.CharField(
        _("what came of it"), max_length=10, choices=ReplyOutcome, blank=True
    )
    happened_on = models.DateField(_("on"), null=True, blank=True)
    source = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="evidence",
        null=True,
        blank=True,
        verbose_name=_("source"),
    )
    credibility = models.PositiveSmallIntegerField(
        _("credibility"), choices=Credibility, null=True, blank=True
    )
    # Who gave it the stance and credibility that it has, when, and what those read from whom that
    # is kept: what stood there before its reviewer took the claim, or nothing.
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    judged_at = models.DateTimeField(null=True, editable=False)
    open_stance = models.CharField(max_length=14, choices=Stance, blank=True, editable=False)
    open_credibility = models.PositiveSmallIntegerField(
        choices=Credibility, null=True, editable=False
    )
    origin = models.ForeignKey(
        Origin,
        on_delete=models.PROTECT,
        related_name="evidence",
        null=True,
        blank=True,
        verbose_name=_("origin"),
    )
    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.TEAM)
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who may read it")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    withdrawn_why = models.CharField(max_length=300, blank=True, editable=False)
    # Names the form or request that made it: sent twice, it makes one.
    once = models.UUIDField(null=True, unique=True, editable=False)

    # What `visible_to` annotates; rows fetched otherwise do not have them.
    is_concealed: bool
    shown_stance: str
    shown_credibility: int | None
    shown_withdrawn_why: str

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            known_values("axis", Axis, name="evidence_axis_known"),
            known_values("stance", Stance, name="evidence_stance_known"),
            known_values("kind", EvidenceKind, name="evidence_kind_known"),
            known_values("access", Access, name="evidence_access_known"),
            known_values("open_stance", Stance, name="evidence_open_stance_known", blank=True),
            known_values("reply_outcome", ReplyOutcome, name="evidence_reply_known", blank=True),
            models.CheckConstraint(
                condition=Q(credibility=None) | Q(credibility__in=Credibility.values),
                name="evidence_credibility_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_titled"),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.URL) | ~Q(url=""), name="evidence_url_has_address"
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.DOCUMENT) | Q(document__isnull=False),
                name="evidence_document_has_document",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.SEARCH)
                | (~Q(searched_where="") & ~Q(searched_words="") & Q(happened_on__isnull=False)),
                name="evidence_search_says_where",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.REPLY)
                | (~Q(asked_whom="") & ~Q(reply_outcome="") & Q(happened_on__isnull=False)),
                name="evidence_reply_says_whom",
            ),
            models.CheckConstraint(
                condition=~Q(stance=Stance.NOTHING_FOUND) | Q(kind=EvidenceKind.SEARCH),
                name="evidence_nothing_found_by_search",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
                name="evidence_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["claim", "axis", "id"], name="evidence_of_claim")]

    def __str__(self) -> str:
        return self.title

    def is_live(self) -> bool:
        return self.withdrawn_at is None


# What a sealed review keeps of each item it cites, and what may not change while it is in force.
JUDGED = (
    "axis",
    "stance",
    "kind",
    "title",
    "passage",
    "place",
    "url",
    "document_id",
    "searched_where",
    "searched_words",
    "asked_whom",
    "asked_how",
    "reply_outcome",
    "happened_on",
    "source_id",
    "credibility",
    "withdrawn_at",
)
CITED_IN_FORCE = (
    "EXISTS (SELECT 1 FROM review_reviewcitation k JOIN review_review r ON r.id = k.review_id "
    "JOIN claims_claim c ON c.id = r.claim_id AND c.round = r.round "
    "WHERE k.evidence_id = OLD.id AND c.state IN ('second_review', 'differing', 'decided') "
    "AND NOT EXISTS (SELECT 1 FROM review_reviewreturn e WHERE e.review_id = r.id))"
)
ALTERED = " OR ".join(differs(column) for column in (*JUDGED, "claim_id"))
triggers.kept("review_evidence", "evidence is never deleted")
triggers.declare(
    triggers.Trigger(
        "evidence_judged_kept",
        "review_evidence",
        "UPDATE",
        "cited evidence of a sealed review cannot be edited",
        f"({ALTERED}) AND {CITED_IN_FORCE}",
    ),
)
