"""Who of a team may read a row: what `RestrictableQuerySet.visible_to` says, the other way round.

For lists of people, and for what a change of access would open or close.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teams.models import Membership, User
from teams.roles import Role
from teams.vocabularies import Access

Circle = frozenset[int]
# More people than so many are told by their number.
NAMED = 8


class Members:
    """The active members of a team, by their ids. One query."""

    def __init__(self, team_id: int) -> None:
        rows = Membership.objects.active().filter(team=team_id).values_list("user_id", "role")
        self.roles: dict[int, str] = dict(rows)
        self.everybody: Circle = frozenset(self.roles)
        self.leads: Circle = frozenset(pk for pk, role in self.roles.items() if role == Role.LEAD)

    def within(self, access: str, added_by: int, named: Collection[int]) -> Circle:
        """Those whom a row with this access lets in."""
        if access != Access.RESTRICTED:
            return self.everybody
        return self.leads | (self.everybody & {added_by, *named})


def named_on(model: Any, ids: Collection[int]) -> Mapping[int, set[int]]:
    """The people named on each of the rows. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    owner = model._meta.model_name
    rows = model.readers.through.objects.filter(**{f"{owner}__in": list(ids)})
    for pk, person in rows.values_list(f"{owner}_id", "user_id"):
        found[pk].add(person)
    return found


def names_of(people: Circle) -> str:
    """Their names, in order; of many the first ones and how many more."""
    names = [str(each) for each in User.objects.filter(pk__in=people).order_by("name", "pk")]
    if len(names) <= NAMED:
        return ", ".join(names)
    more = {"names": ", ".join(names[: NAMED - 1]), "count": len(names) - NAMED + 1}
    return _("%(names)s and %(count)s more") % more


def lines_of(now: Circle, then: Circle) -> list[str]:
    """Who would lose and who would gain sight of a row, in sentences."""
    lost, won = now - then, then - now
    lines = []
    if lost:
        words = ngettext(
            "%(count)s person loses sight of it: %(names)s.",
            "%(count)s people lose sight of it: %(names)s.",
            len(lost),
        )
        lines.append(words % {"count": len(lost), "names": names_of(lost)})
    if won:
        words = ngettext(
            "%(count)s person gains sight of it: %(names)s.",
            "%(count)s people gain sight of it: %(names)s.",
            len(won),
        )
        lines.append(words % {"count": len(won), "names": names_of(won)})
    return lines
