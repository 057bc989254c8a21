"""What is only read: reviews, decisions, duties and the history."""

from django.db.models import Prefetch, QuerySet
from rest_framework import generics

from history.models import Event
from review.api import filters, serializers
from review.event_filters import EventFilters
from review.models import Assignment, Decision, Evidence, Review
from review.selectors.timeline import events_for
from teams.api.views import InTeam


class ReviewRows(InTeam, generics.GenericAPIView):
    tag = "review"
    queryset = Review.objects.all()
    serializer_class = serializers.ReviewSerializer

    def get_queryset(self) -> QuerySet[Review]:
        user = self.request.user
        seen = Prefetch(
            "citations__evidence", Evidence.objects.visible_to(user), to_attr="readable"
        )
        rows = Review.objects.visible_to(user).filter(team=self.team)
        return rows.select_related("reviewer", "ended__by").prefetch_related("signatures__by", seen)


class Reviews(ReviewRows, generics.ListAPIView):
    """Sealed reviews that no blind round conceals from you."""

    filterset_class = filters.ReviewFilters
    summaries = {"GET": "List the reviews"}


class ReviewDetail(ReviewRows, generics.RetrieveAPIView):
    summaries = {"GET": "Read a review"}


class DecisionRows(InTeam, generics.GenericAPIView):
    tag = "review"
    queryset = Decision.objects.all()
    serializer_class = serializers.DecisionSerializer

    def get_queryset(self) -> QuerySet[Decision]:
        rows = Decision.objects.visible_to(self.request.user).filter(team=self.team)
        return rows.select_related("review", "first_by", "second_by")


class Decisions(DecisionRows, generics.ListAPIView):
    """One for each decided round, earlier rounds too."""

    filterset_class = filters.DecisionFilters
    summaries = {"GET": "List the decisions"}


class DecisionDetail(DecisionRows, generics.RetrieveAPIView):
    summaries = {"GET": "Read a decision"}


class Assignments(InTeam, generics.ListAPIView):
    """Who has or had to do what."""

    tag, summaries = "review", {"GET": "List the duties"}
    queryset = Assignment.objects.all()
    serializer_class = serializers.AssignmentSerializer
    filterset_class = filters.AssignmentFilters

    def get_queryset(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.visible_to(self.request.user).filter(team=self.team)
        return rows.select_related("person", "assigned_by")


class EventRows(InTeam, generics.GenericAPIView):
    tag = "history"
    queryset = Event.objects.all()
    serializer_class = serializers.EventSerializer

    def get_queryset(self) -> QuerySet[Event]:
        return events_for(self.request.user, self.team).select_related("payload")


class Events(EventRows, generics.ListAPIView):
    """The history of the team, the newest first, as far as you may read it."""

    filterset_class = EventFilters
    summaries = {"GET": "List the events"}


class EventDetail(EventRows, generics.RetrieveAPIView):
    summaries = {"GET": "Read an event"}
