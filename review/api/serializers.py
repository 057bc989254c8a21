"""Evidence, reviews, decisions, duties, comments and events as they go out.

Blindness is decided by `visible_to`; nothing here shows a bare stance, credibility or content.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.api.serializers import ActorRefSerializer
from history.models import Event
from review.models import Assignment, Comment, Decision, Evidence, Review, ReviewReturn, Signature
from review.selectors.timeline import content_for
from review.vocabularies import Credibility, Stance
from teams.api.serializers import PersonSerializer


class EvidenceSerializer(serializers.ModelSerializer):
    """Bears on a claim. Where a reviewer's `stance` and `credibility` are kept from you, as
    `is_concealed` says, they are those from before the reviewer took the claim, or "" and null.
    """

    stance = serializers.ChoiceField(
        choices=Stance.choices, source="shown_stance", allow_blank=True, read_only=True
    )
    credibility = serializers.ChoiceField(
        choices=Credibility.choices, source="shown_credibility", allow_null=True, read_only=True
    )
    is_concealed = serializers.BooleanField(read_only=True)
    source = ActorRefSerializer(read_only=True, allow_null=True)
    withdrawn_why = serializers.CharField(source="shown_withdrawn_why", read_only=True)
    added_by = PersonSerializer(read_only=True)
    withdrawn_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Evidence
        fields = read_only_fields = [
            "id",
            "claim",
            "round",
            "axis",
            "stance",
            "credibility",
            "is_concealed",
            "kind",
            "title",
            "passage",
            "place",
            "url",
            "document",
            "searched_where",
            "searched_words",
            "asked_whom",
            "asked_how",
            "reply_by",
            "reply_outcome",
            "happened_on",
            "source",
            "origin",
            "access",
            "added_by",
            "created_at",
            "updated_at",
            "withdrawn_at",
            "withdrawn_by",
            "withdrawn_why",
            "row_version",
        ]


class ReturnSerializer(serializers.ModelSerializer):
    """That a review does not stand any more, and why."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = ReviewReturn
        fields = read_only_fields = ["kind", "by", "comment", "at"]


class SignatureSerializer(serializers.ModelSerializer):
    by = PersonSerializer(read_only=True)

    class Meta:
        model = Signature
        fields = read_only_fields = ["by", "at"]


class ReviewSerializer(serializers.ModelSerializer):
    """One person's sealed verdicts. `cited` are ids of evidence; `judged` is what was judged, of
    which restricted evidence is left out (`withheld` counts it).
    """

    reviewer = PersonSerializer(read_only=True)
    cited = serializers.SerializerMethodField()
    judged = serializers.SerializerMethodField()
    signatures = SignatureSerializer(many=True, read_only=True)
    ended = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields = read_only_fields = [
            "id",
            "claim",
            "round",
            "duty",
            "reviewer",
            "statement",
            "said",
            "said_confidence",
            "holds",
            "holds_confidence",
            "rationale",
            "as_of",
            "recheck_on",
            "recheck_never",
            "no_reply_why",
            "override_why",
            "settled_by",
            "cited",
            "judged",
            "judged_digest",
            "vocabulary_version",
            "sealed_at",
            "signatures",
            "ended",
        ]

    def get_cited(self, review: Any) -> list[int]:
        return [item.pk for item in _readable(review)]

    def get_judged(self, review: Any) -> dict[str, Any]:
        readable = {item.pk: item for item in _readable(review)}
        kept = [
            _masked(item) if readable[item["id"]].is_concealed else item
            for item in review.judged["evidence"]
            if item["id"] in readable
        ]
        withheld = len(review.judged["evidence"]) - len(kept)
        return {**review.judged, "evidence": kept, "withheld": withheld}

    @extend_schema_field(ReturnSerializer(allow_null=True))
    def get_ended(self, review: Any) -> dict[str, Any] | None:
        ended = getattr(review, "ended", None)
        return ReturnSerializer(ended).data if ended else None


