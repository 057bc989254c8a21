"""Mentions and claims, in and out."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.api.serializers import ActorRefSerializer
from actors.models import Actor
from claims.models import Claim, ClaimMention, Mention
from claims.services import SpeakerDraft
from claims.vocabularies import (
    CLAIM_POLARITIES,
    ClaimAccess,
    Kind,
    LinkState,
    Mode,
    Polarity,
    Priority,
    RejectReason,
)
from common.fields import Number
from documents.models import Document
from documents.vocabularies import DatePrecision
from teams.api.fields import RowField
from teams.api.serializers import PersonSerializer, VersionedInput
from teams.vocabularies import Access


class SpansField(serializers.ListField):
    """[[start, end], …] in code points of the version's text, end exclusive, in text order."""

    def __init__(self, **kwargs: Any) -> None:
        child = serializers.ListField(child=Number(), min_length=2, max_length=2)
        super().__init__(child=child, **{"max_length": 50, **kwargs})


# --- Speakers -------------------------------------------------------------------------------------
class SpeakerSerializer(serializers.Serializer):
    """An actor, or words while nobody has said who that is. `name` is what a person reads."""

    actor = ActorRefSerializer(read_only=True, allow_null=True)
    name = serializers.CharField(source="shown_name", read_only=True)
    words = serializers.SerializerMethodField()

    def get_words(self, speaker: Any) -> str:
        """Not beside a protected actor whose name the person may not read."""
        hidden = speaker.actor is not None and speaker.actor.shown_name != speaker.actor.name
        return "" if hidden else speaker.words


class SpeakerInput(serializers.Serializer):
    """An actor by id, or words."""

    actor = RowField(queryset=Actor.objects.all(), default=None, allow_null=True)
    words = serializers.CharField(max_length=300, default="", allow_blank=True)

    def to_internal_value(self, data: Any) -> SpeakerDraft:
        return SpeakerDraft(**super().to_internal_value(data))


class SpeakersInput(VersionedInput):
    speakers = SpeakerInput(many=True)


# --- Mentions -------------------------------------------------------------------------------------
class MentionLinkSerializer(serializers.ModelSerializer):
    """A claim that the mention carries; `spans` are the part of its content, none for all."""

    reference = serializers.CharField(source="claim.reference", read_only=True)
    spans = SpansField(read_only=True)

    class Meta:
        model = ClaimMention
        fields = read_only_fields = ["claim", "reference", "state", "is_origin", "spans"]


class HopSerializer(serializers.Serializer):
    """Somebody who passed the mention on, the outermost first."""

    actor = ActorRefSerializer(read_only=True, allow_null=True)
    name = serializers.CharField(source="shown_name", read_only=True)
    spans = SpansField(read_only=True)
    upstream = serializers.IntegerField(source="upstream_id", read_only=True, allow_null=True)


class DateSerializer(serializers.Serializer):
    """A date of the text: its words and where they stand, of what it is, as fine as it is known."""

    words = serializers.CharField(max_length=200, allow_blank=True, default="")
    spans = SpansField(default=list)
    role = serializers.ChoiceField(choices=[("event", "Event"), ("utterance", "Said")])
    value = serializers.RegexField(
        r"^\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$",
        allow_blank=True,
        default="",
        help_text="2026, 2026-10 or 2026-10-15; two parted by / for a stretch.",
    )
    inferred = serializers.BooleanField(default=False)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class PartSerializer(serializers.Serializer):
    """Whom it was said to, or where it appeared. `actor` is an id."""

    words = serializers.CharField(read_only=True)
    spans = SpansField(read_only=True)
    actor = serializers.IntegerField(read_only=True, allow_null=True)


