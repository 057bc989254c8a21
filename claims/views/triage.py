"""Steps on a whole document: the rest aside, done."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from claims import services
from claims.bench import Bench
from claims.views.answers import Done, after, refused
from common.errors import DomainError
from documents.access import get_document
from documents.services import finish_triage
from teams.roles import Permission


@login_required
@require_POST
def set_aside_rest(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    bench = Bench(document, request.user)
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
    bench = Bench(document, request.user)
    try:
        count = services.undo_set_aside_rest(document=document, by=request.user, action=action)
    except DomainError as error:
        return refused(request, bench, error)
    words = ngettext("%(count)d proposed again", "%(count)d proposed again", count)
    return after(request, bench, Done(words % {"count": count}), whole=True)


@login_required
@require_POST
def finish(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    bench = Bench(document, request.user)
    version = request.POST.get("row_version", "")
    try:
        finish_triage(
            document=document,
            row_version=int(version) if version.isdecimal() else document.row_version,
            by=request.user,
        )
    except DomainError as error:
        return refused(request, bench, error)
    return after(request, bench, Done(_("Document done")), whole=True)
