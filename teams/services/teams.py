"""Teams, their names and their policies."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.errors import DuplicateError
from common.names import require_visible
from history import services as history
from history.services import Change
from teams import access
from teams.models import Membership, Team, User
from teams.roles import Permission, Role

POLICY = ("second_review_normal", "second_review_high", "grading")


@transaction.atomic
def create_team(
    *,
    name: str,
    lead: User,
    slug: str = "",
    by: User | None = None,
    task: str = "",
    is_demo: bool = False,
) -> Team:
    """Make a team with `lead` as its first lead. Only superusers and commands may.

    slug: its address, made from the name without one. Raises DuplicateError if it is taken.
    """
    if by is not None and not by.is_superuser:
        raise PermissionDenied
    require_visible(name)
    address = slug or slugify(name)[:60] or "team"
    try:
        with transaction.atomic():
            team = Team.objects.create(name=name, slug=address, is_demo=is_demo)
    except IntegrityError:
        raise _taken(address) from None
    membership = Membership.objects.create(team=team, user=lead, role=Role.LEAD)
    access.forget(lead)
    history.record(
        Change("team.created", team, after={"slug": address}),
        Change("membership.begun", membership, after={"user": lead, "role": Role.LEAD}),
        team_id=team.pk,
        by=by,
        task=task,
    )
    return team


@transaction.atomic
def close_team(*, team: Team, new_slug: str, by: User | None = None, task: str = "") -> None:
    """End a team and free its address for another one. Only superusers and commands may.

    Nobody opens it any more; nothing of it is deleted. Raises ConflictError if it is closed
    already, DuplicateError if `new_slug`, under which it stays on record, is taken.
    """
    if by is not None and not by.is_superuser:
        raise PermissionDenied
    before, now = team.slug, timezone.now()
    try:
        with transaction.atomic():
            team.change(
                row_version=team.row_version,
                where={"closed_at": None},
                slug=new_slug,
                closed_at=now,
            )
    except IntegrityError:
        raise _taken(new_slug) from None
    change = Change("team.closed", team, before={"slug": before}, after={"slug": new_slug})
    history.record(change, team_id=team.pk, by=by, task=task)


def _taken(slug: str) -> DuplicateError:
    message = _("The address “%(slug)s” is taken by another team.") % {"slug": slug}
    return DuplicateError(message, existing=Team.objects.get(slug=slug))


@transaction.atomic
def rename_team(*, team: Team, name: str, row_version: int, by: User) -> None:
    """Give the team another name; its address stays, so that links keep working."""
    access.require(by, Permission.SET_POLICY, team)
    require_visible(name)
    before = team.name
    team.change(row_version=row_version, name=name)
    change = Change("team.renamed", team, before={"name": before}, after={"name": name})
    history.record(change, team_id=team.pk, by=by)


@transaction.atomic
def update_policy(
    *,
    team: Team,
    second_review_normal: str,
    second_review_high: str,
    grading: str,
    row_version: int,
    by: User,
) -> None:
    """Set which second review claims need, and whether evidence is graded.

    An empty second review follows the number of reviewers (`teams.policy.second_review`).
    Raises ConflictError if somebody changed the team since `row_version`.
    """
    access.require(by, Permission.SET_POLICY, team)
    values = (second_review_normal, second_review_high, grading)
    after: dict[str, Any] = dict(zip(POLICY, values, strict=True))
    before = {name: getattr(team, name) for name in POLICY}
    team.change(row_version=row_version, **after)
    change = Change("team.policy_changed", team, before=before, after=after)
    history.record(change, team_id=team.pk, by=by)
