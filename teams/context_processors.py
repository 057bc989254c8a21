"""What every page shows around its content."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from teams import access, registry
from teams.models import Membership, Team

if TYPE_CHECKING:
    from teams.models import User


class Counts:
    """`nav.my_work`, `nav.documents`: counted when a template first shows them, then kept.

    An answer to htmx, which shows no frame, counts nothing.
    """

    def __init__(self, user: "User", team: Team) -> None:
        self._user, self._team = user, team
        self._counted: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        if name not in self._counted:
            count = registry.counter(name)
            self._counted[name] = count(self._user, self._team) if count else 0
        return self._counted[name]


def workspace(request: HttpRequest) -> dict[str, Any]:
    """The team of the address, the person's membership in it, their teams, and counts.

    At most one query of its own where a view has not authorised the person yet; `teams` and
    `nav` are read when the frame shows them.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"team": None, "membership": None, "teams": [], "nav": {}}
    membership = _membership(request, user)
    team = membership.team if membership else None
    return {
        "team": team,
        "membership": membership,
        "teams": Team.objects.of(user),
        "nav": Counts(user, team) if team else {},
    }


def _membership(request: HttpRequest, user: "User") -> Membership | None:
    match = request.resolver_match
    slug = match.kwargs.get("team") if match else None
    if not slug:
        return None
    kept = access.kept_membership(user, slug)
    if kept:
        return kept
    memberships = Membership.objects.active().select_related("team")
    return memberships.filter(user=user, team__slug=slug, team__closed_at=None).first()
