"""Search for programs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from search import marking, registry
from search.finding import Search
from search.models import Entry
from teams.api.views import InTeam


class SearchQuery(serializers.Serializer):
    q = serializers.CharField(max_length=1000, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=registry.GROUPS, default=registry.GROUPS[0])


class HitSerializer(serializers.Serializer):
    """One row: its text cut around the first hit, and where the hits stand in that, as
    [[start, end], …] in code points, end exclusive. `note`: what the cut may have lost, such as
    that a claim is a denial; "" for nothing.
    """

    id = serializers.IntegerField()
    text = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    hits = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class Find(InTeam, generics.ListAPIView):
    """The newest rows of one kind that hold what was typed: words, "quoted phrases", -without,
    begin*. Without words, none. The row itself is at the address of its kind.
    """

    tag, summaries = "search", {"GET": "Find rows by their words"}
    queryset = Entry.objects.none()
    serializer_class = HitSerializer
    filter_backends = ()

    @cached_property
    def asked(self) -> dict[str, Any]:
        query = SearchQuery(data=self.request.GET.dict())
        query.is_valid(raise_exception=True)
        return query.validated_data

    @cached_property
    def group(self) -> registry.Group:
        return registry.group(self.asked["kind"])

    @cached_property
    def search(self) -> Search:
        return Search(self.asked["q"], team=self.team, user=self.request.user)

    def get_queryset(self) -> QuerySet[Any]:
        """Without what belongs to each row: only its text goes out."""
        rows = self.group.visible(self.team, self.request.user)
        rows = rows.select_related(None).prefetch_related(None).only("pk", *self.group.reads)
        return (
            rows.filter(self.search.within(self.group.name)) if self.search.query else rows.none()
        )

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str),
            OpenApiParameter("kind", str, enum=list(registry.GROUPS), default=registry.GROUPS[0]),
        ]
    )
    def get(self, request: Request, team: str) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(list(self.hits(rows)))

    def hits(self, rows: list[Model]) -> Iterable[dict[str, Any]]:
        texts = self.group.texts(rows) if rows else {}
        for row in rows:
            pieces = marking.snippet(texts.get(row.pk, ""), self.search.query)
            places = marking.places(pieces)
            text, note = "".join(each.text for each in pieces), self.group.note(row)
            yield {"id": row.pk, "text": text, "note": note, "hits": places}
