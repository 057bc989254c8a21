"""Which rows a person may read: asked of every model that can be restricted."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from teams.models import Membership
from teams.roles import Role

if TYPE_CHECKING:
    from teams.models import User


def teams_of(user: "User", *, role: Role | None = None) -> models.QuerySet[Any]:
    """Ids of the open teams `user` is an active member of (with `role`, if given).

    A token opens its own team alone. A subquery: it makes no query of its own.
    """
    mine = Membership.objects.active().filter(user=user.pk, team__closed_at=None)
    only = getattr(user, "token_team_id", None)
    if only is not None:
        mine = mine.filter(team_id=only)
    if role is not None:
        mine = mine.filter(role=role)
    return mine.values("team_id")


def led_teams(user: "User") -> models.QuerySet[Any]:
    return teams_of(user, role=Role.LEAD)


class RestrictableQuerySet(models.QuerySet[Any]):
    """For models with `team`, `access`, `added_by` and `readers`."""

    def visible_to(self, user: "User") -> Self:
        """Rows of the person's teams; restricted ones for leads, their authors and readers."""
        named = self.model.readers.through.objects.filter(user_id=user.pk)
        owner = self.model._meta.model_name
        return self.filter(team_id__in=teams_of(user)).filter(
            Q(access="team")
            | Q(added_by_id=user.pk)
            | Q(team_id__in=led_teams(user))
            | Q(pk__in=named.values(f"{owner}_id"))
        )