class MentionSerializer(serializers.ModelSerializer):
    """One place in one version where something is claimed.

    The words are those characters of the version's text that the spans name.
    """

    page = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="version.number", read_only=True)
    engine = serializers.SerializerMethodField()
    made_by = PersonSerializer(read_only=True, allow_null=True)
    curated_by = PersonSerializer(read_only=True, allow_null=True)
    source_spans, cue_spans, content_spans = (SpansField(read_only=True) for _part in range(3))
    speakers = SpeakerSerializer(many=True, read_only=True)
    hops = HopSerializer(many=True, read_only=True)
    addressee, medium = (serializers.SerializerMethodField() for _part in range(2))
    dates = DateSerializer(many=True, read_only=True)
    places = serializers.SerializerMethodField()
    claims = MentionLinkSerializer(source="links", many=True, read_only=True)
    reasons = serializers.ListField(read_only=True)
    person_fields = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Mention
        fields = read_only_fields = [
            "id",
            "page",
            "document",
            "version",
            "engine",
            "rule",
            "score",
            "reasons",
            "made_by",
            "source_spans",
            "source_words",
            "cue_spans",
            "cue_words",
            "content_spans",
            "content_words",
            "speakers",
            "hops",
            "addressee",
            "medium",
            "dates",
            "places",
            "mode",
            "kind",
            "polarity",
            "cue_class",
            "inside",
            "note",
            "curation",
            "reject_reason",
            "curated_by",
            "curated_at",
            "person_fields",
            "claims",
            "created_at",
            "updated_at",
            "row_version",
        ]

    def get_page(self, mention: Any) -> str:
        return self.context["request"].build_absolute_uri(mention.get_absolute_url())

    def get_engine(self, mention: Any) -> str:
        return f"{mention.run.engine} {mention.run.engine_version}" if mention.run else ""

    @extend_schema_field(PartSerializer(allow_null=True))
    def get_addressee(self, mention: Any) -> dict[str, Any] | None:
        return _part(mention.addressee)

    @extend_schema_field(PartSerializer(allow_null=True))
    def get_medium(self, mention: Any) -> dict[str, Any] | None:
        return _part(mention.medium)

    @extend_schema_field(PartSerializer(many=True))
    def get_places(self, mention: Any) -> list[dict[str, Any] | None]:
        return [_part(place) for place in mention.places]


def _part(part: dict[str, Any]) -> dict[str, Any] | None:
    """Without the engine's reading of the name: whoever it means may be protected by now."""
    if not part:
        return None
    spans, actor = part.get("spans", []), part.get("actor")
    return {"words": part.get("words", ""), "spans": spans, "actor": actor}


class MentionInput(serializers.Serializer):
    """A mention that no engine found, in the newest version unless `version` names another."""

    document = RowField(queryset=Document.objects.all())
    version = Number(min_value=1, required=False)
    content_spans = SpansField()
    source_spans, cue_spans = (SpansField(default=list) for _part in range(2))
    speakers = SpeakerInput(many=True, default=list)
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.FACT)
    polarity = serializers.ChoiceField(choices=Polarity.choices, default=Polarity.AFFIRMED)
    mode = serializers.ChoiceField(choices=Mode.choices, required=False)
    note = serializers.CharField(max_length=2000, default="", allow_blank=True)


class MentionEdit(VersionedInput):
    content_spans, source_spans, cue_spans = (SpansField(required=False) for _part in range(3))
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    polarity = serializers.ChoiceField(choices=Polarity.choices, required=False)
    mode = serializers.ChoiceField(choices=Mode.choices, required=False)
    dates = DateSerializer(many=True, required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class AcceptInput(VersionedInput):
    """On record, or with `to_check` into the queue. Without a statement one is drafted."""

    to_check = serializers.BooleanField(default=False)
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)
    statement = serializers.CharField(max_length=2000, default="", allow_blank=True)


class AttachInput(VersionedInput):
    claim = RowField(queryset=Claim.objects.all())


class SplitPartInput(serializers.Serializer):
    """A statement and the spans of the content that it is about, none for all of it."""

    statement = serializers.CharField(max_length=2000, default="", allow_blank=True)
    spans = SpansField(default=list)


class SplitInput(VersionedInput):
    parts = SplitPartInput(many=True, min_length=2, max_length=12)
    to_check = serializers.BooleanField(default=False)
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)


class RejectInput(VersionedInput):
    reason = serializers.ChoiceField(choices=RejectReason.choices)


class SetAsideSerializer(serializers.Serializer):
    """How many mentions were set aside; `action` takes it back."""

    count = serializers.IntegerField(read_only=True)
    action = serializers.UUIDField(read_only=True, allow_null=True)


class UndoRestInput(serializers.Serializer):
    action = serializers.UUIDField()


class UndoneSerializer(serializers.Serializer):
    count = serializers.IntegerField(read_only=True)