def _readable(review: Review) -> list[Evidence]:
    """What the review cites, as its queryset lets it be read."""
    found = [getattr(citation, "readable", None) for citation in review.citations.all()]
    return [item for item in found if item is not None]


def _masked(item: dict[str, Any]) -> dict[str, Any]:
    """A person's own review may cite somebody's evidence whose grade is still concealed."""
    return {**item, "stance": "", "credibility": None}


class DecisionSerializer(serializers.ModelSerializer):
    """The review in force for a round, and who stands behind it."""

    first_by = PersonSerializer(read_only=True)
    second_by = PersonSerializer(read_only=True, allow_null=True)
    said = serializers.CharField(source="review.said", read_only=True)
    said_confidence = serializers.CharField(source="review.said_confidence", read_only=True)
    holds = serializers.CharField(source="review.holds", read_only=True)
    holds_confidence = serializers.CharField(source="review.holds_confidence", read_only=True)

    class Meta:
        model = Decision
        fields = read_only_fields = [
            "id",
            "claim",
            "round",
            "kind",
            "review",
            "second",
            "said",
            "said_confidence",
            "holds",
            "holds_confidence",
            "first_by",
            "second_by",
            "decided_at",
        ]


class AssignmentSerializer(serializers.ModelSerializer):
    """A duty of a person on a claim; open while `ended_at` is null.

    Why it ended is left out: it may repeat what a first reviewer wrote on withdrawing.
    """

    person = PersonSerializer(read_only=True)
    note = serializers.CharField(source="shown_note", read_only=True)
    assigned_by = PersonSerializer(read_only=True)

    class Meta:
        model = Assignment
        fields = read_only_fields = [
            "id",
            "claim",
            "round",
            "duty",
            "person",
            "due_on",
            "note",
            "assigned_by",
            "assigned_at",
            "started_at",
            "ended_at",
        ]


class CommentSerializer(serializers.ModelSerializer):
    by = PersonSerializer(read_only=True)
    asked = PersonSerializer(read_only=True, allow_null=True)
    resolved_by = PersonSerializer(read_only=True, allow_null=True)
    named = PersonSerializer(read_only=True, many=True)
    version = serializers.IntegerField(
        source="version.number", read_only=True, allow_null=True, default=None
    )
    anchor = serializers.CharField(
        read_only=True, help_text="The words that it hangs on, as they stand now."
    )

    class Meta:
        model = Comment
        fields = read_only_fields = [
            "id",
            "claim",
            "round",
            "evidence",
            "document",
            "mention",
            "version",
            "start",
            "end",
            "anchor",
            "reply_to",
            "kind",
            "text",
            "by",
            "at",
            "edited_at",
            "named",
            "asked",
            "resolved_at",
            "resolved_by",
            "row_version",
        ]


class EventSerializer(serializers.ModelSerializer):
    """One changed row. `content` holds before, after and why, people and actors by id; it is null
    where it is concealed from you or was blanked. `hash` chains over it all the same.
    """

    claim = serializers.IntegerField(source="claim_id", allow_null=True, read_only=True)
    document = serializers.IntegerField(source="document_id", allow_null=True, read_only=True)
    actor = serializers.IntegerField(source="actor_id", allow_null=True, read_only=True)
    by = serializers.IntegerField(source="by_id", allow_null=True, read_only=True)
    is_concealed = serializers.BooleanField(read_only=True)
    content = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = read_only_fields = [
            "id",
            "seq",
            "kind",
            "object_type",
            "object_id",
            "claim",
            "document",
            "actor",
            "round",
            "by",
            "by_task",
            "action",
            "at",
            "is_concealed",
            "content",
            "hash",
            "previous_hash",
        ]

    @extend_schema_field(
        serializers.DictField(child=serializers.JSONField(allow_null=True), allow_null=True)
    )
    def get_content(self, event: Any) -> dict[str, Any] | None:
        return content_for(event)
