"""How programs sign in: `Authorization: Bearer corr_…`."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from teams import tokens
from teams.models import ApiToken, Membership, User

if TYPE_CHECKING:
    # REST framework loads this module before its own views, which that one needs.
    from drf_spectacular.openapi import AutoSchema

SCHEME = "Bearer"
# A busy script would otherwise write a row with every request.
NOTE_USE_EVERY = timedelta(minutes=1)


class BearerTokenAuthentication(BaseAuthentication):
    """The member whom a live token stands for.

    The person carries `token_scopes` and `token_team_id`, by which `teams.access` and
    `teams.querysets` narrow what they may do and read.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = _live_token(secret.strip())
        _note_use(token)
        person = token.user
        person.token_scopes, person.token_team_id = token.scopes, token.team_id
        return person, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="api"'


def _live_token(secret: str) -> ApiToken:
    """Raises AuthenticationFailed, the same for every fault, so that none can be told apart."""
    digest = tokens.digest_of(secret)
    token = ApiToken.objects.select_related("user").filter(digest=digest).first()
    if token is None or not token.is_live() or not _stands_for_a_member(token):
        raise AuthenticationFailed(_("The token is unknown, revoked or has expired."))
    return token


def _stands_for_a_member(token: ApiToken) -> bool:
    memberships = Membership.objects.active().filter(team__closed_at=None)
    return memberships.filter(user=token.user_id, team=token.team_id).exists()


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTE_USE_EVERY)
    if token.last_used_at is None or token.last_used_at < now - NOTE_USE_EVERY:
        ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)


class BearerTokenScheme(OpenApiAuthenticationExtension):
    """How the API's description tells of these tokens."""

    target_class = BearerTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "corr_…",
            "description": "A token of one team, made on its settings page or by `make_token`.",
        }
