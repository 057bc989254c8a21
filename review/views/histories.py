"""The whole history of a claim or of a document."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from documents.access import get_document
from review.access import get_claim
from review.selectors import timeline
from teams.roles import Permission

AT_MOST = 1000


@login_required
@require_GET
def claim_history(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    claim = get_claim(request.user, team, pk)
    entries, more = timeline.of_claim(request.user, claim, limit=AT_MOST)
    context = {"claim": claim, "subject": claim.statement, "entries": entries, "more": more}
    return render(request, "review/history.html", context)


@login_required
@require_GET
def document_history(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.READ)
    entries, more = timeline.of_document(request.user, document, limit=AT_MOST)
    context = {"document": document, "subject": document.title, "entries": entries, "more": more}
    return render(request, "review/history.html", context)
