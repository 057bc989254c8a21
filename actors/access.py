"""Fetch an actor and authorise in one step: outsiders get 404, members without the right 403."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from actors.models import Actor
from teams import access
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


def get_actor(
    user: "User",
    team_slug: str,
    pk: int,
    *,
    permission: Permission = Permission.READ,
    by_name: bool = False,
) -> Actor:
    """The actor, knowing whether `user` may read its name.

    by_name: refuse (403) whoever may not read the name, because the page is made of it.
    """
    visible = Actor.objects.visible_to(user).select_related("team")
    actor = get_object_or_404(visible, pk=pk, team__slug=team_slug)
    access.require(user, permission, actor.team)
    if by_name and not actor.may_read_name:
        raise PermissionDenied
    return actor


def require_by_name(user: "User", permission: Permission, actor: Actor) -> None:
    """Raise PermissionDenied unless `user` may do it and may read the actor's name. One query."""
    access.require(user, permission, actor.team)
    if not Actor.objects.named_to(user).filter(pk=actor.pk).exists():
        raise PermissionDenied
