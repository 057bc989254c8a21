"""Checks of the history: for leads, in the background."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.errors import DomainError
from history.heads import head_of
from review import services
from review.models import HistoryCheck
from review.services import checking
from teams.access import get_team
from teams.models import Team
from teams.roles import Permission

SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def history_checks(request: HttpRequest, team: str) -> HttpResponse:
    """What checks have found, the newest first; POST asks for another."""
    here = get_team(request.user, team, permission=Permission.SET_POLICY)
    if request.method != "POST":
        return _page(request, here)
    against = request.POST.get("against", "")
    try:
        services.ask_for_check(team=here, by=request.user, against=against)
    except DomainError as error:
        return _page(request, here, status=error.http_status, refused=str(error), against=against)
    messages.success(request, _("The check goes on in the background."))
    return redirect("review:history_checks", team=here.slug)


@login_required
@require_GET
def history_check(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """How far a check is: the part of the page that is asked for again until there is a result."""
    here = get_team(request.user, team, permission=Permission.SET_POLICY)
    check = get_object_or_404(HistoryCheck.objects.select_related("job", "by"), team=here, pk=pk)
    if not request.htmx:
        return _page(request, here)
    context = {"team": here, "check": check, "is_open": checking.is_under_way(check)}
    return render(request, "review/_history_check.html", context)


def _page(request: HttpRequest, team: Team, *, status: int = 200, **typed: str) -> HttpResponse:
    checks = HistoryCheck.objects.filter(team=team).select_related("job", "by").order_by("-pk")
    context = {
        "team": team,
        "checks": [(check, checking.is_under_way(check)) for check in checks[:SHOWN]],
        "head": head_of(team.pk),
        **typed,
    }
    return render(request, "review/history_checks.html", context, status=status)
