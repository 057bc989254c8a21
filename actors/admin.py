"""Curating actors and their names."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from actors import services
from actors.models import Actor, Alias, ReliabilityAssessment
from teams.curating import CuratedAdmin, OwnTeams, ReadOnlyAdmin, each_by_service
from teams.models import User


class AliasInline(admin.TabularInline):
    """The other names, to look at; they are added and retired in their own list."""

    model = Alias
    fields = readonly_fields = ("name", "language", "is_retired", "added_by")
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission


@admin.register(Actor)
class ActorAdmin(CuratedAdmin):
    list_display = ("name", "kind", "team", "is_protected", "public_label", "updated_at")
    list_filter = ("kind", "is_protected", ("team", OwnTeams))
    list_select_related = ("team",)
    search_fields = ("name", "public_label", "aliases__name")
    ordering = ("name", "pk")
    fields = (
        "team",
        "name",
        "kind",
        "description",
        "is_protected",
        "public_label",
        "added_by",
        "seen_version",
    )
    inlines = (AliasInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Protecting needs its readers with it, so it stays on the actor's own page."""
        fixed = ("is_protected", "public_label", "added_by")
        return (*fixed, "team") if obj else fixed

    def change_by_service(self, actor: Actor, cleaned: dict[str, Any], by: User) -> None:
        services.edit_actor(
            actor=actor,
            name=cleaned["name"],
            kind=cleaned["kind"],
            description=cleaned["description"],
            row_version=cleaned["seen_version"],
            by=by,
        )

    def add_by_service(self, cleaned: dict[str, Any], by: User) -> Actor:
        return services.create_actor(
            team=cleaned["team"],
            name=cleaned["name"],
            kind=cleaned["kind"],
            description=cleaned["description"],
            by=by,
        )


@admin.register(Alias)
class AliasAdmin(CuratedAdmin):
    team_path = "actor__team"
    list_display = ("name", "actor", "language", "is_retired", "added_by")
    list_filter = ("is_retired", "language", ("actor__team", OwnTeams))
    list_select_related = ("actor", "added_by")
    search_fields = ("name", "actor__name")
    autocomplete_fields = ("actor",)
    ordering = ("name", "pk")
    fields = ("actor", "name", "language")
    actions = ("retire",)

    def add_by_service(self, cleaned: dict[str, Any], by: User) -> Alias:
        return services.add_alias(
            actor=cleaned["actor"], name=cleaned["name"], language=cleaned["language"], by=by
        )

    @admin.action(description=_("Stop using"))
    def retire(self, request: HttpRequest, rows: QuerySet[Alias]) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.retire_alias(
                alias=row, row_version=row.row_version, by=request.user
            ),
        )


@admin.register(ReliabilityAssessment)
class AssessmentAdmin(ReadOnlyAdmin):
    team_path = "actor__team"
    list_display = ("actor", "letter", "subject", "by", "at")
    list_filter = ("letter", ("actor__team", OwnTeams))
    list_select_related = ("actor", "by")
    search_fields = ("actor__name", "subject", "reason")
    fields = ("actor", "letter", "subject", "reason", "by", "at")
