"""How people come into a team: by a link that a lead hands over."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import ConflictError, RuleError
from common.names import require_visible
from history import services as history
from history.services import Change
from teams import access, tokens
from teams.models import Invitation, Membership, Team, User
from teams.roles import Permission
from teams.services.line import authorise, stand_in_line

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Handover:
    """A row and its secret, which nobody can read again."""

    row: Any
    secret: str


@transaction.atomic
def invite(*, team: Team, email: str, role: str, by: User | None, task: str = "") -> Handover:
    """Make an invitation that lasts two weeks; an open one to the same address ends with it.

    Raises RuleError if the address belongs to a member.
    """
    authorise(by, Permission.MANAGE_MEMBERS, team)
    stand_in_line(team)
    members = Membership.objects.active().filter(team=team)
    if members.filter(user__email__iexact=email).exists():
        raise RuleError(_("This person is in the team already."))
    changes = [_end(earlier) for earlier in _open(team).filter(email__iexact=email)]
    secret = tokens.new_secret()
    invitation = Invitation.objects.create(
        team=team,
        email=email,
        role=role,
        digest=tokens.digest_of(secret),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    made = Change("invitation.made", invitation, after={"role": role})
    history.record(*changes, made, team_id=team.pk, by=by, task=task)
    return Handover(invitation, secret)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Make the link worthless. Raises ConflictError if it was used or revoked already."""
    access.require(by, Permission.MANAGE_MEMBERS, invitation.team)
    stand_in_line(invitation.team)
    history.record(_end(invitation), team_id=invitation.team_id, by=by)


@transaction.atomic
def accept_invitation(*, secret: str, by: User) -> Membership:
    """Make `by` a member, in the role of the invitation.

    Raises RuleError if the link is unknown, used, revoked or expired, if it was made out to
    another address, or if the person is a member already.
    """
    invitation = _waiting(secret)
    if by.email.lower() != invitation.email.lower():
        raise RuleError(_("This invitation is for somebody else."))
    return _join(invitation, by)


@transaction.atomic
def accept_as_new_person(*, secret: str, name: str, password: str) -> Membership:
    """Make an account for the invited address, and its owner a member.

    password: validated by the caller. Raises RuleError as `accept_invitation` does, or if the
    address has an account, whose owner must sign in.
    """
    require_visible(name)
    invitation = _waiting(secret)
    try:
        with transaction.atomic():
            person = User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError:
        message = _("There is an account with this address. Sign in, then open the link again.")
        raise RuleError(message) from None
    return _join(invitation, person)


def _waiting(secret: str) -> Invitation:
    """The invitation of `secret`, with its team's line, if it can be accepted now."""
    refusal = RuleError(_("This invitation was used, revoked or has expired. Ask for a new one."))
    digest = tokens.digest_of(secret)
    found = Invitation.objects.filter(digest=digest, team__closed_at=None).first()
    if found is None:
        raise refusal
    stand_in_line(found.team)
    found.refresh_from_db()
    if not found.is_open():
        raise refusal
    return found


def _join(invitation: Invitation, person: User) -> Membership:
    now, team = timezone.now(), invitation.team
    invitation.change(row_version=invitation.row_version, accepted_at=now, accepted_by=person)
    membership, is_new = Membership.objects.get_or_create(
        team=team, user=person, defaults={"role": invitation.role}
    )
    if not is_new:
        if membership.ended_at is None:
            raise RuleError(_("You are in this team already."))
        version = membership.row_version
        membership.change(row_version=version, ended_at=None, role=invitation.role)
    access.forget(person)
    begun = {"user": person, "role": invitation.role}
    history.record(
        Change("invitation.accepted", invitation, after={"membership": membership}),
        Change("membership.begun" if is_new else "membership.restored", membership, after=begun),
        team_id=team.pk,
        by=person,
    )
    return membership


def _open(team: Team) -> Any:
    return Invitation.objects.filter(team=team, accepted_at=None, revoked_at=None)


def _end(invitation: Invitation) -> Change:
    """Revoke it. Raises ConflictError if it was used or revoked already."""
    open_still = {"accepted_at": None, "revoked_at": None}
    now, version = timezone.now(), invitation.row_version
    try:
        invitation.change(row_version=version, where=open_still, revoked_at=now)
    except ConflictError as error:
        message = _("This invitation was used or revoked meanwhile.")
        raise ConflictError(message, current=error.current) from None
    return Change("invitation.revoked", invitation)
