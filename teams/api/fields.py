"""Rows of a team in requests, by id: only those that the person may read."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from teams.models import Membership, User


class RowField(serializers.PrimaryKeyRelatedField):
    """A row of the team that the person may read; any other does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        view = self.context["view"]
        rows = self.queryset.model.objects.visible_to(view.request.user)
        return rows.filter(team=view.team)


class MemberField(serializers.PrimaryKeyRelatedField):
    """An active member of the team."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": User.objects.all(), **kwargs})

    def get_queryset(self) -> QuerySet[User]:
        members = Membership.objects.active().filter(team=self.context["view"].team)
        return User.objects.filter(pk__in=members.values("user_id"))
