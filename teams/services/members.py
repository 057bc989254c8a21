"""Who is in a team, and as what."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleError
from history import services as history
from history.services import Change
from teams import access, registry
from teams.models import Membership, User
from teams.roles import Permission, Role
from teams.services.line import stand_in_line


@transaction.atomic
def change_role(*, membership: Membership, role: str, row_version: int, by: User) -> None:
    """Give a member another role. Open work that they may not do, or read, any more goes back to
    the queue.

    Raises RuleError if the team would be left without a lead, ConflictError if the membership
    was changed since `row_version`; writes nothing then.
    """
    access.require(by, Permission.MANAGE_MEMBERS, membership.team)
    stand_in_line(membership.team)
    if role != Role.LEAD:
        _keep_a_lead(membership)
    before = membership.role
    membership.change(row_version=row_version, where={"ended_at": None}, role=role)
    access.forget(membership.user, by)
    # A lead may do and read all that the others may.
    returned = [] if role == Role.LEAD else _hand_back(membership, by)
    change = Change(
        "membership.role_changed", membership, before={"role": before}, after={"role": role}
    )
    history.record(change, *returned, team_id=membership.team_id, by=by)


@transaction.atomic
def deactivate_member(*, membership: Membership, row_version: int, by: User, why: str = "") -> None:
    """End a membership: by a lead, or by the member, who leaves.

    What the person wrote stays; their open work goes back to the queue, each row with its event.
    Raises RuleError if the team would be left without a lead, ConflictError if the membership
    was changed or ended since `row_version`; writes nothing then.
    """
    own = by.pk == membership.user_id
    access.require(by, Permission.READ if own else Permission.MANAGE_MEMBERS, membership.team)
    stand_in_line(membership.team)
    _keep_a_lead(membership)
    now = timezone.now()
    membership.change(row_version=row_version, where={"ended_at": None}, ended_at=now)
    returned = _hand_back(membership, by)
    access.forget(membership.user, by)
    ended = Change("membership.ended", membership, after={"user": membership.user_id}, why=why)
    history.record(ended, *returned, team_id=membership.team_id, by=by)


@transaction.atomic
def reactivate_member(*, membership: Membership, row_version: int, by: User) -> None:
    """Take a person back who had left, in the role they had. Their old work stays where it is."""
    access.require(by, Permission.MANAGE_MEMBERS, membership.team)
    stand_in_line(membership.team)
    ended = membership.ended_at
    membership.change(row_version=row_version, where={"ended_at__isnull": False}, ended_at=None)
    access.forget(membership.user, by)
    change = Change(
        "membership.restored",
        membership,
        before={"ended_at": ended},
        after={"user": membership.user_id, "role": membership.role},
    )
    history.record(change, team_id=membership.team_id, by=by)


def _hand_back(membership: Membership, by: User) -> list[Change]:
    asked = registry.departures()
    return [each for hand_back in asked for each in hand_back(membership=membership, by=by)]


def _keep_a_lead(membership: Membership) -> None:
    """Raise RuleError if no lead but this one is left. Needs the team's line."""
    others = Membership.objects.active().filter(team=membership.team_id, role=Role.LEAD)
    if not others.exclude(pk=membership.pk).exists():
        raise RuleError(_("A team needs a lead. Make somebody else a lead first."))
