"""My work."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from review.selectors import work
from teams.access import get_team


@login_required
@require_GET
def my_work(request: HttpRequest, team: str) -> HttpResponse:
    """What waits for the person, and what they could take."""
    workspace = get_team(request.user, team)
    groups = work.my_work(request.user, workspace)
    tasks = [task for group in groups for task in group.tasks]
    context = {
        "groups": groups,
        "count": len(tasks),
        "next": tasks[0].claim if tasks else None,
        "open_claims": work.first_open(request.user, workspace),
        "open_count": work.open_to_take(request.user, workspace).count(),
    }
    return render(request, "review/my_work.html", context)
