"""Verdicts of people, sealed, and which of them is in force."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from claims.models.claims import differs
from claims.vocabularies import Confidence, Holds, Polarity, Said, holds_label
from common import triggers
from common.constraints import known_values
from common.models import AppendOnly, AppendOnlyQuerySet
from review.models.evidence import Evidence
from review.querysets import OfReviewQuerySet, ReviewQuerySet
from review.vocabularies import DecisionKind, Duty, ReturnKind
from teams.models import Team


class SealedReviewQuerySet(AppendOnlyQuerySet, ReviewQuerySet):
    pass


class SealedRowQuerySet(AppendOnlyQuerySet, OfReviewQuerySet):
    pass


class DecisionQuerySet(AppendOnlyQuerySet, OfReviewQuerySet):
    pass


def confidence_given(axis: str) -> Q:
    """Confidence exactly where the axis was examined."""
    open_codes = [Said.NOT_EXAMINED, Holds.NOT_APPLICABLE]
    examined = ~Q(**{f"{axis}__in": open_codes})
    given = ~Q(**{f"{axis}_confidence": ""})
    return (examined & given) | (~examined & ~given)


class Review(AppendOnly):
    """One person's verdicts on a claim, sealed on submission. A correction is a new review.

    `judged` holds what it judged: statement, speakers, kind, dates and of each cited item what
    `review.models.evidence.JUDGED` names; `judged_digest` is the SHA-256 of it in canonical JSON.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField()
    duty = models.CharField(max_length=10, choices=Duty)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    statement = models.TextField()
    said = models.CharField(max_length=14, choices=Said)
    said_confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    holds = models.CharField(max_length=24, choices=Holds)
    holds_confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    rationale = models.TextField()
    as_of = models.DateField()
    recheck_on = models.DateField(null=True)
    recheck_never = models.BooleanField(default=False)
    no_reply_why = models.CharField(max_length=500, blank=True)
    override_why = models.CharField(max_length=500, blank=True)
    settled_by = models.CharField(max_length=500, blank=True)
    judged = models.JSONField()
    judged_digest = models.CharField(max_length=64)
    vocabulary_version = models.CharField(max_length=20)
    sealed_at = models.DateTimeField(default=timezone.now)

    objects = SealedReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["claim_id", "round", "pk"]
        constraints = [
            known_values("duty", Duty, name="review_duty_known"),
            known_values("said", Said, name="review_said_known"),
            known_values("holds", Holds, name="review_holds_known"),
            known_values(
                "said_confidence", Confidence, name="review_said_confidence_known", blank=True
            ),
            known_values(
                "holds_confidence", Confidence, name="review_holds_confidence_known", blank=True
            ),
            models.CheckConstraint(
                condition=~Q(said=Said.NOT_EXAMINED)
                | ~Q(holds__in=[Holds.NOT_EXAMINED, Holds.NOT_APPLICABLE]),
                name="review_examines_something",
            ),
            models.CheckConstraint(
                condition=confidence_given("said"), name="review_said_confidence_given"
            ),
            models.CheckConstraint(
                condition=confidence_given("holds"), name="review_holds_confidence_given"
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="review_gives_reasons"),
            models.CheckConstraint(
                condition=~Q(holds=Holds.CANNOT_BE_VERIFIED_YET)
                | Q(recheck_on__isnull=False)
                | Q(recheck_never=True),
                name="review_says_when_to_recheck",
            ),
            models.CheckConstraint(
                condition=(Q(duty=Duty.OVERRIDE) & ~Q(override_why=""))
                | (~Q(duty=Duty.OVERRIDE) & Q(override_why="")),
                name="review_override_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(duty__in=[Duty.JOINT, Duty.THIRD]) | ~Q(settled_by=""),
                name="review_settles_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["claim", "round", "duty"], name="review_of_round")]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} of {self.claim_id}"

    @property
    def polarity(self) -> str:
        """That of the claim it judged; before claims had one, they were read as affirmed."""
        return str(self.judged.get("polarity", Polarity.AFFIRMED))

    @property
    def holds_label(self) -> str:
        """Its verdict on the content, in words that say what it is about."""
        return holds_label(self.holds, self.polarity)

    def codes(self) -> tuple[str, str]:
        """The two verdicts, in the order of the axes."""
        return self.said, self.holds


class ReviewCitation(AppendOnly):
    """That a review cites an item of evidence, in the version that its author read.

    The version is unknown where the review was sealed before citations kept it.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    evidence_version = models.PositiveIntegerField(null=True)

    objects = SealedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "evidence"], name="citation_once")]

    def __str__(self) -> str:
        return f"{self.review_id} cites {self.evidence_id}"


class ReviewReturn(AppendOnly):
    """That a sealed review does not stand any more, and why. The review itself stays as it is."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="ended")
    kind = models.CharField(max_length=10, choices=ReturnKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    objects = SealedRowQuerySet.as_manager()

    class Meta:
        constraints = [
            known_values("kind", ReturnKind, name="review_return_kind_known"),
            models.CheckConstraint(condition=~Q(comment=""), name="review_return_with_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.review_id}"


class Signature(AppendOnly):
    """One person's name under a review: the second's sign-off, or either of a joint review."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SealedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "by"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.by_id} under {self.review_id}"


class Decision(AppendOnly):
    """The review in force for a claim's round, and who stands behind it.

    `first_by` is the reviewer; `second_by` who signed, reviewed blind and agreed, or signed the
    joint review; nobody where one person decided.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    second = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seconded", null=True)
    kind = models.CharField(max_length=14, choices=DecisionKind)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["claim_id", "round"]
        constraints = [
            known_values("kind", DecisionKind, name="decision_kind_known"),
            models.UniqueConstraint(fields=["claim", "round"], name="decision_once_per_round"),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="decision_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=[DecisionKind.SIGNED, DecisionKind.BLIND_AGREED, DecisionKind.JOINT]
                )
                | Q(second_by__isnull=False),
                name="decision_kind_has_second",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.BLIND_AGREED) | Q(second__isnull=False),
                name="decision_blind_has_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}, round {self.round}"


for table in (
    "review_review",
    "review_reviewcitation",
    "review_reviewreturn",
    "review_signature",
    "review_decision",
):
    triggers.append_only(table)

OTHER_DUTY = (
    "EXISTS (SELECT 1 FROM review_review r WHERE r.claim_id = NEW.claim_id "
    "AND r.round = NEW.round AND r.reviewer_id = NEW.reviewer_id AND r.duty IN ({duties}))"
)
DECISION_STANDS = (
    "EXISTS (SELECT 1 FROM review_decision d JOIN review_review r ON r.id = d.review_id "
    "WHERE d.claim_id = NEW.id AND d.round = NEW.round AND r.claim_id = NEW.id "
    "AND r.round = NEW.round AND r.statement = NEW.statement AND r.said = NEW.said "
    "AND r.holds = NEW.holds AND r.said_confidence = NEW.said_confidence "
    "AND r.holds_confidence = NEW.holds_confidence "
    "AND NOT EXISTS (SELECT 1 FROM review_reviewreturn e WHERE e.review_id = r.id))"
)
LIVE_EVIDENCE = (
    "EXISTS (SELECT 1 FROM review_decision d JOIN review_reviewcitation k "
    "ON k.review_id = d.review_id JOIN review_evidence e ON e.id = k.evidence_id "
    "WHERE d.claim_id = NEW.id AND d.round = NEW.round AND e.withdrawn_at IS NULL "
    "AND e.claim_id = NEW.id)"
)
VERDICTS = ("said", "said_confidence", "holds", "holds_confidence", "decided_round")


def a_review(row: str, condition: str) -> str:
    """SQL: a standing review `row` of the new decision's round holds `condition`."""
    return (
        f"EXISTS (SELECT 1 FROM review_review {row} WHERE {row}.claim_id = NEW.claim_id "  # noqa: S608 (our own names)
        f"AND {row}.round = NEW.round AND {condition} AND NOT EXISTS "
        f"(SELECT 1 FROM review_reviewreturn x WHERE x.review_id = {row}.id))"
    )


def decided_by(duty: str) -> str:
    return a_review("r", f"r.id = NEW.review_id AND r.duty = '{duty}'")


def signed_by(person: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM review_signature s WHERE s.review_id = NEW.review_id "  # noqa: S608 (our own names)
        f"AND s.by_id = NEW.{person})"
    )


SAW_THE_FIRST = a_review(
    "f",
    "f.duty = 'first' AND EXISTS (SELECT 1 FROM review_sighting w "
    "WHERE w.claim_id = f.claim_id AND w.author_id = f.reviewer_id "
    "AND w.person_id = NEW.reviewer_id AND NOT EXISTS (SELECT 1 FROM review_decision d "
    "WHERE d.claim_id = w.claim_id AND d.round >= w.round))",
)
ANOTHER_FIRST = a_review("f", "f.duty = 'first' AND f.reviewer_id <> NEW.first_by_id")
ANOTHER_SECOND = a_review("t", "t.duty = 'second' AND t.reviewer_id <> NEW.first_by_id")
AGREEING = a_review(
    "t",
    "t.id = NEW.second_id AND t.duty = 'second' AND t.reviewer_id = NEW.second_by_id AND EXISTS "
    "(SELECT 1 FROM review_review f WHERE f.id = NEW.review_id "
    "AND f.said = t.said AND f.holds = t.holds)",
)
# What each kind of decision takes, as `review.services` makes it.
STANDS_ON = " OR ".join(
    "(" + " AND ".join((f"NEW.kind = '{kind}'", *needs)) + ")"
    for kind, needs in {
        "sole": (decided_by("first"),),
        "signed": (decided_by("first"), signed_by("second_by_id")),
        "blind_agreed": (decided_by("first"), AGREEING),
        "joint": (decided_by("joint"), signed_by("first_by_id"), signed_by("second_by_id")),
        "third": (decided_by("third"), ANOTHER_FIRST, ANOTHER_SECOND),
        "override": (decided_by("override"), ANOTHER_FIRST),
    }.items()
)
triggers.declare(
    triggers.Trigger(
        "review_second_is_another",
        "review_review",
        "INSERT",
        "first and second reviewer of a round differ",
        "(NEW.duty = 'second' AND {first}) OR (NEW.duty = 'first' AND {second}) "
        "OR (NEW.duty IN ('third', 'override') AND {either})".format(
            first=OTHER_DUTY.format(duties="'first'"),
            second=OTHER_DUTY.format(duties="'second'"),
            either=OTHER_DUTY.format(duties="'first', 'second'"),
        ),
    ),
    triggers.Trigger(
        "review_second_saw_nothing",
        "review_review",
        "INSERT",
        "whoever has seen the first review cannot be the blind second",
        f"NEW.duty = 'second' AND {SAW_THE_FIRST}",
    ),
    triggers.Trigger(
        "claim_decided_by_review",
        "claims_claim",
        "UPDATE",
        "a decided claim points to the sealed review that decided it",
        f"NEW.state = 'decided' AND NOT ({DECISION_STANDS} AND {LIVE_EVIDENCE})",
    ),
    triggers.Trigger(
        "claim_mode_of_round",
        "claims_claim",
        "UPDATE",
        "the second review of a round is fixed when its first review is sealed",
        "OLD.round = NEW.round AND OLD.second_review <> '' "
        "AND NEW.second_review <> OLD.second_review",
    ),
    triggers.Trigger(
        "claim_rounds",
        "claims_claim",
        "UPDATE",
        "a new round begins by reopening",
        "OLD.round <> NEW.round AND NOT (NEW.round = OLD.round + 1 "
        "AND OLD.state IN ('decided', 'not_pursued') AND NEW.state = 'to_check')",
    ),
    triggers.Trigger(
        "claim_verdicts_by_decision",
        "claims_claim",
        "UPDATE",
        "verdicts come with a decision",
        f"NEW.state <> 'decided' AND ({' OR '.join(differs(column) for column in VERDICTS)})",
    ),
    triggers.Trigger(
        "decision_by_policy",
        "review_decision",
        "INSERT",
        "the policy asks for a second person",
        "NEW.kind = 'sole' AND NOT EXISTS (SELECT 1 FROM claims_claim c "
        "WHERE c.id = NEW.claim_id AND c.second_review = 'none')",
    ),
    triggers.Trigger(
        "decision_stands_on_people",
        "review_decision",
        "INSERT",
        "nobody stands behind this decision as its kind says",
        f"NOT ({STANDS_ON})",
    ),
    triggers.Trigger(
        "signature_of_another",
        "review_signature",
        "INSERT",
        "nobody signs off their own review",
        "EXISTS (SELECT 1 FROM review_review r WHERE r.id = NEW.review_id "
        "AND r.duty <> 'joint' AND r.reviewer_id = NEW.by_id)",
    ),
    triggers.Trigger(
        "citation_as_read",
        "review_reviewcitation",
        "INSERT",
        "a review cites evidence as it was read",
        "NOT EXISTS (SELECT 1 FROM review_evidence e "
        "WHERE e.id = NEW.evidence_id AND e.row_version = NEW.evidence_version)",
    ),
    triggers.Trigger(
        "citation_of_its_claim",
        "review_reviewcitation",
        "INSERT",
        "a review cites evidence of its own claim",
        "NOT EXISTS (SELECT 1 FROM review_review r JOIN review_evidence e "
        "ON e.claim_id = r.claim_id WHERE r.id = NEW.review_id AND e.id = NEW.evidence_id)",
    ),
    triggers.Trigger(
        "decision_of_its_review",
        "review_decision",
        "INSERT",
        "a decision points to a review of its own claim and round",
        "NOT EXISTS (SELECT 1 FROM review_review r WHERE r.id = NEW.review_id "
        "AND r.claim_id = NEW.claim_id AND r.round = NEW.round "
        "AND r.reviewer_id = NEW.first_by_id)",
    ),
)
