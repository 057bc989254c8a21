"""Saved views: kept, shared, copied, opened. They write no event: nothing of the team changes."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DuplicateError, RuleError
from common.names import require_visible
from search.models import SavedView, ViewReader
from teams.access import is_lead, require
from teams.models import Team
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

# What of an address belongs to one look at the list, not to the view.
KEPT_OUT = ("after", "before", "part", "view")
MOST_VIEWS = 50
LONGEST_QUERY = 4000


@transaction.atomic
def save_view(
    *, team: Team, name: str, query: str, by: "User", is_shared: bool = False
) -> SavedView:
    """Keep the filters of an address under a name.

    Raises DuplicateError if `by` has a view of this name, RuleError without one or for too many.
    """
    require(by, Permission.READ, team)
    values: dict[str, Any] = {"name": _named(name), "query": _kept(query), "is_shared": is_shared}
    if SavedView.objects.filter(team=team, owner=by).count() >= MOST_VIEWS:
        raise RuleError(_("These are very many views. Delete one first."))
    try:
        with transaction.atomic():
            view = SavedView.objects.create(team=team, owner=by, **values)
    except IntegrityError:
        raise _taken(team, by, values["name"]) from None
    ViewReader.objects.create(view=view, person=by)
    return view


@transaction.atomic
def change_view(
    *,
    view: SavedView,
    by: "User",
    row_version: int,
    name: str | None = None,
    is_shared: bool | None = None,
    query: str | None = None,
) -> SavedView:
    """Rename, share or fill anew what `by` owns; None leaves as it is.

    Raises PermissionDenied for others, ConflictError if it was changed since `row_version`, and as
    `save_view`.
    """
    _own(view, by)
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _named(name)
    if query is not None:
        values["query"] = _kept(query)
    if is_shared is not None:
        values["is_shared"] = is_shared
    try:
        with transaction.atomic():
            view.change(row_version=row_version, **values)
    except IntegrityError:
        raise _taken(view.team, by, values["name"]) from None
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: "User") -> None:
    """For its owner, and for a lead where it is shared."""
    if not (view.is_shared and is_lead(by, view.team)):
        _own(view, by)
    view.delete()


def copy_view(*, view: SavedView, by: "User") -> SavedView:
    """A view of one's own with the same filters, under a name that is free.

    One that is there already is answered: copied twice, it is there once.
    """
    mine = SavedView.objects.filter(team=view.team, owner=by)
    copied = mine.filter(query=view.query).exclude(pk=view.pk).first()
    if copied:
        return copied
    taken = set(mine.values_list("name", flat=True))
    names = [view.name, *(f"{view.name[:74]} ({number})" for number in range(2, MOST_VIEWS + 2))]
    free = next(name for name in names if name not in taken)
    return save_view(team=view.team, name=free, query=view.query, by=by)


def see_view(*, view: SavedView, by: "User") -> None:
    """Note that `by` opens it now: what changes from here on is new."""
    _readable(view, by)
    ViewReader.objects.update_or_create(view=view, person=by, defaults={"seen_at": timezone.now()})


def set_notice(*, view: SavedView, by: "User", wanted: bool) -> None:
    """Say whether `by` is told, beside the link to the claims, of what is new in it."""
    _readable(view, by)
    ViewReader.objects.update_or_create(view=view, person=by, defaults={"wants_notice": wanted})


def _own(view: SavedView, by: "User") -> None:
    _readable(view, by)
    if view.owner_id != by.pk:
        raise PermissionDenied


def _readable(view: SavedView, by: "User") -> None:
    require(by, Permission.READ, view.team)
    if view.owner_id != by.pk and not view.is_shared:
        raise PermissionDenied


def _named(name: str) -> str:
    words = " ".join(name.split())
    require_visible(words)
    if not words or len(words) > 80:
        raise RuleError(_("Give the view a name of at most 80 letters."))
    return words


def _kept(query: str) -> str:
    kept = QueryDict(query.removeprefix("?"), mutable=True)
    for name in list(kept):
        values = [value for value in kept.getlist(name) if value and "\0" not in value]
        kept.setlist(name, values)
        if name in KEPT_OUT or not values:
            del kept[name]
    words = kept.urlencode()
    if len(words) > LONGEST_QUERY:
        raise RuleError(_("These are too many filters for one view."))
    return words


def _taken(team: Team, by: "User", name: str) -> DuplicateError:
    existing = SavedView.objects.get(team=team, owner=by, name=name)
    message = _("You have a view of this name: choose another, or change that one.")
    return DuplicateError(message, existing=existing)
