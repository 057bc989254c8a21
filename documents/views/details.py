"""One document: its facts, versions and state; and how far a worker is with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import ConflictError, DomainError
from documents import selectors, services
from documents.access import get_document, may_withdraw
from documents.forms import AccessForm, EditForm, ReasonForm
from documents.models import Document
from teams.access import may
from teams.roles import Permission


@login_required
@require_safe
def detail(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    return detail_page(request, get_document(request.user, team, pk))


def detail_page(
    request: HttpRequest, document: Document, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page; `forms` holds those that come back as they were typed."""
    user, team = request.user, document.team
    context = {
        "document": document,
        "status": selectors.status_of(document),
        "versions": selectors.versions_of(document),
        "same_origin": selectors.others_with_its_origin(user, document),
        "readers": document.readers.order_by("name") if document.is_restricted() else [],
        "may_edit": may(user, Permission.ADD_DOCUMENT, team),
        "may_triage": may(user, Permission.TRIAGE, team) and not document.is_withdrawn(),
        "may_withdraw": may_withdraw(user, document),
        "reason_form": ReasonForm(),
        **forms,
    }
    if may(user, Permission.PROTECT, team) and "access_form" not in forms:
        known = {"access": document.access, "readers": document.readers.all()}
        context["access_form"] = AccessForm(team=team, initial=known)
    return render(request, "documents/detail.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.ADD_DOCUMENT)
    initial = {**EditForm.filled_with(document), "row_version": document.row_version}
    if request.method != "POST":
        return _edit_page(request, document, EditForm(initial=initial))
    form, status = EditForm(request.POST, initial=initial), 422
    if form.is_valid():
        over = document.row_version if "over" in request.POST else None
        try:
            services.edit_document(
                document=document,
                draft=form.draft(),
                row_version=over or form.cleaned_data["row_version"],
                by=request.user,
            )
            messages.success(request, _("Saved."))
            return redirect("documents:detail", team=team, pk=pk)
        except ConflictError as conflict:
            theirs = get_document(request.user, team, pk)
            return _edit_page(request, document, form, status=conflict.http_status, theirs=theirs)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
    return _edit_page(request, document, form, status=status)


def _edit_page(
    request: HttpRequest,
    document: Document,
    form: EditForm,
    *,
    status: int = 200,
    theirs: Document | None = None,
) -> HttpResponse:
    context = {
        "document": document,
        "form": form,
        "differing": _differing(form, theirs) if theirs else [],
        "publishers": selectors.publisher_names(request.user, document.team),
    }
    return render(request, "documents/edit.html", context, status=status)


def _differing(form: EditForm, theirs: Document) -> list[tuple[str, str, str]]:
    """Label, what stands there now and what was typed, of each field where the two differ."""
    now = EditForm.filled_with(theirs)
    pairs = [(form[name], str(value)) for name, value in now.items()]
    return [
        (str(field.label), value, str(field.value()))
        for field, value in pairs
        if value != str(field.value())
    ]


@login_required
@require_safe
def version(request: HttpRequest, team: str, pk: int, number: int) -> HttpResponse:
    """The text of one version, as it is stored."""
    document = get_document(request.user, team, pk)
    shown = get_object_or_404(document.versions.select_related("made_by"), number=number)
    context = {"document": document, "version": shown}
    return render(request, "documents/version.html", context)


@login_required
@require_safe
@never_cache
def progress(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """How far a worker is: a fragment that asks again until nothing goes on.

    `?then=reload` has the page loaded anew at the end, for pages that show what was found.
    """
    document = get_document(request.user, team, pk)
    status = selectors.status_of(document)
    then = "reload" if request.GET.get("then") == "reload" else ""
    context = {"status": status, "then": then}
    response = render(request, "documents/_status.html", context)
    if then and not status.is_working:
        response["HX-Refresh"] = "true"
    return response
