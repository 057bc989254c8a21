"""Fetch and authorise: outsiders and who may not read it get 404, members without the right 403."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from claims.models import Claim, ClaimMention, Mention
from teams import access
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


def get_mention(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> Mention:
    mentions = Mention.objects.visible_to(user).select_related("team", "document", "version")
    mention = get_object_or_404(mentions, pk=pk, team__slug=team)
    access.require(user, permission, mention.team)
    return mention


def get_claim(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> Claim:
    claims = Claim.objects.visible_to(user).select_related("team")
    claim = get_object_or_404(claims, pk=pk, team__slug=team)
    access.require(user, permission, claim.team)
    return claim


def get_link(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> ClaimMention:
    links = ClaimMention.objects.visible_to(user).select_related("claim__team", "mention__document")
    link = get_object_or_404(links, pk=pk, claim__team__slug=team)
    access.require(user, permission, link.claim.team)
    return link
