"""One document: its facts, versions and state; and how far a worker is with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents import selectors, services
from documents.access import get_document, may_withdraw
from documents.forms import AccessForm, EditForm, ReasonForm
from documents.models import Document
from documents.vocabularies import Processing
from teams import editing
from teams.access import may
from teams.roles import Permission

VANISH = {"HX-Retarget": "[data-vanishes]", "HX-Reswap": "delete", "HX-Trigger": "documentRead"}


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
    """Saved from an old version, what does not collide is merged and the rest comes back."""
    document = get_document(request.user, team, pk, permission=Permission.ADD_DOCUMENT)
    if request.method != "POST":
        facts = EditForm.filled_with(document)
        form = EditForm(initial=EditForm.begun(facts, document.row_version))
        return _edit_page(request, document, editing.Saved(form))
    saved = editing.save(
        request.POST,
        make=EditForm,
        read=lambda: get_document(request.user, team, pk),
        shown=EditForm.filled_with,
        write=lambda row, form: services.edit_document(
            document=row,
            draft=form.draft(),
            row_version=form.cleaned_data["row_version"],
            by=request.user,
        ),
    )
    if not saved.done:
        return _edit_page(request, document, saved)
    messages.success(request, saved.told(_("Saved.")))
    return redirect("documents:detail", team=team, pk=pk)


def _edit_page(request: HttpRequest, document: Document, saved: editing.Saved) -> HttpResponse:
    context = {
        "document": document,
        "form": saved.form,
        "conflict": saved.shown_conflict(),
        "publishers": selectors.publisher_names(request.user, document.team),
    }
    return render(request, "documents/edit.html", context, status=saved.status)


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

    At the end `?then=reload` has the page loaded anew, for pages that show what was found;
    `?then=vanish` takes [data-vanishes] away and sends the event documentRead, for pages that
    fetch what was found without a new page.
    """
    document = get_document(request.user, team, pk)
    status = selectors.status_of(document)
    then = request.GET.get("then", "")
    then = then if then in {"reload", "vanish"} else ""
    if then == "vanish" and document.processing == Processing.READY:
        return HttpResponse(headers=VANISH)
    response = render(request, "documents/_status.html", {"status": status, "then": then})
    if then == "reload" and not status.is_working:
        response["HX-Refresh"] = "true"
    return response
