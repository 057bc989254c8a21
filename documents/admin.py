"""Curating documents; their texts are there to look at."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from documents import services
from documents.drafts import DocumentDraft
from documents.models import Document, DocumentVersion, Origin
from teams.curating import CuratedAdmin, OwnTeams, ReadOnlyAdmin, ReasonActionForm, each_by_service
from teams.models import User


@admin.register(Document)
class DocumentAdmin(CuratedAdmin):
    list_display = ("title", "kind", "team", "publisher", "published_on", "processing", "triage")
    list_filter = ("processing", "triage", "kind", "language", "access", ("team", OwnTeams))
    list_select_related = ("team", "publisher")
    search_fields = ("title", "url", "publisher__name", "publisher_words")
    date_hierarchy = "created_at"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    action_form = ReasonActionForm
    actions = ("withdraw", "restore", "retry")
    editable = ("title", "kind", "url", "authors", "language", "content_warning")
    fixed = (
        "team",
        "publisher",
        "published_on",
        "published_precision",
        "processing",
        "failure",
        "triage",
        "triage_by",
        "origin",
        "access",
        "added_by",
        "created_at",
    )
    fields = (*editable, *fixed, "seen_version")
    readonly_fields = fixed

    def change_by_service(self, document: Document, cleaned: dict[str, Any], by: User) -> None:
        draft = DocumentDraft(
            publisher=document.publisher_name,
            published=document.published,
            topic_words=tuple(document.topic_words),
            **{name: cleaned[name] for name in self.editable},
        )
        services.edit_document(
            document=document, draft=draft, row_version=cleaned["seen_version"], by=by
        )

    @admin.action(description=_("Withdraw, with a reason"))
    def withdraw(self, request: HttpRequest, rows: QuerySet[Document]) -> HttpResponse | None:
        why = request.POST.get("why", "")
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.withdraw_document(
                document=row, why=why, row_version=row.row_version, by=request.user
            ),
        )

    @admin.action(description=_("Restore"))
    def restore(self, request: HttpRequest, rows: QuerySet[Document]) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.restore_document(
                document=row, row_version=row.row_version, by=request.user
            ),
        )

    @admin.action(description=_("Try again, where reading failed"))
    def retry(self, request: HttpRequest, rows: QuerySet[Document]) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.retry_processing(document=row, by=request.user),
        )


class OfVisibleDocuments(ReadOnlyAdmin):
    """Rows that hang on a document and are read with it."""

    document_path = "document"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible = Document.objects.visible_to(request.user)
        return super().get_queryset(request).filter(**{f"{self.document_path}__in": visible})


@admin.register(DocumentVersion)
class VersionAdmin(OfVisibleDocuments):
    team_path = "document__team"
    list_display = ("document", "number", "made", "made_by", "made_at", "text_sha256")
    list_filter = ("made", ("document__team", OwnTeams))
    list_select_related = ("document", "made_by")
    search_fields = ("document__title", "text_sha256")
    fields = (
        "document",
        "number",
        "made",
        "made_by",
        "made_at",
        "file_name",
        "raw_encoding",
        "text_sha256",
        "raw_sha256",
        "text",
    )


@admin.register(Origin)
class OriginAdmin(ReadOnlyAdmin):
    list_display = ("label", "team", "added_by", "created_at")
    list_filter = (("team", OwnTeams),)
    list_select_related = ("team", "added_by")
    search_fields = ("label",)
    fields = ("label", "note", "team", "added_by", "created_at")
