"""Documents, their texts and the work on them, in and out."""

from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

from actors.api.serializers import ActorRefSerializer
from documents.dates import UNKNOWN, Published, parse
from documents.drafts import DocumentDraft
from documents.forms import LANGUAGES
from documents.models import Document, DocumentVersion
from documents.vocabularies import DatePrecision, DocumentKind
from jobs.models import Job
from teams.api.fields import MemberField
from teams.api.serializers import PersonSerializer, VersionedInput
from teams.vocabularies import Access

_SHOWN = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m", DatePrecision.DAY: "%Y-%m-%d"}


class PublishedField(serializers.CharField):
    """A day, a month or a year, as exact as it is known: 2026-10-22, 2026-10, 2026 or nothing."""

    def run_validation(self, data: Any = empty) -> Published:
        return UNKNOWN if data == "" else super().run_validation(data)

    def to_internal_value(self, data: Any) -> Published:
        try:
            return parse(super().to_internal_value(data))
        except ValueError:
            raise serializers.ValidationError("Write 2026-10-22, 2026-10 or 2026.") from None

    def to_representation(self, value: Published) -> str:
        return value.on.strftime(_SHOWN[DatePrecision(value.precision)]) if value.on else ""


class DocumentSerializer(serializers.ModelSerializer):
    """One publication. `version` is the number of its newest text; `page` its workbench."""

    page = serializers.SerializerMethodField()
    publisher = ActorRefSerializer(read_only=True, allow_null=True)
    published = PublishedField(read_only=True)
    added_by = PersonSerializer(read_only=True)
    triage_by = PersonSerializer(read_only=True, allow_null=True)
    topic_words = serializers.ListField(child=serializers.CharField(), read_only=True)
    version = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Document
        fields = read_only_fields = [
            "id",
            "page",
            "kind",
            "title",
            "url",
            "publisher",
            "publisher_words",
            "authors",
            "published",
            "published_on",
            "published_precision",
            "language",
            "topic_words",
            "content_warning",
            "origin",
            "processing",
            "failure",
            "triage",
            "triage_by",
            "access",
            "withdrawn_why",
            "version",
            "added_by",
            "created_at",
            "updated_at",
            "row_version",
        ]

    def get_page(self, document: Any) -> str:
        return self.context["request"].build_absolute_uri(document.get_absolute_url())


class VersionSerializer(serializers.ModelSerializer):
    made_by = PersonSerializer(read_only=True)

    class Meta:
        model = DocumentVersion
        fields = read_only_fields = [
            "id",
            "document",
            "number",
            "text_sha256",
            "raw_sha256",
            "raw_encoding",
            "made",
            "made_by",
            "made_at",
            "file_name",
        ]


class VersionTextSerializer(VersionSerializer):
    """Offsets of mentions count the code points of `text`."""

    class Meta(VersionSerializer.Meta):
        fields = read_only_fields = [*VersionSerializer.Meta.fields, "text"]


class RawText(serializers.CharField):
    """Words exactly as they came: nothing is stripped, and what cannot be stored is replaced."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)
        self.validators = []

    def run_validation(self, data: Any = empty) -> str:
        if not isinstance(data, str):
            self.fail("required" if data is empty else "invalid")
        return data


class TextInput(serializers.Serializer):
    text = RawText()


class DocumentFacts(serializers.Serializer):
    """What is said about a document. A publisher is a name; an unknown one becomes an outlet."""

    title = serializers.CharField(max_length=300, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=DocumentKind.choices, required=False)
    url = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    publisher = serializers.CharField(max_length=200, required=False, allow_blank=True)
    authors = serializers.CharField(max_length=300, required=False, allow_blank=True)
    published = PublishedField(required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=[code for code, _name in LANGUAGES], required=False)
    topic_words = serializers.ListField(
        child=serializers.CharField(max_length=100), required=False, max_length=50
    )
    content_warning = serializers.CharField(max_length=200, required=False, allow_blank=True)


class DocumentInput(TextInput, DocumentFacts):
    """Without a title it is called by the first line of its text."""

    as_another = serializers.BooleanField(
        default=False,
        help_text="Add it although the same text is here: another publication of one origin.",
    )


class DocumentEdit(VersionedInput, DocumentFacts):
    pass


def draft_of(given: dict[str, Any], document: Document | None = None) -> DocumentDraft:
    """What `given` says, and of the rest what `document` says already."""
    kept = {}
    if document is not None:
        kept = {name: getattr(document, name) for name in DocumentDraft.__dataclass_fields__}
        kept["publisher"] = document.publisher_name
    values = kept | {key: given[key] for key in DocumentDraft.__dataclass_fields__ if key in given}
    values["topic_words"] = tuple(values.get("topic_words", ()))
    return DocumentDraft(**values)


class ReasonInput(VersionedInput):
    why = serializers.CharField(max_length=500)


class AccessInput(VersionedInput):
    access = serializers.ChoiceField(choices=Access.choices)
    readers = MemberField(many=True, default=list)


class JobSerializer(serializers.ModelSerializer):
    """A piece of background work. `done` of `total`; `subject_id` is the row that it works on."""

    by = PersonSerializer(read_only=True, allow_null=True)
    document = serializers.IntegerField(source="document_id", read_only=True, allow_null=True)

    class Meta:
        model = Job
        fields = read_only_fields = [
            "id",
            "kind",
            "subject_id",
            "document",
            "state",
            "done",
            "total",
            "message",
            "error",
            "attempt",
            "by",
            "queued_at",
            "started_at",
            "finished_at",
        ]
