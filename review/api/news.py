"""What is new for the person, and what they watch."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from claims.models import Claim
from common.fields import Number
from documents.access import get_document
from documents.models import Document
from review import services
from review.access import get_claim
from review.models import Comment, Watch
from review.selectors.news import News, Told, all_news
from teams.api.views import InTeam


class ToldSerializer(serializers.Serializer):
    """One action. `comment` is the id of the comment that it tells of, if you may read it."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField(source="entry.at")
    who = serializers.CharField(source="entry.who")
    words = serializers.CharField(source="entry.words")
    comment = serializers.SerializerMethodField()
    is_new = serializers.BooleanField()

    def get_comment(self, told: Told) -> int | None:
        comment: Comment | None = told.comment
        return comment.pk if comment else None


class NewsSerializer(serializers.Serializer):
    """What others did on one claim, or said about one document; the newest first."""

    claim = serializers.IntegerField(source="watch.claim_id", allow_null=True)
    document = serializers.IntegerField(source="watch.document_id", allow_null=True)
    is_new = serializers.BooleanField()
    newest = serializers.IntegerField()
    told = ToldSerializer(many=True)


class UpToInput(serializers.Serializer):
    """`up_to`: the highest `newest` that you have read."""

    up_to = Number()


class WatchInput(serializers.Serializer):
    watching = serializers.BooleanField()


class WatchingSerializer(serializers.Serializer):
    watching = serializers.BooleanField()


class NewsRows(InTeam, generics.GenericAPIView):
    tag = "notifications"
    queryset = Watch.objects.all()

    def get_queryset(self) -> QuerySet[Watch]:
        return Watch.objects.of(self.request.user).filter(team=self.team)


class Notifications(NewsRows):
    """What is new on what you watch, and what you have read of it; 50 groups at most."""

    serializer_class = NewsSerializer
    pagination_class = None
    summaries = {"GET": "List the notifications"}

    @extend_schema(responses=NewsSerializer(many=True))
    def get(self, request: Request, team: str) -> Response:
        news: list[News] = all_news(request.user, self.team)
        return Response(NewsSerializer(news, many=True).data)


class ReadAll(NewsRows):
    """Read marks are yours alone and no part of the history."""

    serializer_class = NewsSerializer
    inputs = {"POST": UpToInput}
    summaries = {"POST": "Mark all as read"}

    @extend_schema(responses={204: None})
    def post(self, request: Request, team: str) -> Response:
        services.see_all(team=self.team, by=request.user, **self.given())
        return Response(status=status.HTTP_204_NO_CONTENT)


class WatchSubject(NewsRows):
    serializer_class = WatchingSerializer
    inputs = {"POST": WatchInput}

    def subject(self) -> Claim | Document:
        raise NotImplementedError

    def post(self, request: Request, team: str, pk: int) -> Response:
        subject, watching = self.subject(), self.given()["watching"]
        if watching:
            services.watch(subject=subject, by=request.user)
        else:
            services.unwatch(subject=subject, by=request.user)
        return Response({"watching": watching})


class WatchClaim(WatchSubject):
    """You are told what others do on it."""

    summaries = {"POST": "Watch a claim, or no longer"}

    def subject(self) -> Claim:
        return get_claim(self.request.user, self.kwargs["team"], self.kwargs["pk"])


class WatchDocument(WatchSubject):
    """You are told what others say about it."""

    summaries = {"POST": "Watch a document, or no longer"}

    def subject(self) -> Document:
        return get_document(self.request.user, self.kwargs["team"], self.kwargs["pk"])
