"""Exports for people: links of the pages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from claims.filters import ClaimFilters
from exports.claims import FORMATS, claims_file, exported_claims
from teams.access import get_team


@login_required
@require_GET
def claims(request: HttpRequest, team: str) -> StreamingHttpResponse:
    """The claims that the page's filters leave, as a file."""
    workspace = get_team(request.user, team)
    kind = request.GET.get("format", "csv")
    if kind not in FORMATS:
        raise Http404
    every = exported_claims(workspace, request.user)
    found = ClaimFilters(request.GET, queryset=every, request=request)
    filters = {name: values for name, values in request.GET.lists() if name != "format"}
    return claims_file(found.qs, team=workspace, kind=kind, filters=filters)
