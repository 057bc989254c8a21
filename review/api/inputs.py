"""What the steps of the review take."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from actors.models import Actor
from claims.models import Claim, Mention
from claims.vocabularies import ClaimAccess, Confidence, Holds, Priority, Said
from common.fields import Number
from documents.models import Document
from review.models import Comment, Evidence
from review.services import ReviewDraft
from review.vocabularies import Axis, Credibility, EvidenceKind, ReplyOutcome, Stance
from teams.api.fields import MemberField, RowField
from teams.api.serializers import VersionedInput
from teams.vocabularies import Access


class PriorityInput(VersionedInput):
    priority = serializers.ChoiceField(choices=Priority.choices)


class DueInput(VersionedInput):
    due_on = serializers.DateField(allow_null=True)


class NoteInput(VersionedInput):
    """A note for the next person."""

    note = serializers.CharField(max_length=2000)


class CommentedInput(VersionedInput):
    comment = serializers.CharField(max_length=2000)


class WhyInput(VersionedInput):
    why = serializers.CharField(max_length=2000)


class ReassignInput(NoteInput):
    """`with_draft`, for whoever has the claim: your draft of the review becomes theirs."""

    person = MemberField()
    with_draft = serializers.BooleanField(default=False)


class AssignInput(VersionedInput):
    person = MemberField()
    due_on = serializers.DateField(default=None, allow_null=True)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)


class StillStandsInput(VersionedInput):
    note = serializers.CharField(max_length=2000, default="", allow_blank=True)
    recheck_on = serializers.DateField(default=None, allow_null=True)


class CitedInput(serializers.Serializer):
    """An item of evidence, with the `row_version` of it that you read."""

    id = Number(min_value=1)
    row_version = Number(min_value=1)


class ReviewInput(VersionedInput):
    """A review to be sealed. What it needs depends on the verdicts: a 422 lists what is missing.

    `stands_alone` confirms the statement, null leaves it as it is. `cited` is live evidence of the
    claim as you read it: a 409 lists under `stale` what was changed since.
    """

    said = serializers.ChoiceField(choices=Said.choices, default="", allow_blank=True)
    said_confidence = serializers.ChoiceField(
        choices=Confidence.choices, default="", allow_blank=True
    )
    holds = serializers.ChoiceField(choices=Holds.choices, default="", allow_blank=True)
    holds_confidence = serializers.ChoiceField(
        choices=Confidence.choices, default="", allow_blank=True
    )
    rationale = serializers.CharField(max_length=20_000, default="", allow_blank=True)
    as_of = serializers.DateField(default=None, allow_null=True)
    recheck_on = serializers.DateField(default=None, allow_null=True)
    recheck_never = serializers.BooleanField(default=False)
    no_reply_why = serializers.CharField(max_length=500, default="", allow_blank=True)
    cited = CitedInput(many=True, default=list, max_length=200)
    stands_alone = serializers.BooleanField(default=None, allow_null=True)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        values = super().to_internal_value(data)
        seen = values.pop("row_version")
        cited = {each["id"]: each["row_version"] for each in values.pop("cited")}
        return {"row_version": seen, "draft": ReviewDraft(cited=cited, **values)}


class SettlingInput(ReviewInput):
    settled_by = serializers.CharField(max_length=500, default="", allow_blank=True)


class OverrideInput(ReviewInput):
    override_why = serializers.CharField(max_length=500, default="", allow_blank=True)


class EvidenceFacts(serializers.Serializer):
    """What each kind needs, the answer says: a 422 lists it."""

    title = serializers.CharField(max_length=300, required=False, allow_blank=True)
    passage = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    url = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    document = RowField(queryset=Document.objects.all(), required=False, allow_null=True)
    searched_where = serializers.CharField(max_length=300, required=False, allow_blank=True)
    searched_words = serializers.CharField(max_length=300, required=False, allow_blank=True)
    asked_whom = serializers.CharField(max_length=300, required=False, allow_blank=True)
    asked_how = serializers.CharField(max_length=200, required=False, allow_blank=True)
    reply_by = serializers.DateField(required=False, allow_null=True)
    reply_outcome = serializers.ChoiceField(
        choices=ReplyOutcome.choices, required=False, allow_blank=True
    )
    happened_on = serializers.DateField(required=False, allow_null=True)
    source = RowField(queryset=Actor.objects.all(), required=False, allow_null=True)
    credibility = serializers.ChoiceField(
        choices=Credibility.choices, required=False, allow_null=True
    )
    access = serializers.ChoiceField(choices=Access.choices, required=False)


class ClaimAccessInput(VersionedInput):
    """`readers` count for `restricted`. It is done at once: the page tells first what follows."""

    access = serializers.ChoiceField(choices=ClaimAccess.choices)
    readers = MemberField(many=True, default=list)


class EvidenceInput(EvidenceFacts):
    claim = RowField(queryset=Claim.objects.all())
    axis = serializers.ChoiceField(choices=Axis.choices)
    stance = serializers.ChoiceField(choices=Stance.choices)
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)


class EvidenceEdit(VersionedInput, EvidenceFacts):
    axis = serializers.ChoiceField(choices=Axis.choices, required=False)
    stance = serializers.ChoiceField(choices=Stance.choices, required=False)
    kind = serializers.ChoiceField(choices=EvidenceKind.choices, required=False)


class CommentInput(serializers.Serializer):
    """On a `claim` (all of it, or one item of `evidence`), or on a `document` (all of it, one
    `mention`, or the code points from `start` to `end` of its version number `version`).

    With `asked`, a member, it asks that person for help and marks the claim. Members named with
    "@" are told.
    """

    claim = RowField(queryset=Claim.objects.all(), default=None, allow_null=True)
    evidence = RowField(queryset=Evidence.objects.all(), default=None, allow_null=True)
    document = RowField(queryset=Document.objects.all(), default=None, allow_null=True)
    mention = RowField(queryset=Mention.objects.all(), default=None, allow_null=True)
    version = Number(default=None, allow_null=True, min_value=1)
    start = Number(default=None, allow_null=True, min_value=0)
    end = Number(default=None, allow_null=True, min_value=1)
    reply_to = RowField(queryset=Comment.objects.all(), default=None, allow_null=True)
    text = serializers.CharField(max_length=20_000)
    asked = MemberField(default=None, allow_null=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if (given["claim"] is None) == (given["document"] is None):
            raise serializers.ValidationError({"claim": _("Give either a claim or a document.")})
        places = [given[name] for name in ("version", "start", "end")]
        if any(each is not None for each in places) and None in places:
            raise serializers.ValidationError({"start": _("Give version, start and end.")})
        return given


class CommentEdit(VersionedInput):
    text = serializers.CharField(max_length=20_000)
