"""Saved views of the list of claims."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.saved import address_of, views_of
from common.errors import DomainError
from common.numbers import number_in
from search import services
from search.models import SavedView
from teams.access import get_team
from teams.models import Team, User

Act = Callable[[SavedView, HttpRequest], str]


def get_view(user: User, team: Team, pk: int) -> SavedView:
    """404 for a view that is another's and not shared."""
    return get_object_or_404(SavedView.objects.visible_to(user).filter(team=team), pk=pk)


@login_required
@require_GET
def saved_views(request: HttpRequest, team: str) -> HttpResponse:
    """All views with their counts; htmx gets the tabs above the list."""
    workspace = get_team(request.user, team)
    if request.htmx:
        here = request.GET.get("view", "")
        context = tabs(workspace, request.user, here=here, counted=True)
        return render(request, "claims/_views.html", context)
    return _page(request, workspace)


@login_required
@require_POST
def save_view(request: HttpRequest, team: str) -> HttpResponse:
    workspace = get_team(request.user, team)
    try:
        view = services.save_view(
            team=workspace,
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
            is_shared="is_shared" in request.POST,
            by=request.user,
        )
    except DomainError as error:
        return _page(request, workspace, error=error)
    messages.success(request, _("View saved"))
    return redirect(address_of(view))


@login_required
@require_POST
def see_view(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """From now on what changes in it is new; htmx gets the tabs with what was new until now."""
    workspace = get_team(request.user, team)
    view = get_view(request.user, workspace, pk)
    context = tabs(workspace, request.user, here=str(pk), counted=True) if request.htmx else {}
    services.see_view(view=view, by=request.user)
    if request.htmx:
        return render(request, "claims/_views.html", context)
    return redirect("claims:views", team=team)


@login_required
@require_POST
def change_view(request: HttpRequest, team: str, pk: int, act: str) -> HttpResponse:
    """act: one of `ACTS`."""
    workspace = get_team(request.user, team)
    view = get_view(request.user, workspace, pk)
    try:
        said = ACTS[act](view, request)
    except DomainError as error:
        return _page(request, workspace, error=error, typed_on=view.pk)
    messages.success(request, said)
    return redirect("claims:views", team=team)


def tabs(team: Team, user: User, *, here: str, counted: bool = False) -> dict[str, Any]:
    """What the tabs above the list show; `here` is the key of the view that is open."""
    kept = views_of(team, user, counted=counted)
    return {
        "views": kept,
        "view": next((each for each in kept if str(each.view.pk) == here), None),
        "are_counted": counted,
    }


def _page(
    request: HttpRequest, team: Team, *, error: DomainError | None = None, typed_on: int = 0
) -> HttpResponse:
    context = {
        "views": views_of(team, request.user, counted=True),
        "error": error,
        "typed": request.POST,
        "typed_on": typed_on,
    }
    status = error.http_status if error else 200
    return render(request, "claims/views.html", context, status=status)


def _edit(view: SavedView, request: HttpRequest) -> str:
    services.change_view(
        view=view,
        by=request.user,
        row_version=_version(request),
        name=request.POST.get("name", ""),
        is_shared="is_shared" in request.POST,
    )
    return _("Saved.")


def _refill(view: SavedView, request: HttpRequest) -> str:
    query, version = request.POST.get("query", ""), _version(request)
    services.change_view(view=view, by=request.user, row_version=version, query=query)
    return _("The view has these filters now.")


def _delete(view: SavedView, request: HttpRequest) -> str:
    services.delete_view(view=view, by=request.user)
    return _("View deleted")


def _copy(view: SavedView, request: HttpRequest) -> str:
    copy = services.copy_view(view=view, by=request.user)
    return _("“%(name)s” is yours now.") % {"name": copy.name}


def _notice(view: SavedView, request: HttpRequest) -> str:
    wanted = "wanted" in request.POST
    services.set_notice(view=view, by=request.user, wanted=wanted)
    return _("You will be told what is new.") if wanted else _("You will not be told.")


def _version(request: HttpRequest) -> int:
    return number_in(request.POST, "row_version")


ACTS: dict[str, Act] = {
    "edit": _edit,
    "refill": _refill,
    "delete": _delete,
    "copy": _copy,
    "notice": _notice,
}
