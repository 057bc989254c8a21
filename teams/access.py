"""Fetch and authorise in one step: outsiders get 404, members without the right 403."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from teams.models import Membership, Team
from teams.roles import GRANTS, SCOPES, Permission, Role

if TYPE_CHECKING:
    from teams.models import User


def membership_of(user: "User", team: Team) -> Membership | None:
    """The active membership of `user` in `team`, kept on the user for the request."""
    kept: dict[int, Membership | None] = user.__dict__.setdefault("_memberships", {})
    if team.pk not in kept:
        found = Membership.objects.active().filter(user=user.pk, team=team).first()
        if found:
            found.team = team
        kept[team.pk] = found
    return kept[team.pk]


def kept_membership(user: "User", slug: str) -> Membership | None:
    """The membership that this request has looked up in the team at `slug`. No query."""
    kept: dict[int, Membership | None] = user.__dict__.get("_memberships", {})
    return next((each for each in kept.values() if each and each.team.slug == slug), None)


def team_of(request: Any) -> Team:
    """The team of the address of a page or the API, which its view has got. No query."""
    kept = kept_membership(request.user, request.resolver_match.kwargs["team"])
    if kept is None:
        raise Http404
    return kept.team


def forget(*people: "User") -> None:
    """Drop what was kept of people whose memberships have just changed."""
    for person in people:
        person.__dict__.pop("_memberships", None)


def may(user: "User", permission: Permission, team: Team) -> bool:
    """Whether `user` (through the scopes of their token, if they came with one) may do it."""
    membership = membership_of(user, team)
    if membership is None or permission not in GRANTS[membership.role]:
        return False
    scopes = getattr(user, "token_scopes", None)
    return scopes is None or any(permission in SCOPES[scope] for scope in scopes)


def require(user: "User", permission: Permission, team: Team) -> None:
    """Raise PermissionDenied unless `user` may."""
    if not may(user, permission, team):
        raise PermissionDenied


def is_lead(user: "User", team: Team) -> bool:
    membership = membership_of(user, team)
    return membership is not None and membership.role == Role.LEAD


def get_team(user: "User", slug: str, *, permission: Permission = Permission.READ) -> Team:
    """The open team at `slug` of which `user` is a member who may; 404 or 403 otherwise.

    A token opens its own team alone.
    """
    memberships = Membership.objects.active().select_related("team")
    membership = memberships.filter(user=user.pk, team__slug=slug, team__closed_at=None).first()
    only = getattr(user, "token_team_id", None)
    if membership is None or (only is not None and only != membership.team_id):
        raise Http404
    user.__dict__.setdefault("_memberships", {})[membership.team_id] = membership
    require(user, permission, membership.team)
    return membership.team
