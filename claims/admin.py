"""Curating mentions and claims: every change goes through the services that the pages use."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims import services
from claims.models import Claim, ClaimMention, ExtractionRun, Mention
from claims.vocabularies import RejectReason
from documents.admin import OfVisibleDocuments
from teams.curating import CuratedAdmin, OwnTeams, ReadOnlyAdmin, each_by_service
from teams.models import User

Step = Callable[..., Any]


@admin.register(Mention)
class MentionAdmin(CuratedAdmin):
    list_display = (
        "content_words",
        "polarity",
        "source_words",
        "document",
        "kind",
        "curation",
        "curated_by",
    )
    list_filter = (
        "curation",
        "reject_reason",
        "polarity",
        "kind",
        "mode",
        "rule",
        ("team", OwnTeams),
    )
    list_select_related = ("document", "curated_by")
    search_fields = ("content_words", "source_words", "document__title")
    editable = ("kind", "polarity", "mode", "note")
    fixed = (
        "document",
        "version",
        "source_words",
        "cue_words",
        "content_words",
        "curation",
        "reject_reason",
        "curated_by",
        "curated_at",
        "run",
        "rule",
        "score",
        "reasons",
        "person_fields",
    )
    fields = (*editable, *fixed, "seen_version")
    readonly_fields = fixed
    actions = ("accept", "accept_to_check", "not_a_claim", "not_our_subject", "set_aside", "undo")

    def change_by_service(self, mention: Mention, cleaned: dict[str, Any], by: User) -> None:
        changes = {name: cleaned[name] for name in self.editable}
        services.edit_mention(
            mention=mention, by=by, row_version=cleaned["seen_version"], changes=changes
        )

    def _each(
        self, request: HttpRequest, rows: QuerySet[Mention], step: Step, **values: Any
    ) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows.select_related("team", "document", "version"),
            lambda row: step(mention=row, by=request.user, row_version=row.row_version, **values),
        )

    @admin.action(description=_("Accept on record"))
    def accept(self, request: HttpRequest, rows: QuerySet[Mention]) -> HttpResponse | None:
        return self._each(request, rows, services.accept_mention)

    @admin.action(description=_("Accept to check"))
    def accept_to_check(self, request: HttpRequest, rows: QuerySet[Mention]) -> HttpResponse | None:
        return self._each(request, rows, services.accept_mention, to_check=True)

    @admin.action(description=_("Reject: not a claim"))
    def not_a_claim(self, request: HttpRequest, rows: QuerySet[Mention]) -> HttpResponse | None:
        reason = RejectReason.NOT_A_CLAIM
        return self._each(request, rows, services.reject_mention, reason=reason)

    @admin.action(description=_("Reject: not our subject"))
    def not_our_subject(self, request: HttpRequest, rows: QuerySet[Mention]) -> HttpResponse | None:
        reason = RejectReason.NOT_OUR_SUBJECT
        return self._each(request, rows, services.reject_mention, reason=reason)

    @admin.action(description=_("Set aside"))
    def set_aside(self, request: HttpRequest, rows: QuerySet[Mention]) -> HttpResponse | None:
        return self._each(request, rows, services.set_aside_mention)

    @admin.action(description=_("Take the decision back"))
    def undo(self, request: HttpRequest, rows: QuerySet[Mention]) -> HttpResponse | None:
        return self._each(request, rows, services.undo_mention)


# Shown on a claim, changed on its page alone: only a review writes verdicts and states.
CLAIM_FIXED = (
    "team",
    "spoken_by",
    "priority",
    "state",
    "round",
    "due_on",
    "said",
    "said_confidence",
    "holds",
    "holds_confidence",
    "decided_at",
    "decided_as_of",
    "recheck_on",
    "needs_help",
    "needs_look",
    "not_pursued_why",
    "access",
    "added_by",
    "confirmed_by",
    "created_at",
    "updated_at",
)


class ClaimCuration(CuratedAdmin):
    """The claim's form and list; `review.admin` registers it, with the steps that are review's."""

    list_display = (
        "statement",
        "polarity",
        "spoken_by",
        "kind",
        "state",
        "priority",
        "said",
        "holds",
        "due_on",
    )
    list_filter = (
        "state",
        "priority",
        "polarity",
        "kind",
        "said",
        "holds",
        "needs_help",
        "access",
        ("team", OwnTeams),
    )
    list_select_related = ("team",)
    search_fields = ("statement", "speakers__actor__name", "speakers__words")
    date_hierarchy = "created_at"
    editable = (
        "statement",
        "polarity",
        "kind",
        "about_words",
        "about_start",
        "about_end",
        "about_precision",
    )
    fields = (*editable, *CLAIM_FIXED, "seen_version")
    readonly_fields = CLAIM_FIXED

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        readable = Prefetch("speakers__actor", Actor.objects.readable_by(request.user))
        return super().get_queryset(request).prefetch_related(readable)

    @admin.display(description=_("Speakers"))
    def spoken_by(self, claim: Claim) -> str:
        return ", ".join(speaker.shown_name for speaker in claim.speakers.all())

    def change_by_service(self, claim: Claim, cleaned: dict[str, Any], by: User) -> None:
        changes = {name: cleaned[name] for name in self.editable}
        services.edit_claim(
            claim=claim, by=by, row_version=cleaned["seen_version"], changes=changes
        )


@admin.register(ClaimMention)
class ClaimMentionAdmin(ReadOnlyAdmin):
    team_path = "claim__team"
    list_display = ("claim", "mention", "state", "by", "is_origin")
    list_filter = ("state", "is_origin", ("claim__team", OwnTeams))
    list_select_related = ("claim", "mention", "by")
    search_fields = ("claim__statement", "mention__content_words")
    fields = ("claim", "mention", "state", "score", "is_origin", "by", "created_at")


@admin.register(ExtractionRun)
class RunAdmin(OfVisibleDocuments):
    document_path = "version__document"
    list_display = (
        "version",
        "engine",
        "engine_version",
        "state",
        "found",
        "proposed",
        "dropped",
        "started_at",
    )
    list_filter = ("engine", "state", ("team", OwnTeams))
    list_select_related = ("version",)
    search_fields = ("version__document__title",)
    fields = (
        "version",
        "engine",
        "engine_version",
        "settings",
        "state",
        "found",
        "proposed",
        "known",
        "dropped",
        "gone_stale",
        "language",
        "reach",
        "beyond",
        "unread_spans",
        "notes",
        "digest",
        "error",
        "started_at",
        "finished_at",
    )
