"""Steps on a whole document: the rest aside, done."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from claims import services
from claims.views.answers import Done, after, bench_of, refused
from common.errors import DomainError
from common.numbers import number_in
from documents.access import get_document
from documents.models import Document
from documents.services import finish_triage, start_triage
from teams.roles import Permission


@login_required
@require_POST
def set_aside_rest(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, document)
    try:
        aside = services.set_aside_rest(document=document, by=request.user)
    except DomainError as error:
        return refused(request, bench, error)
    words = ngettext("%(count)d set aside", "%(count)d set aside", aside.count)
    back = reverse("claims:undo_rest", args=[team, pk, aside.action]) if aside.count else ""
    return after(request, bench, Done(words % {"count": aside.count}, back), whole=True)


@login_required
@require_POST
def undo_rest(request: HttpRequest, team: str, pk: int, action: uuid.UUID) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, document)
    try:
        count = services.undo_set_aside_rest(document=document, by=request.user, action=action)
    except DomainError as error:
        return refused(request, bench, error)
    words = ngettext("%(count)d proposed again", "%(count)d proposed again", count)
    return after(request, bench, Done(words % {"count": count}), whole=True)


@login_required
@require_POST
def undo_last(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Take back what the person did last here, then what they did before, and so on."""
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    try:
        back = services.undo_last(document=document, by=request.user)
    except DomainError as error:
        return refused(request, bench_of(request, document), error)
    bench = bench_of(request, document, selected=back[0])
    if len(back) > 1:
        words = ngettext("%(count)d proposed again", "%(count)d proposed again", len(back))
        return after(request, bench, Done(words % {"count": len(back)}), whole=True)
    words = _("%(number)s is as it was before") % {"number": bench.numbers.get(back[0], "")}
    return after(request, bench, Done(words), whole=True)


@login_required
@require_POST
def take(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """The person goes through the document from now on, whoever did before."""
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, document, selected=number_in(request.GET, "mention"))
    try:
        start_triage(document=document, row_version=_version(request, document), by=request.user)
    except DomainError as error:
        return refused(request, bench, error)
    return after(request, bench, Done(_("In triage with you")))


@login_required
@require_POST
def finish(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, document)
    try:
        finish_triage(document=document, row_version=_version(request, document), by=request.user)
    except DomainError as error:
        return refused(request, bench, error)
    return after(request, bench, Done(_("Document done")), whole=True)


def _version(request: HttpRequest, document: Document) -> int:
    return number_in(request.POST, "row_version") or document.row_version
