"""The timeline as pages show it, and taking a change back."""

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.pagination import Page
from history.models import Event
from review import services
from review.api.reading import EventRows
from review.event_filters import EventFilters
from review.selectors.timeline import Entry, actions_page, content_for
from review.undoing import open_to


class DifferenceSerializer(serializers.Serializer):
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class EntrySerializer(serializers.Serializer):
    """One action: who did what, in words. `event` is its first event; `times` says to how many rows
    it was done. Where the content is concealed from you, the words say no more than the kind.
    """

    event = serializers.IntegerField(source="event.pk")
    seq = serializers.IntegerField(source="event.seq")
    action = serializers.UUIDField(source="event.action")
    kind = serializers.CharField(source="event.kind")
    at = serializers.DateTimeField()
    by = serializers.IntegerField(source="event.by_id", allow_null=True)
    who = serializers.CharField()
    words = serializers.CharField()
    why = serializers.CharField()
    times = serializers.IntegerField()
    differences = DifferenceSerializer(many=True)
    claim = serializers.IntegerField(source="event.claim_id", allow_null=True)
    document = serializers.IntegerField(source="event.document_id", allow_null=True)
    actor = serializers.IntegerField(source="event.actor_id", allow_null=True)
    may_undo = serializers.SerializerMethodField(help_text="Whether you may take it back now.")

    def get_may_undo(self, entry: Entry) -> bool:
        return entry.event.pk in self.context["undoable"]


class TimelineSerializer(serializers.Serializer):
    """A page of actions, the newest first. `next` and `previous` are addresses, or null."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EntrySerializer(many=True)


CURSORS = [
    OpenApiParameter("after", int, description="Actions older than this number in the chain."),
    OpenApiParameter("before", int, description="Actions newer than this number in the chain."),
]


class Timeline(EventRows):
    """What happened, one line for each action, in words."""

    serializer_class = TimelineSerializer
    filterset_class = EventFilters
    pagination_class = None
    summaries = {"GET": "Read the timeline"}

    @extend_schema(parameters=CURSORS)
    def get(self, request: Request, team: str) -> Response:
        page = actions_page(
            request.user,
            self.filter_queryset(self.get_queryset().select_related(None)),
            after=request.query_params.get("after", ""),
            before=request.query_params.get("before", ""),
        )
        told = [(entry.event, entry.content) for entry in page.rows]
        context = {"undoable": open_to(request.user, self.team, told)}
        return Response(TimelineSerializer(_linked(request, page), context=context).data)


def _linked(request: Request, page: Page) -> dict[str, Any]:
    def address(name: str, cursor: str) -> str | None:
        if not cursor:
            return None
        query: QueryDict = request.query_params.copy()
        for each in ("after", "before"):
            query.pop(each, None)
        query[name] = cursor
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return {
        "next": address("after", page.next),
        "previous": address("before", page.previous),
        "results": page.rows,
    }


class UndoEvent(EventRows):
    """Answered with the event that was taken back; what undid it is the newest one of its row.

    409 if something was done on top of it since, 422 for what cannot be taken back.
    """

    summaries = {"POST": "Take a change back"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        event: Event = self.get_object()
        services.undo_event(
            event=event, content=content_for(event), team=self.team, by=request.user
        )
        return self.answer(event)
