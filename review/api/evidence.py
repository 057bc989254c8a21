"""Evidence, and what is said about claims."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from claims.models import Claim
from documents.models import Document
from review import services
from review.access import get_comment, get_evidence
from review.api import inputs
from review.api.filters import CommentFilters, EvidenceFilters
from review.api.serializers import CommentSerializer, EvidenceSerializer
from review.models import Comment, Evidence
from review.services import EvidenceDraft
from teams.access import require
from teams.api.serializers import VersionedInput
from teams.api.views import InTeam
from teams.roles import Permission

LONGEST_KEY = 255
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": LONGEST_KEY},
    OpenApiParameter.HEADER,
    description="Any words that name this request: sent again with them, it makes nothing new.",
)


def once(request: Request, subject: Claim | Document) -> UUID | None:
    """The name that this person gave the request on this row; None without one.

    Raises ValidationError for what is no name: signs nobody can see, or whole texts.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        fault = _("At most %s signs that can be seen.") % LONGEST_KEY
        raise ValidationError({"Idempotency-Key": [fault]})
    path = request.resolver_match.url_name
    on = (
        f"{subject._meta.label_lower}/{subject.pk}" if isinstance(subject, Document) else subject.pk
    )
    return uuid5(NAMESPACE_URL, f"{path}/{on}/{request.user.pk}/{key}") if key else None


class EvidenceRows(InTeam, generics.GenericAPIView):
    tag = "evidence"
    queryset = Evidence.objects.all()
    serializer_class = EvidenceSerializer

    def get_queryset(self) -> QuerySet[Evidence]:
        user = self.request.user
        rows = Evidence.objects.visible_to(user).filter(team=self.team)
        sources = Prefetch("source", Actor.objects.readable_by(user))
        return rows.select_related("added_by", "withdrawn_by").prefetch_related(sources)

    def item(self) -> Evidence:
        user, pk = self.request.user, self.kwargs["pk"]
        return get_evidence(user, self.kwargs["team"], pk, permission=Permission.ADD_EVIDENCE)


class EvidenceList(EvidenceRows, generics.ListAPIView):
    """Evidence of all claims or of one, withdrawn items too."""

    filterset_class = EvidenceFilters
    inputs = {"POST": inputs.EvidenceInput}
    makes = True
    summaries = {"GET": "List the evidence", "POST": "Add evidence to a claim"}

    @extend_schema(parameters=[IDEMPOTENCY_KEY])
    def post(self, request: Request, team: str) -> Response:
        require(request.user, Permission.ADD_EVIDENCE, self.team)
        given = self.given()
        claim = given.pop("claim")
        evidence = services.add_evidence(
            claim=claim,
            item=EvidenceDraft(**given),
            by=request.user,
            once=once(request, claim),
        )
        return self.answer(evidence, status.HTTP_201_CREATED)


class EvidenceDetail(EvidenceRows, generics.RetrieveAPIView):
    inputs = {"PATCH": inputs.EvidenceEdit}
    summaries = {"GET": "Read an item of evidence", "PATCH": "Correct an item of evidence"}

    def patch(self, request: Request, team: str, pk: int) -> Response:
        evidence, given = self.item(), self.given()
        seen = given.pop("row_version")
        services.edit_evidence(
            evidence=evidence,
            item=EvidenceDraft(**services.said_of(evidence) | given),
            by=request.user,
            row_version=seen,
        )
        return self.answer(evidence)


class WithdrawEvidence(EvidenceRows):
    """Take an item out of its claim, with a reason; it is kept."""

    inputs = {"POST": inputs.WhyInput}
    summaries = {"POST": "Withdraw an item of evidence"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        evidence = self.item()
        services.withdraw_evidence(evidence=evidence, by=request.user, **self.given())
        return self.answer(evidence)


class CommentRows(InTeam, generics.GenericAPIView):
    tag = "comments"
    queryset = Comment.objects.all()
    serializer_class = CommentSerializer

    def get_queryset(self) -> QuerySet[Comment]:
        rows = Comment.objects.visible_to(self.request.user).filter(team=self.team)
        people = rows.select_related("by", "asked", "resolved_by", "version")
        return people.with_anchor().prefetch_related("named")


class Comments(CommentRows, generics.ListAPIView):
    """What was said about claims."""

    filterset_class = CommentFilters
    inputs = {"POST": inputs.CommentInput}
    makes = True
    summaries = {"GET": "List the comments", "POST": "Comment, or ask somebody for help"}

    @extend_schema(parameters=[IDEMPOTENCY_KEY])
    def post(self, request: Request, team: str) -> Response:
        require(request.user, Permission.COMMENT, self.team)
        return self.answer(_say(request, self.given()), status.HTTP_201_CREATED)


def _say(request: Request, given: dict[str, Any]) -> Comment:
    claim, document = given["claim"], given["document"]
    said = {name: given[name] for name in ("text", "reply_to")}
    said |= {"by": request.user, "once": once(request, claim or document)}
    if document:
        stretch = _stretch(document, given)
        return services.comment_on_document(
            document=document, mention=given["mention"], stretch=stretch, **said
        )
    said |= {"claim": claim, "evidence": given["evidence"]}
    if given["asked"]:
        del said["reply_to"]
        return services.ask_for_help(asked=given["asked"], **said)
    return services.add_comment(**said)


def _stretch(document: Document, given: dict[str, Any]) -> services.Stretch | None:
    if given["version"] is None:
        return None
    version = get_object_or_404(document.versions.all(), number=given["version"])
    return services.Stretch(version, given["start"], given["end"])


class CommentDetail(CommentRows, generics.RetrieveAPIView):
    inputs = {"PATCH": inputs.CommentEdit}
    summaries = {"GET": "Read a comment", "PATCH": "Correct your own comment"}

    def patch(self, request: Request, team: str, pk: int) -> Response:
        comment = get_comment(request.user, team, pk)
        services.edit_comment(comment=comment, by=request.user, **self.given())
        return self.answer(comment)


class ResolveComment(CommentRows):
    """For who began the thread, who was asked, and whoever triages."""

    inputs = {"POST": VersionedInput}
    summaries = {"POST": "Say that a thread is settled"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        comment = get_comment(request.user, team, pk)
        services.resolve_comment(comment=comment, by=request.user, **self.given())
        return self.answer(comment)


class ReopenComment(CommentRows):
    """For who began the thread, who was asked, and whoever triages."""

    inputs = {"POST": VersionedInput}
    summaries = {"POST": "Say that a thread is not settled after all"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        comment = get_comment(request.user, team, pk)
        services.reopen_comment(comment=comment, by=request.user, **self.given())
        return self.answer(comment)
