"""Fetch and authorise what hangs on a claim: 404 for outsiders, 403 without the right."""

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from actors.models import Actor
from claims.models import Claim
from review.models import Comment, Decision, Evidence, KeptDraft, Review
from teams import access
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


def get_claim(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> Claim:
    """The claim with its team and its speakers, as `user` may read their names."""
    workspace = access.get_team(user, team, permission=Permission.READ)
    speakers = Prefetch("speakers__actor", Actor.objects.readable_by(user))
    rows = Claim.objects.visible_to(user).filter(team=workspace).prefetch_related(speakers)
    rows = rows.select_related("team", "confirmed_by", "added_by", "made_in")
    claim = get_object_or_404(rows, pk=pk)
    access.require(user, permission, claim.team)
    return claim


def get_evidence(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> Evidence:
    workspace = access.get_team(user, team, permission=Permission.READ)
    rows = Evidence.objects.visible_to(user).filter(team=workspace)
    evidence = get_object_or_404(rows.select_related("claim__team", "document"), pk=pk)
    access.require(user, permission, workspace)
    return evidence


def get_comment(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.COMMENT
) -> Comment:
    workspace = access.get_team(user, team, permission=Permission.READ)
    rows = Comment.objects.visible_to(user).filter(team=workspace)
    comment = get_object_or_404(rows.select_related("claim__team", "by"), pk=pk)
    access.require(user, permission, workspace)
    return comment


def get_review(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> Review:
    """A sealed review, if its round does not conceal it from `user`."""
    workspace = access.get_team(user, team, permission=Permission.READ)
    rows = Review.objects.visible_to(user).filter(team=workspace)
    review = get_object_or_404(rows.select_related("claim", "reviewer", "ended"), pk=pk)
    access.require(user, permission, workspace)
    return review


def get_decision(
    user: "User", team: str, pk: int, *, permission: Permission = Permission.READ
) -> Decision:
    workspace = access.get_team(user, team, permission=Permission.READ)
    rows = Decision.objects.visible_to(user).filter(team=workspace)
    decision = get_object_or_404(rows.select_related("claim", "review"), pk=pk)
    access.require(user, permission, workspace)
    return decision


def get_draft(user: "User", team: str, pk: int) -> KeptDraft:
    """One of the person's own drafts; those of others are not there for anybody."""
    workspace = access.get_team(user, team, permission=Permission.READ)
    rows = KeptDraft.objects.visible_to(user).filter(team=workspace).select_related("claim__team")
    return get_object_or_404(rows, pk=pk)
