"""Watching background work."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jobs import services
from jobs.models import Job
from teams.curating import OwnTeams, ReadOnlyAdmin, each_by_service


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("kind", "subject_id", "team", "state", "done", "total", "attempt", "queued_at")
    list_filter = ("state", "kind", ("team", OwnTeams))
    list_select_related = ("team",)
    search_fields = ("kind", "error")
    actions = ("retry", "cancel")

    @admin.action(description=_("Try again"))
    def retry(self, request: HttpRequest, rows: QuerySet[Job]) -> HttpResponse | None:
        return each_by_service(
            self, request, rows, lambda row: services.retry(job=row, by=request.user)
        )

    @admin.action(description=_("Stop"))
    def cancel(self, request: HttpRequest, rows: QuerySet[Job]) -> HttpResponse | None:
        return each_by_service(
            self, request, rows, lambda row: services.cancel(job=row, by=request.user)
        )
