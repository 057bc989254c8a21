"""Curating teams and members."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from teams import services
from teams.curating import CuratedAdmin, OwnTeams, ReadOnlyAdmin, each_by_service
from teams.models import ApiToken, Invitation, Membership, Team, User
from teams.querysets import led_teams


@admin.register(Team)
class TeamAdmin(CuratedAdmin):
    team_path = "pk"
    list_display = ("name", "slug", "second_review_normal", "second_review_high", "grading")
    search_fields = ("name", "slug")
    fields = (
        "name",
        "slug",
        "second_review_normal",
        "second_review_high",
        "grading",
        "seen_version",
    )
    readonly_fields = ("slug",)

    def change_by_service(self, team: Team, cleaned: dict[str, Any], by: User) -> None:
        version = cleaned["seen_version"]
        if cleaned["name"] != team.name:
            services.rename_team(team=team, name=cleaned["name"], row_version=version, by=by)
            version = team.row_version
        policy = ("second_review_normal", "second_review_high", "grading")
        if any(cleaned[name] != getattr(team, name) for name in policy):
            chosen = {name: cleaned[name] for name in policy}
            services.update_policy(team=team, row_version=version, by=by, **chosen)


@admin.register(User)
class PersonAdmin(ReadOnlyAdmin):
    """People of one's teams, to look up; accounts are their owners' business."""

    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")
    fields = ("name", "email", "language", "time_zone", "is_active", "created_at")
    ordering = ("name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        mine = Membership.objects.filter(team__in=led_teams(request.user))
        return User.objects.filter(pk__in=mine.values("user_id")).order_by("name", "pk")


@admin.register(Membership)
class MembershipAdmin(CuratedAdmin):
    list_display = ("user", "team", "role", "ended_at")
    list_filter = ("role", ("team", OwnTeams))
    list_select_related = ("user", "team")
    search_fields = ("user__name", "user__email")
    fields = ("user", "team", "role", "ended_at", "seen_version")
    readonly_fields = ("user", "team", "ended_at")
    actions = ("deactivate", "reactivate")

    def change_by_service(self, membership: Membership, cleaned: dict[str, Any], by: User) -> None:
        services.change_role(
            membership=membership, role=cleaned["role"], row_version=cleaned["seen_version"], by=by
        )

    @admin.action(description=_("Deactivate: their open work goes back to the queue"))
    def deactivate(self, request: HttpRequest, rows: QuerySet[Membership]) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.deactivate_member(
                membership=row, row_version=row.row_version, by=request.user
            ),
        )

    @admin.action(description=_("Take back into the team"))
    def reactivate(self, request: HttpRequest, rows: QuerySet[Membership]) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.reactivate_member(
                membership=row, row_version=row.row_version, by=request.user
            ),
        )


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("email", "team", "role", "expires_at", "accepted_at", "revoked_at")
    list_filter = (("team", OwnTeams), "role")
    list_select_related = ("team",)
    search_fields = ("email",)
    fields = (
        "email",
        "team",
        "role",
        "invited_by",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
    )
    actions = ("revoke",)

    @admin.action(description=_("Revoke"))
    def revoke(self, request: HttpRequest, rows: QuerySet[Invitation]) -> HttpResponse | None:
        return each_by_service(
            self,
            request,
            rows,
            lambda row: services.revoke_invitation(invitation=row, by=request.user),
        )


@admin.register(ApiToken)
class TokenAdmin(ReadOnlyAdmin):
    list_display = ("name", "team", "user", "prefix", "expires_at", "last_used_at", "revoked_at")
    list_filter = (("team", OwnTeams),)
    list_select_related = ("team", "user")
    search_fields = ("name", "prefix", "user__name")
    fields = (
        "name",
        "team",
        "user",
        "prefix",
        "scopes",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    actions = ("revoke",)

    @admin.action(description=_("Revoke"))
    def revoke(self, request: HttpRequest, rows: QuerySet[ApiToken]) -> HttpResponse | None:
        return each_by_service(
            self, request, rows, lambda row: services.revoke_token(token=row, by=request.user)
        )
