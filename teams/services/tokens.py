"""Bearer tokens of the API."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import ConflictError, DuplicateError, RuleError
from common.names import require_visible
from history import services as history
from history.services import Change
from teams import access, tokens
from teams.models import ApiToken, Membership, Team, User
from teams.roles import Permission, Scope
from teams.services.accounts import refuse_holder
from teams.services.invitations import Handover
from teams.services.line import authorise


@transaction.atomic
def make_token(
    *,
    team: Team,
    user: User,
    name: str,
    scopes: Sequence[str],
    days: int,
    by: User | None,
    task: str = "",
) -> Handover:
    """Make a token that acts as `user` in `team`, within `scopes`, for `days` days.

    People make tokens for themselves alone: one for a colleague would show them what only that
    colleague may read. Raises RuleError without a scope or if `user` is no member,
    DuplicateError if a live token of the team has this name (a form sent twice).
    """
    if by is not None and by.pk != user.pk:
        raise PermissionDenied
    authorise(by, Permission.MANAGE_TOKENS, team)
    require_visible(name)
    if not scopes or not set(scopes) <= set(Scope.values):
        raise RuleError(_("Choose what the token may do."))
    if not Membership.objects.active().filter(team=team, user=user).exists():
        raise RuleError(_("A token needs a member of the team."))
    if by is None:
        refuse_holder(user)
    secret = tokens.new_secret(tokens.TOKEN_MARK)
    values = {"name": name, "scopes": sorted(set(scopes)), "user": user}
    token = _insert(team, secret, values, days)
    made = {"user": user, "scopes": token.scopes, "expires_at": token.expires_at}
    history.record(Change("token.made", token, after=made), team_id=team.pk, by=by, task=task)
    return Handover(token, secret)


def _insert(team: Team, secret: str, values: dict[str, object], days: int) -> ApiToken:
    try:
        with transaction.atomic():
            return ApiToken.objects.create(
                team=team,
                prefix=secret[: tokens.PREFIX_LENGTH],
                digest=tokens.digest_of(secret),
                expires_at=timezone.now() + timedelta(days=days),
                **values,
            )
    except IntegrityError:
        live = ApiToken.objects.filter(team=team, name=values["name"], revoked_at=None)
        message = _("A token of this name is there already. Revoke it, or choose another name.")
        raise DuplicateError(message, existing=live.first()) from None


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """Make the token worthless. Raises ConflictError if it was revoked already."""
    access.require(by, Permission.MANAGE_TOKENS, token.team)
    now = timezone.now()
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        raise ConflictError(_("This token was revoked already."))
    token.revoked_at = now
    history.record(Change("token.revoked", token), team_id=token.team_id, by=by)


@transaction.atomic
def end_tokens_of(*, person: User) -> int:
    """Make all live tokens of `person` worthless, in every team: who sets a new password may have
    lost the old one to somebody. Answers how many there were.
    """
    live = ApiToken.objects.filter(user=person, revoked_at=None).select_related("team")
    tokens_of: dict[int, list[ApiToken]] = {}
    for token in live.order_by("team_id", "pk").select_for_update(of=("self",), no_key=True):
        tokens_of.setdefault(token.team_id, []).append(token)
    now = timezone.now()
    for team_id, ended in tokens_of.items():
        ApiToken.objects.filter(pk__in=[token.pk for token in ended]).update(revoked_at=now)
        changes = [Change("token.revoked", token, why=_("A new password")) for token in ended]
        history.record(*changes, team_id=team_id, by=person)
    return sum(map(len, tokens_of.values()))
