"""The page of results: everything of a team that holds some words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import registry, results
from search.finding import Search
from search.query import Query
from search.results import Results
from teams.access import get_team


@login_required
@require_safe
def search_page(request: HttpRequest, team: str) -> HttpResponse:
    """`in` names the one group that is shown whole; without it the newest few of each."""
    workspace = get_team(request.user, team)
    typed = request.GET.get("q", "")
    search = Search(typed, team=workspace, user=request.user)
    only = request.GET.get("in", "")
    only = only if only in {group.name for group in registry.groups()} else ""
    found = results.find(
        search,
        only=only,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "typed": typed,
        "query": search.query,
        "is_wordless": search.is_wordless,
        "tabs": _tabs(found, typed, only),
        "shown": [each for each in found if each.page.rows],
        "only": only,
        "looser": _looser(search.query, typed),
    }
    return render(request, "search/results.html", context)


def _tabs(found: list[Results], typed: str, only: str) -> list[dict[str, Any]]:
    every = {"label": _("Everything"), "url": _address(typed), "current": not only, "count": None}
    groups = [
        {
            "label": each.group.title,
            "url": _address(typed, **{"in": each.group.name}),
            "current": each.group.name == only,
            "count": each.total,
        }
        for each in found
    ]
    return [every, *groups]


def _looser(query: Query, typed: str) -> str:
    """The address of the search for whatever begins so; "" where that would be the same."""
    fixed = any(not term.is_prefix and len(term.words[-1]) > 2 for term in query.wanted)
    if not fixed or set(typed) & set('*"“”„«»-'):
        return ""
    return _address(" ".join(f"{word}*" for word in typed.split()))


def _address(typed: str, **more: str) -> str:
    return f"?{urlencode({'q': typed, **more})}"
