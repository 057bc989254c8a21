"""What is new for a person, and what they watch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.models import Claim
from common.numbers import number_in
from documents.access import get_document
from documents.models import Document
from review import services
from review.access import get_claim
from review.selectors.news import all_news
from teams.access import get_team


@login_required
@require_GET
def notifications(request: HttpRequest, team: str) -> HttpResponse:
    """What others did on what the person watches, a group for each claim or document."""
    workspace = get_team(request.user, team)
    news = all_news(request.user, workspace)
    context = {
        "news": news,
        "any_new": any(each.is_new for each in news),
        "newest": max((each.newest for each in news), default=0),
    }
    return render(request, "review/notifications.html", context)


@login_required
@require_POST
def read_all(request: HttpRequest, team: str) -> HttpResponse:
    """All that the page showed is read: up to the number of its newest event."""
    workspace = get_team(request.user, team)
    services.see_all(team=workspace, by=request.user, up_to=number_in(request.POST, "up_to"))
    return redirect("review:notifications", team=workspace.slug)


@login_required
@require_POST
def watch_claim(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Watch a claim, or with on=0 no longer."""
    return _watch(request, get_claim(request.user, team, pk))


@login_required
@require_POST
def watch_document(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Watch what is said about a document, or with on=0 no longer."""
    return _watch(request, get_document(request.user, team, pk))


def _watch(request: HttpRequest, subject: Claim | Document) -> HttpResponse:
    if request.POST.get("on") == "0":
        services.unwatch(subject=subject, by=request.user)
        messages.success(request, _("You are told no more of it, unless somebody names you."))
    else:
        services.watch(subject=subject, by=request.user)
        messages.success(request, _("You are told what others do here."))
    if isinstance(subject, Document):
        return redirect("review:document_comments", team=subject.team.slug, pk=subject.pk)
    return redirect(f"{subject.get_absolute_url()}#h-comments")
