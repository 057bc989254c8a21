"""How far first and blind second reviews of a team agree."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.vocabularies import Kind
from review.agreement import ALPHA_FROM
from review.agreement_filters import AgreementFilters
from review.selectors.agreement import (
    agreement_on,
    blind_seconds,
    chosen,
    claims_of,
    reviewed_twice,
    ways_of_settling,
)
from review.vocabularies import Axis
from teams.access import get_team
from teams.selectors import people_of

# Of the claims behind a figure the page lists so many, the newest first.
LISTED = 50


@login_required
@require_GET
def agreement(request: HttpRequest, team: str) -> HttpResponse:
    """The figures, and with `show` in the address the claims behind one of them."""
    user: Any = request.user
    workspace = get_team(user, team)
    found = AgreementFilters(request.GET, queryset=blind_seconds(user, workspace))
    twice = reviewed_twice(user, workspace, found.qs)
    show = request.GET.get("show", "")
    behind = chosen(twice, show)
    query = request.GET.copy()
    query.pop("show", None)
    context = {
        "pairs": len(twice),
        "axes": [agreement_on(axis, twice) for axis in Axis],
        "ways": [(f"settled:{way}", way.label, n) for way, n in ways_of_settling(twice).items()],
        "alpha_from": ALPHA_FROM,
        "show": show,
        "behind": len(behind),
        "claims": claims_of(user, behind, limit=LISTED),
        "filters": found.form,
        "chosen": {name: request.GET.get(name, "") for name in found.filters},
        "kinds": Kind.choices,
        "people": people_of(workspace),
        "query": query.urlencode(),
        "is_filtered": bool(query),
    }
    return render(request, "review/agreement.html", context)
