"""People as the API shows them: never their addresses."""

from rest_framework import serializers

from common.fields import Number
from teams.models import Membership, User


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = read_only_fields = ["id", "name"]


class MemberSerializer(serializers.ModelSerializer):
    """A person of the team; `id` is what other resources call them by."""

    id = serializers.IntegerField(source="user_id", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Membership
        fields = read_only_fields = ["id", "name", "role"]


class VersionedInput(serializers.Serializer):
    """What changes a row: `row_version` as it was when you read it, or you get a 409."""

    row_version = Number(min_value=1)
