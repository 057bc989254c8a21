"""Actors in and out. A protected one shows its public label and nothing else of itself."""

from typing import Any

from rest_framework import serializers

from actors.models import Actor, Alias, ReliabilityAssessment
from actors.vocabularies import ActorKind, Reliability
from teams.api.fields import MemberField
from teams.api.serializers import VersionedInput


class ActorRefSerializer(serializers.ModelSerializer):
    """An actor where another row names it. Its queryset decides whether that is the name."""

    name = serializers.CharField(source="shown_name", read_only=True)

    class Meta:
        model = Actor
        fields = read_only_fields = ["id", "name", "kind", "is_protected"]


class AliasSerializer(serializers.ModelSerializer):
    class Meta:
        model = Alias
        fields = read_only_fields = ["id", "actor", "name", "language", "is_retired", "row_version"]


class ActorSerializer(ActorRefSerializer):
    """`aliases` and `description` are empty where you may not read the name."""

    may_read_name = serializers.BooleanField(read_only=True)
    description = serializers.SerializerMethodField()
    aliases = serializers.SerializerMethodField()
    document = serializers.IntegerField(source="document_id", read_only=True, allow_null=True)

    class Meta:
        model = Actor
        fields = read_only_fields = [
            *ActorRefSerializer.Meta.fields,
            "may_read_name",
            "description",
            "aliases",
            "document",
            "created_at",
            "updated_at",
            "row_version",
        ]

    def get_description(self, actor: Any) -> str:
        return actor.description if actor.may_read_name else ""

    def get_aliases(self, actor: Any) -> list[str]:
        if not actor.may_read_name:
            return []
        return sorted(alias.name for alias in actor.aliases.all() if not alias.is_retired)


class ActorInput(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=ActorKind.choices)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True)
    even_if_known = serializers.BooleanField(
        default=False, help_text="Make it although an actor of this name is here."
    )


class ActorEdit(VersionedInput):
    name = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(choices=ActorKind.choices, required=False)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AliasInput(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    language = serializers.CharField(max_length=10, default="", allow_blank=True)


class ProtectInput(VersionedInput):
    public_label = serializers.CharField(max_length=200)
    readers = MemberField(many=True, default=list)


class AssessmentSerializer(serializers.ModelSerializer):
    """`counts`: it is the newest of its subject."""

    counts = serializers.BooleanField(read_only=True)

    class Meta:
        model = ReliabilityAssessment
        fields = read_only_fields = [
            "id",
            "actor",
            "letter",
            "subject",
            "reason",
            "by",
            "at",
            "counts",
        ]


class AssessmentInput(serializers.Serializer):
    letter = serializers.ChoiceField(choices=Reliability.choices)
    subject = serializers.CharField(max_length=100, default="", allow_blank=True)
    reason = serializers.CharField()
