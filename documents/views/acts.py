"""What people do with a document by one button: POST, then back to where they were."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.addresses import way_back
from common.errors import DomainError
from common.numbers import number_in
from common.telling import is_told, told_mark
from documents import services
from documents.access import get_document
from documents.forms import AccessForm, ReasonForm
from documents.models import Document
from documents.views.details import detail_page
from teams.roles import Permission

TRIAGE = {
    "start": services.start_triage,
    "finish": services.finish_triage,
    "skip": services.skip_triage,
}


@login_required
@require_POST
def withdraw(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return detail_page(request, document, status=422, reason_form=form)
    why, seen = form.cleaned_data["why"], _seen(request, document)
    return _do(
        request,
        document,
        lambda: services.withdraw_document(
            document=document, why=why, row_version=seen, by=request.user
        ),
        _("Withdrawn. Nothing of it was deleted."),
        undo=reverse("documents:restore", args=[team, pk]),
        reason_form=form,
    )


@login_required
@require_POST
def restore(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk)
    seen = _seen(request, document)
    return _do(
        request,
        document,
        lambda: services.restore_document(document=document, row_version=seen, by=request.user),
        _("Restored."),
    )


@login_required
@require_POST
def restrict(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """A first POST tells what it would open and close, one that says it was told does it."""
    document = get_document(request.user, team, pk, permission=Permission.PROTECT)
    form = AccessForm(request.POST, team=document.team)
    if not form.is_valid():
        return detail_page(request, document, status=422, access_form=form)
    chosen, seen = form.cleaned_data, _seen(request, document)
    lines = services.outlook(document, **chosen)
    if not is_told(request.POST, lines):
        told = {"access_outlook": lines, "access_told": told_mark(lines)}
        return detail_page(request, document, access_form=form, **told)
    return _do(
        request,
        document,
        lambda: services.restrict_document(
            document=document, **chosen, row_version=seen, by=request.user
        ),
        _("Who may read it is changed."),
        access_form=form,
    )


@login_required
@require_POST
def triage(request: HttpRequest, team: str, pk: int, move: str) -> HttpResponse:
    if move not in TRIAGE:
        raise Http404
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    seen = _seen(request, document)
    done = {
        "start": _("You go through it now."),
        "finish": _("Triage is done."),
        "skip": _("Nobody needs to go through it."),
    }
    return _do(
        request,
        document,
        lambda: TRIAGE[move](document=document, row_version=seen, by=request.user),
        done[move],
    )


@login_required
@require_POST
def retry(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.ADD_DOCUMENT)
    return _do(
        request,
        document,
        lambda: services.retry_processing(document=document, by=request.user),
        _("It waits for a worker again."),
    )


@login_required
@require_POST
def stop(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.ADD_DOCUMENT)
    return _do(
        request,
        document,
        lambda: services.cancel_processing(document=document, by=request.user),
        _("It is being stopped."),
    )


def _seen(request: HttpRequest, document: Document) -> int:
    """The version of the row that the person saw; an Undo, which saw none, takes the newest."""
    return number_in(request.POST, "row_version") or document.row_version


def _do(
    request: HttpRequest,
    document: Document,
    act: Callable[[], Any],
    done: str,
    *,
    undo: str = "",
    **forms: Any,
) -> HttpResponse:
    """Act and go back; a refusal is shown on the document's page, with `forms` as they came."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        current = get_document(request.user, document.team.slug, document.pk)
        return detail_page(request, current, status=error.http_status, **forms)
    messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(_back(request, document))


def _back(request: HttpRequest, document: Document) -> str:
    return way_back(request, reverse("documents:detail", args=[document.team.slug, document.pk]))
