"""How good the engines are, by people's own decisions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.precision import precision_by_rule
from teams.access import get_team


@login_required
@require_GET
def precision(request: HttpRequest, team: str) -> HttpResponse:
    workspace = get_team(request.user, team)
    rows = precision_by_rule(workspace, request.user)
    return render(request, "claims/precision.html", {"rows": rows})
