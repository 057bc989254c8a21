"""Saved views of the list of claims: which there are for a person, and what is new in them."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.urls import reverse

from claims.filters import ClaimFilters
from claims.models import Claim
from common.pagination import Total, total_of
from search.models import SavedView, ViewReader
from teams.access import membership_of

if TYPE_CHECKING:
    from teams.models import Team, User

MOST_NEW = 99


@dataclass(frozen=True)
class Kept:
    """A view as one person has it. total, new: counted only where asked for; new: changed or made
    since they opened it, None if they never did."""

    view: SavedView
    is_own: bool
    wants_notice: bool
    address: str
    total: Total | None = None
    new: Total | None = None


def views_of(team: "Team", user: "User", *, counted: bool = False) -> list[Kept]:
    """One's own views, then those of others, by name. Two queries, and two for each if counted."""
    mine = Prefetch("view_readers", ViewReader.objects.filter(person=user.pk), to_attr="mine")
    views = SavedView.objects.visible_to(user).filter(team=team).select_related("owner", "team")
    kept = [_kept(view, user, counted=counted) for view in views.prefetch_related(mine)]
    return sorted(kept, key=lambda each: (not each.is_own, each.view.name.casefold()))


def address_of(view: SavedView) -> str:
    """The list with the filters of `view`, knowing that it shows the view."""
    query = f"{view.query}&" if view.query else ""
    return f"{reverse('claims:list', args=[view.team.slug])}?{query}view={view.pk}"


def new_in_noticed(user: "User", team: "Team") -> int:
    """How many claims are new in the views of which the person wants notice. A query for each."""
    readers = ViewReader.objects.filter(
        person=user.pk, wants_notice=True, view__in=SavedView.objects.visible_to(user)
    )
    readers = readers.filter(view__team=team).select_related("view__team")
    found: set[int] = set()
    for reader in readers:
        new = _rows(reader.view, user).filter(updated_at__gt=reader.seen_at)
        found.update(new.order_by().values_list("pk", flat=True)[: MOST_NEW + 1])
    return min(len(found), MOST_NEW)


def _kept(view: SavedView, user: "User", *, counted: bool) -> Kept:
    reader = view.mine[0] if view.mine else None
    total = new = None
    if counted:
        rows = _rows(view, user)
        total = total_of(rows)
        if reader:
            new = total_of(rows.filter(updated_at__gt=reader.seen_at), most=MOST_NEW)
    return Kept(
        view,
        is_own=view.owner_id == user.pk,
        wants_notice=bool(reader and reader.wants_notice),
        address=address_of(view),
        total=total,
        new=new,
    )


def _rows(view: SavedView, user: "User") -> QuerySet[Claim]:
    """The claims of a view that `user` may read, as the list has them."""
    membership_of(user, view.team)
    every = Claim.objects.visible_to(user).filter(team=view.team)
    return ClaimFilters(QueryDict(view.query), queryset=every, request=_asking(view, user)).qs


def _asking(view: SavedView, user: "User") -> Any:
    """What filters read of a request: who asks, in which team."""
    match = SimpleNamespace(kwargs={"team": view.team.slug})
    return SimpleNamespace(user=user, resolver_match=match)
