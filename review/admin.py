"""Curating what reviews stand on. Reviews, decisions and events are there to look at.

Blindness holds here as everywhere: rows come from `visible_to`, stance and credibility from what
it shows, contents of events from `content_for`.
"""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from claims.admin import ClaimCuration
from claims.models import Claim
from claims.vocabularies import Priority
from history.models import Event
from review import services
from review.models import Assignment, Comment, Decision, Evidence, Review
from review.selectors.timeline import content_for, events_for
from review.vocabularies import Credibility, Stance
from teams.curating import OwnTeams, ReadOnlyAdmin, ReasonActionForm, each_by_service
from teams.querysets import led_teams

Step = Callable[..., Any]


@admin.register(Claim)
class ClaimAdmin(ClaimCuration):
    action_form = ReasonActionForm
    actions = ("to_check", "on_record", "high", "normal", "stop", "reopen")

    def _each(
        self, request: HttpRequest, rows: QuerySet[Claim], step: Step, **values: Any
    ) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: step(claim=row, by=request.user, row_version=row.row_version, **values),
        )

    @admin.action(description=_("Mark to check"))
    def to_check(self, request: HttpRequest, rows: QuerySet[Claim]) -> HttpResponse | None:
        return self._each(request, rows, services.mark_to_check, priority=Priority.NORMAL)

    @admin.action(description=_("Put on record"))
    def on_record(self, request: HttpRequest, rows: QuerySet[Claim]) -> HttpResponse | None:
        return self._each(request, rows, services.put_on_record)

    @admin.action(description=_("Set high priority"))
    def high(self, request: HttpRequest, rows: QuerySet[Claim]) -> HttpResponse | None:
        return self._each(request, rows, services.set_priority, priority=Priority.HIGH)

    @admin.action(description=_("Set normal priority"))
    def normal(self, request: HttpRequest, rows: QuerySet[Claim]) -> HttpResponse | None:
        return self._each(request, rows, services.set_priority, priority=Priority.NORMAL)

    @admin.action(description=_("Stop pursuing, with a reason"))
    def stop(self, request: HttpRequest, rows: QuerySet[Claim]) -> HttpResponse | None:
        return self._each(request, rows, services.stop_pursuing, why=request.POST.get("why", ""))

    @admin.action(description=_("Reopen, with a reason"))
    def reopen(self, request: HttpRequest, rows: QuerySet[Claim]) -> HttpResponse | None:
        return self._each(request, rows, services.reopen, why=request.POST.get("why", ""))


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("title", "claim", "axis", "stance_shown", "kind", "added_by", "withdrawn_at")
    list_filter = ("axis", "kind", "access", ("team", OwnTeams))
    list_select_related = ("claim", "added_by")
    search_fields = ("title", "passage", "url", "claim__statement")
    action_form = ReasonActionForm
    actions = ("withdraw",)
    fields = (
        "claim",
        "round",
        "axis",
        "stance_shown",
        "kind",
        "title",
        "passage",
        "place",
        "url",
        "document",
        "searched_where",
        "searched_words",
        "asked_whom",
        "asked_how",
        "reply_outcome",
        "happened_on",
        "source",
        "credibility_shown",
        "access",
        "added_by",
        "created_at",
        "withdrawn_at",
        "withdrawn_why_shown",
    )

    @admin.display(description=_("Stance"))
    def stance_shown(self, item: Evidence) -> str:
        return str(Stance(item.shown_stance).label) if item.shown_stance else str(_("concealed"))

    @admin.display(description=_("Credibility"))
    def credibility_shown(self, item: Evidence) -> str:
        grade = item.shown_credibility
        return f"{grade} {Credibility(grade).label}" if grade else "–"

    @admin.display(description=_("Why it was withdrawn"))
    def withdrawn_why_shown(self, item: Evidence) -> str:
        return item.shown_withdrawn_why

    @admin.action(description=_("Withdraw, with a reason"))
    def withdraw(self, request: HttpRequest, rows: QuerySet[Evidence]) -> HttpResponse | None:
        why = request.POST.get("why", "")
        return each_by_service(
            self,
            request,
            rows.select_related("claim__team"),
            lambda row: services.withdraw_evidence(
                evidence=row, why=why, by=request.user, row_version=row.row_version
            ),
        )


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("claim", "round", "duty", "reviewer", "said", "holds", "sealed_at")
    list_filter = ("duty", "said", "holds", ("team", OwnTeams))
    list_select_related = ("claim", "reviewer")
    search_fields = ("statement", "rationale", "reviewer__name")
    # Without `judged`: it holds the stance of other people's evidence, which may be concealed.
    fields = (
        "claim",
        "round",
        "duty",
        "reviewer",
        "statement",
        "said",
        "said_confidence",
        "holds",
        "holds_confidence",
        "rationale",
        "as_of",
        "recheck_on",
        "recheck_never",
        "no_reply_why",
        "override_why",
        "settled_by",
        "judged_digest",
        "vocabulary_version",
        "sealed_at",
    )


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("claim", "round", "kind", "first_by", "second_by", "decided_at")
    list_filter = ("kind", ("team", OwnTeams))
    list_select_related = ("claim", "first_by", "second_by")
    search_fields = ("claim__statement",)


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("claim", "duty", "person", "due_on", "assigned_by", "started_at", "ended_at")
    list_filter = ("duty", ("team", OwnTeams))
    list_select_related = ("claim", "person", "assigned_by")
    search_fields = ("claim__statement", "person__name")
    # Without why it ended: that repeats a first reviewer's words in a blind round.
    fields = (
        "claim",
        "round",
        "duty",
        "person",
        "due_on",
        "assigned_by",
        "assigned_at",
        "started_at",
        "ended_at",
    )


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ("text", "claim", "document", "kind", "by", "at", "resolved_at")
    list_filter = ("kind", ("team", OwnTeams))
    list_select_related = ("claim", "document", "by")
    search_fields = ("text", "claim__statement", "by__name")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("seq", "kind", "object_type", "object_id", "by_id", "by_task", "at", "hash")
    list_filter = ("object_type",)
    search_fields = ("kind", "hash")
    ordering = ("-at", "-seq")
    fields = (
        "team_id",
        "seq",
        "kind",
        "object_type",
        "object_id",
        "by_id",
        "by_task",
        "action",
        "at",
        "what_it_says",
        "content_digest",
        "previous_hash",
        "hash",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        mine = events_for(request.user).filter(team_id__in=led_teams(request.user))
        return mine.select_related("payload").order_by(*self.ordering)

    @admin.display(description=_("What it says"))
    def what_it_says(self, event: Event) -> str:
        content = content_for(event)
        if content is None:
            return str(_("Concealed or blanked."))
        return json.dumps(content, ensure_ascii=False, indent=1)
