"""Adding a document: a form, and a choice where it is here already."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from common.numbers import number_in
from documents import sample, selectors, services
from documents.access import get_document
from documents.forms import AddForm, DocumentForm
from documents.vocabularies import DocumentKind
from teams.access import get_team
from teams.models import Team
from teams.roles import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, team: str) -> HttpResponse:
    workspace = get_team(request.user, team, permission=Permission.ADD_DOCUMENT)
    if request.method != "POST":
        return _page(request, workspace, AddForm(initial=_initial(request)))
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        form.keep_upload()
        return _page(request, workspace, form, status=422)
    try:
        return _add(request, workspace, form)
    except (services.SameAddress, services.SameText) as duplicate:
        form.keep_upload()
        return _page(request, workspace, form, duplicate=duplicate, status=duplicate.http_status)
    except DomainError as error:
        form.add_error(None, str(error))
        form.keep_upload()
        return _page(request, workspace, form, status=error.http_status)


def _add(request: HttpRequest, team: Team, form: AddForm) -> HttpResponse:
    """Do what the pressed button says: add it, add it all the same, or keep a new version."""
    choice, here = request.POST.get("choice", ""), number_in(request.POST, "choice")
    if here:
        permission = Permission.ADD_DOCUMENT
        existing = get_document(request.user, team.slug, here, permission=permission)
        services.add_version(document=existing, source=form.source, by=request.user)
        messages.success(request, _("Kept as a new version. The earlier ones stay."))
        return redirect(existing)
    added = services.add_document(
        team=team,
        draft=form.draft(),
        source=form.source,
        by=request.user,
        as_another=choice == "another",
    )
    if not added.is_new:
        messages.info(request, _("This document is here already."))
    return redirect(added.document)


def _initial(request: HttpRequest) -> dict[str, str]:
    if "sample" in request.GET:
        return {**DocumentForm.filled_with(sample.DRAFT), "text": sample.TEXT}
    return {"language": "en", "kind": DocumentKind.ARTICLE}


def _page(
    request: HttpRequest,
    team: Team,
    form: AddForm,
    *,
    duplicate: services.SameAddress | services.SameText | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "duplicate": duplicate,
        "is_same_text": isinstance(duplicate, services.SameText),
        "publishers": selectors.publisher_names(request.user, team),
        "is_sample": "sample" in request.GET,
    }
    return render(request, "documents/add.html", context, status=status)
