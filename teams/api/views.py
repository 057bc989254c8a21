"""What every view below a team shares, and the people of a team."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from rest_framework import generics, status
from rest_framework.response import Response

from teams.access import get_team
from teams.api.serializers import MemberSerializer
from teams.models import Membership, Team


class InTeam:
    """Mixed into DRF's generic views: the team of the address, requests in, rows out.

    `get_queryset` starts from what the person may read, and every row goes out through it: also
    the one that a conflict or a duplicate is answered with.
    """

    throttle_scope = "api"
    inputs: dict[str, Any] = {}

    @cached_property
    def team(self) -> Team:
        return get_team(self.request.user, self.kwargs["team"])

    def given(self) -> dict[str, Any]:
        """The validated body. Raises ValidationError, which is answered with 400."""
        form = self.inputs[self.request.method](
            data=self.request.data, context=self.get_serializer_context()
        )
        form.is_valid(raise_exception=True)
        return form.validated_data

    def show(self, row: Model | None) -> Any:
        """`row` as it stands now and as the person may read it; None if they may not."""
        if not isinstance(row, self.queryset.model):
            return None
        found = self.get_queryset().filter(pk=row.pk).first()
        return self.get_serializer(found).data if found else None

    def answer(self, row: Model, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.show(row), status=code)


class Members(InTeam, generics.ListAPIView):
    """The active members of the team, with their roles."""

    tag, summaries = "team", {"GET": "List the members"}
    queryset = Membership.objects.all()
    serializer_class = MemberSerializer

    def get_queryset(self) -> QuerySet[Membership]:
        return Membership.objects.active().filter(team=self.team).select_related("user")