# --- Claims ---------------------------------------------------------------------------------------
class ClaimSerializer(serializers.ModelSerializer):
    """What one speaker states, cut to one checkable proposition, and the verdicts in force.

    The statement of a denial (`polarity` is denied) says so itself; `holds` is then about the
    denial: corroborated means that it is not so.
    `confirmed_by` is null while the statement is a draft. `mentions` counts the places where you
    can read it. `access` says whether all the team may read it, `own_access` what the claim itself
    has to do with it: its documents decide the rest.
    """

    reference = serializers.CharField(read_only=True)
    page = serializers.SerializerMethodField()
    speakers = SpeakerSerializer(many=True, read_only=True)
    confirmed_by = PersonSerializer(read_only=True, allow_null=True)
    added_by = PersonSerializer(read_only=True)
    topic_words = serializers.ListField(child=serializers.CharField(), read_only=True)
    mentions = serializers.IntegerField(source="places", read_only=True)
    access = serializers.ChoiceField(Access.choices, source="shown_access", read_only=True)
    own_access = serializers.ChoiceField(ClaimAccess.choices, source="access", read_only=True)

    class Meta:
        model = Claim
        fields = read_only_fields = [
            "id",
            "reference",
            "page",
            "statement",
            "polarity",
            "confirmed_by",
            "speakers",
            "kind",
            "about_words",
            "about_start",
            "about_end",
            "about_precision",
            "topic_words",
            "mentions",
            "state",
            "round",
            "second_review",
            "priority",
            "due_on",
            "needs_help",
            "needs_look",
            "not_pursued_why",
            "said",
            "said_confidence",
            "holds",
            "holds_confidence",
            "decided_round",
            "decided_at",
            "decided_as_of",
            "decided_by_one",
            "recheck_on",
            "access",
            "own_access",
            "added_by",
            "created_at",
            "updated_at",
            "row_version",
        ]

    def get_page(self, claim: Any) -> str:
        return self.context["request"].build_absolute_uri(claim.get_absolute_url())


class ClaimFacts(serializers.Serializer):
    polarity = serializers.ChoiceField(choices=CLAIM_POLARITIES, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    about_words = serializers.CharField(max_length=200, required=False, allow_blank=True)
    about_start = serializers.DateField(required=False, allow_null=True)
    about_end = serializers.DateField(required=False, allow_null=True)
    about_precision = serializers.ChoiceField(choices=DatePrecision.choices, required=False)
    topic_words = serializers.ListField(
        child=serializers.CharField(max_length=100), required=False, max_length=50
    )


class ClaimInput(ClaimFacts):
    """A claim by hand. `anyway`: although an equal one of the same speakers is here."""

    statement = serializers.CharField(max_length=2000)
    speakers = SpeakerInput(many=True, min_length=1)
    to_check = serializers.BooleanField(default=False)
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)
    anyway = serializers.BooleanField(default=False)


class ClaimEdit(VersionedInput, ClaimFacts):
    """`confirm`: you say that the statement stands alone. Rewording makes it a draft again."""

    statement = serializers.CharField(max_length=2000, required=False)
    confirm = serializers.BooleanField(default=False)
    why = serializers.CharField(max_length=500, default="", allow_blank=True)


class ClaimSpeakersInput(SpeakersInput):
    why = serializers.CharField(max_length=500, default="", allow_blank=True)


class PlaceSerializer(serializers.ModelSerializer):
    """A place where the claim is made: the mention, in which document, and what links the two."""

    document = serializers.IntegerField(source="mention.document_id", read_only=True)
    content_words = serializers.CharField(source="mention.content_words", read_only=True)
    polarity = serializers.ChoiceField(
        choices=Polarity.choices, source="mention.polarity", read_only=True
    )
    spans = SpansField(read_only=True)
    by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = ClaimMention
        fields = read_only_fields = [
            "id",
            "claim",
            "mention",
            "document",
            "content_words",
            "polarity",
            "state",
            "score",
            "spans",
            "is_origin",
            "by",
            "row_version",
        ]


class JudgeLinkInput(VersionedInput):
    state = serializers.ChoiceField(
        choices=[(c.value, c.label) for c in (LinkState.CONFIRMED, LinkState.REFUSED)]
    )
    why = serializers.CharField(max_length=500, default="", allow_blank=True)
