"""The history of a claim, a document and the team, and taking a change back from there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common.addresses import way_back
from common.errors import DomainError
from documents.access import get_document
from history.models import Event
from review import services
from review.access import get_claim
from review.event_filters import CHANGES, EventFilters
from review.selectors.timeline import actions_page, content_for, events_for
from review.undoing import open_to
from teams.access import get_team, is_lead
from teams.models import Team
from teams.roles import Permission
from teams.selectors import people_of

# What of the address is no filter.
CURSORS = frozenset({"after", "before"})


@login_required
@require_GET
def claim_history(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    claim = get_claim(request.user, team, pk)
    services.look(claim=claim, by=request.user)
    events = events_for(request.user, claim.team).filter(claim_id=claim.pk)
    return _history(request, claim.team, events, claim=claim, subject=claim.marked_statement)


@login_required
@require_GET
def document_history(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.READ)
    events = events_for(request.user, document.team).filter(document_id=document.pk)
    return _history(request, document.team, events, document=document, subject=document.title)


@login_required
@require_GET
def team_history(request: HttpRequest, team: str) -> HttpResponse:
    workspace = get_team(request.user, team)
    return _history(request, workspace, events_for(request.user, workspace))


@login_required
@require_POST
def undo_event(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Take one change back. Refused, its timeline comes back with the reason."""
    workspace = get_team(request.user, team)
    event = get_object_or_404(events_for(request.user, workspace).select_related("payload"), pk=pk)
    try:
        services.undo_event(
            event=event, content=content_for(event), team=workspace, by=request.user
        )
    except DomainError as error:
        return _history(
            request,
            workspace,
            events_for(request.user, workspace).filter(action=event.action),
            status=error.http_status,
            refused=str(error),
        )
    messages.success(request, _("Taken back. Both stand in the history."))
    return redirect(way_back(request, reverse("review:team_history", args=[team])))


def _history(
    request: HttpRequest,
    team: Team,
    events: QuerySet[Event],
    *,
    status: int = 200,
    **subject: Any,
) -> HttpResponse:
    """A page of the actions among `events` that the address asks for."""
    user: Any = request.user
    found = EventFilters(request.GET, queryset=events, request=request)
    page = actions_page(
        user,
        found.qs,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        subjects=not ({"claim", "document"} & set(subject)),
    )
    told = [(entry.event, entry.content) for entry in page.rows]
    context = {
        **subject,
        "page": page,
        "undoable": open_to(user, team, told),
        "filters": found.form,
        "changes": [(code, label) for code, (label, _kinds) in CHANGES.items()],
        "people": people_of(team),
        "chosen": {name: request.GET.get(name, "") for name in found.filters},
        "not_subject": "subject" not in subject,
        "back": request.get_full_path() if request.method == "GET" else "",
        "may_check": is_lead(user, team),
        "is_filtered": bool(set(request.GET) - CURSORS),
    }
    return render(request, "review/history.html", context, status=status)
