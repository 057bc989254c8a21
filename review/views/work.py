"""My work, and the way from one task to the next."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.models import Claim
from claims.vocabularies import ClaimState
from common.errors import DomainError
from common.numbers import number_in
from common.pagination import total_of
from review import services
from review.selectors import work
from teams.access import get_team, may
from teams.roles import Permission


@login_required
@require_GET
def my_work(request: HttpRequest, team: str) -> HttpResponse:
    """What waits for the person, and what they could take."""
    workspace = get_team(request.user, team)
    groups = work.my_work(request.user, workspace)
    tasks = [task for group in groups for task in group.tasks]
    context = {
        "may_triage": may(request.user, Permission.TRIAGE, workspace),
        "groups": groups,
        "count": len(tasks),
        "next": tasks[0] if tasks else None,
        "open_claims": work.first_open(request.user, workspace),
        "open_count": total_of(work.open_to_take(request.user, workspace)),
        "waiting_count": work.documents_to_take(request.user, workspace).count(),
    }
    return render(request, "review/my_work.html", context)


@login_required
@require_GET
def next_work(request: HttpRequest, team: str) -> HttpResponse:
    """To the task after ?after=, as `Task.key` names it; to the list if there is no other."""
    workspace = get_team(request.user, team)
    task = work.next_task(request.user, workspace, after=request.GET.get("after", ""))
    if task:
        return redirect(task)
    messages.info(request, _("Nothing else waits for you."))
    return redirect("review:my_work", team=team)


@login_required
@require_POST
def take_next(request: HttpRequest, team: str) -> HttpResponse:
    """Take the claim that was offered, the most urgent of those that are open, and go there.

    A colleague may take it at the same moment: then the next one, as long as there is one. Sent
    twice, the form takes one.
    """
    workspace = get_team(request.user, team, permission=Permission.REVIEW)
    offered = number_in(request.POST, "offered")
    if held := work.held(request.user, workspace, offered):
        return redirect(held)
    open_claims = work.first_open(request.user, workspace)
    for claim in sorted(open_claims, key=lambda claim: claim.pk != offered):
        try:
            _begin(claim, request)
        except DomainError:
            continue
        messages.success(request, _("It is yours."))
        return redirect(claim)
    messages.info(request, _("No claim is open to be taken just now."))
    return redirect("review:my_work", team=team)


def _begin(claim: Claim, request: HttpRequest) -> None:
    second = claim.state == ClaimState.SECOND_REVIEW
    begin: Any = services.begin_second if second else services.take
    begin(claim=claim, by=request.user, row_version=claim.row_version)
