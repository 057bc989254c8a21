"""Documents and their versions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from documents import selectors, services, texts
from documents.access import get_document
from documents.api.serializers import (
    AccessInput,
    DocumentEdit,
    DocumentInput,
    DocumentSerializer,
    ReasonInput,
    TextInput,
    VersionSerializer,
    VersionTextSerializer,
    draft_of,
)
from documents.filters import DocumentFilter
from documents.models import Document, DocumentVersion
from teams.access import require
from teams.api.serializers import VersionedInput
from teams.api.views import InTeam
from teams.roles import Permission


class DocumentRows(InTeam, generics.GenericAPIView):
    tag = "documents"
    queryset = Document.objects.all()
    serializer_class = DocumentSerializer

    def get_queryset(self) -> QuerySet[Document]:
        newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
        rows = selectors.readable_documents(self.request.user, self.team)
        return rows.annotate(version=Subquery(newest.values("number")[:1]))

    def document(self, permission: Permission) -> Document:
        user, pk = self.request.user, self.kwargs["pk"]
        return get_document(user, self.kwargs["team"], pk, permission=permission)


class Documents(DocumentRows, generics.ListAPIView):
    """Publications of the team; withdrawn ones only if asked for by `processing=withdrawn`."""

    filterset_class = DocumentFilter
    inputs = {"POST": DocumentInput}
    makes = repeats = True
    summaries = {"GET": "List the documents", "POST": "Add a document by its text"}

    def post(self, request: Request, team: str) -> Response:
        """Sent twice it makes one: the second answers 200 with the document that is here.

        The same address with another text is a 409 `same_address`, the same text elsewhere a 409
        `same_text`; both with the `existing` document.
        """
        require(request.user, Permission.ADD_DOCUMENT, self.team)
        given = self.given()
        added = services.add_document(
            team=self.team,
            draft=draft_of(given),
            source=texts.pasted(given["text"]),
            by=request.user,
            as_another=given["as_another"],
        )
        code = status.HTTP_201_CREATED if added.is_new else status.HTTP_200_OK
        return self.answer(added.document, code)


class DocumentDetail(DocumentRows, generics.RetrieveAPIView):
    inputs = {"PATCH": DocumentEdit}
    summaries = {"GET": "Read a document", "PATCH": "Edit what is said about a document"}

    def patch(self, request: Request, team: str, pk: int) -> Response:
        document = self.document(Permission.ADD_DOCUMENT)
        given = self.given()
        services.edit_document(
            document=document,
            draft=draft_of(given, document),
            row_version=given["row_version"],
            by=request.user,
        )
        return self.answer(document)


@dataclass(frozen=True)
class Step:
    """What can be done with a document by one POST; takes: what its body holds."""

    service: Callable[..., Any]
    summary: str
    permission: Permission
    takes: type[serializers.Serializer] | None = VersionedInput


STEPS = {
    "start-triage": Step(services.start_triage, "Go through it now", Permission.TRIAGE),
    "finish-triage": Step(services.finish_triage, "Say that triage is done", Permission.TRIAGE),
    "skip-triage": Step(services.skip_triage, "Nobody needs to go through it", Permission.TRIAGE),
    # Whoever added a document may withdraw it too: the service knows.
    "withdraw": Step(services.withdraw_document, "Withdraw", Permission.READ, ReasonInput),
    "restore": Step(services.restore_document, "Restore", Permission.READ),
    "restrict": Step(
        services.restrict_document, "Say who may read it", Permission.PROTECT, AccessInput
    ),
    "retry": Step(services.retry_processing, "Have it read again", Permission.ADD_DOCUMENT, None),
    "stop": Step(services.cancel_processing, "Stop reading it", Permission.ADD_DOCUMENT, None),
}


class DocumentStep(DocumentRows):
    """One step on a document; answers with the document."""

    step: Step = None

    @property
    def inputs(self) -> dict[str, Any]:
        return {"POST": self.step.takes} if self.step.takes else {}

    @property
    def summaries(self) -> dict[str, str]:
        return {"POST": self.step.summary}

    def post(self, request: Request, team: str, pk: int) -> Response:
        document = self.document(self.step.permission)
        given = self.given() if self.step.takes else {}
        self.step.service(document=document, by=request.user, **given)
        return self.answer(document)


class VersionRows(InTeam, generics.GenericAPIView):
    tag = "documents"
    queryset = DocumentVersion.objects.all()
    serializer_class = VersionSerializer

    def get_queryset(self) -> QuerySet[DocumentVersion]:
        document = get_document(self.request.user, self.kwargs["team"], self.kwargs["pk"])
        return selectors.versions_of(document)


class Versions(VersionRows, generics.ListAPIView):
    """The texts of a document as they stood, without their words, newest first."""

    inputs = {"POST": TextInput}
    makes = True
    summaries = {"GET": "List the versions of a document", "POST": "Keep a newer text"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        """The text that is the newest already is answered as it is."""
        document = get_document(request.user, team, pk, permission=Permission.ADD_DOCUMENT)
        source = texts.pasted(self.given()["text"])
        version = services.add_version(document=document, source=source, by=request.user)
        return self.answer(version, status.HTTP_201_CREATED)


class VersionDetail(VersionRows):
    serializer_class = VersionTextSerializer
    summaries = {"GET": "Read the text of a version"}

    def get(self, request: Request, team: str, pk: int, number: int) -> Response:
        version = get_object_or_404(self.get_queryset().defer(None), number=number)
        return Response(self.get_serializer(version).data)
