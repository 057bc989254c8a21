"""What every service of this app begins with."""

from teams import access
from teams.models import Team, User
from teams.roles import Permission


def authorise(by: User | None, permission: Permission, team: Team) -> None:
    """Raise PermissionDenied unless `by` may; None is whoever runs the installation."""
    if by is not None:
        access.require(by, permission, team)


def stand_in_line(team: Team) -> None:
    """Wait until no other transaction changes who is in `team`, or who is asked to join.

    Rules like "the last lead stays" read several rows, which no constraint can hold together.
    On SQLite every transaction waits in line from its start.
    """
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
