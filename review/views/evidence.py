"""Adding, correcting and withdrawing evidence on its claim's page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import Claim
from common.errors import DomainError
from review import citing, services
from review.access import get_claim, get_evidence
from review.forms import EvidenceForm, GradeForm, StepForm
from review.models import Evidence
from review.selectors import page
from review.views import showing
from teams import editing
from teams.access import may
from teams.roles import Permission
from teams.vocabularies import Access


@login_required
@require_POST
def add_evidence(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Add one item. With htmx the section alone comes back, with what is ticked still ticked."""
    claim = get_claim(request.user, team, pk, permission=Permission.ADD_EVIDENCE)
    form, status = _form(request, claim), 422
    added = None
    if form.is_valid():
        try:
            added = services.add_evidence(
                claim=claim, item=form.draft(), by=request.user, once=form.cleaned_data["once"]
            )
        except DomainError as error:
            _say(form, error)
            status = error.http_status
    if added and not request.htmx:
        messages.success(request, _("Evidence added."))
        return redirect(f"{claim.get_absolute_url()}#e{added.pk}")
    given = {} if added else {"evidence_form": form, "evidence_open": True}
    if request.htmx:
        return _section(request, claim, added, status=200 if added else status, **given)
    return showing.again(request, claim, status=status, **given)


@login_required
@require_http_methods(["GET", "POST"])
def edit_evidence(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Correct one item that no sealed review stands on; two who do it at once are merged."""
    evidence = get_evidence(request.user, team, pk, permission=Permission.ADD_EVIDENCE)
    claim = evidence.claim
    if request.method != "POST":
        begun = EvidenceForm.begun(_initial(evidence), evidence.row_version)
        return _edit_page(request, evidence, editing.Saved(_form(request, claim, initial=begun)))
    saved = editing.save(
        request.POST,
        make=lambda data: _form(request, claim, data=data),
        read=lambda: get_evidence(request.user, team, pk),
        shown=_initial,
        write=lambda row, form: services.edit_evidence(
            evidence=row,
            item=form.draft(),
            by=request.user,
            row_version=form.cleaned_data["row_version"] or 0,
        ),
    )
    if not saved.done:
        return _edit_page(request, get_evidence(request.user, team, pk), saved)
    messages.success(request, saved.told(_("Evidence corrected.")))
    return redirect(f"{claim.get_absolute_url()}#e{evidence.pk}")


def _edit_page(request: HttpRequest, evidence: Evidence, saved: editing.Saved) -> HttpResponse:
    context = {
        "claim": evidence.claim,
        "evidence": evidence,
        "evidence_form": saved.form,
        "conflict": saved.shown_conflict(),
    }
    return render(request, "review/evidence_edit.html", context, status=saved.status)


@login_required
@require_POST
def grade_evidence(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Give an item its credibility; only then the page shows the letter of its source."""
    evidence = get_evidence(request.user, team, pk, permission=Permission.ADD_EVIDENCE)
    claim, form, status = evidence.claim, GradeForm(request.POST), 422
    if form.is_valid():
        try:
            services.grade_evidence(evidence=evidence, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            if request.htmx:
                return _section(request, claim, None, own=evidence, status=200)
            return redirect(f"{claim.get_absolute_url()}#e{evidence.pk}")
    faults = [fault for each in form.errors.values() for fault in each]
    if request.htmx:
        return _section(request, claim, None, status=status, evidence_faults=faults)
    return showing.again(request, claim, status=status, refused=faults)


@login_required
@require_POST
def withdraw_evidence(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Take one item out of the claim, with a reason."""
    evidence = get_evidence(request.user, team, pk, permission=Permission.ADD_EVIDENCE)
    claim, form = evidence.claim, StepForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            services.withdraw_evidence(
                evidence=evidence,
                why=form.cleaned_data["note"],
                by=request.user,
                row_version=form.cleaned_data["row_version"],
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            messages.success(request, _("Evidence withdrawn. It stays in the history."))
            return redirect(f"{claim.get_absolute_url()}#h-evidence")
    faults = [fault for each in form.errors.values() for fault in each]
    typed = request.POST.get("note", "")
    return showing.again(request, claim, status=status, refused=faults, typed_note=typed)


def _form(
    request: HttpRequest, claim: Claim, *, data: QueryDict | None = None, **kwargs: Any
) -> EvidenceForm:
    if data is None and request.method == "POST":
        data = request.POST
    restrict = may(request.user, Permission.PROTECT, claim.team)
    return EvidenceForm(data, team=claim.team, by=request.user, may_restrict=restrict, **kwargs)


def _initial(evidence: Evidence) -> dict[str, Any]:
    """The item as its reader may see it: in a blind round its stance is its author's alone."""
    restricted = evidence.access == Access.RESTRICTED
    return {**services.said_of(evidence), "restricted": restricted}


def _say(form: EvidenceForm, error: DomainError) -> None:
    for line in getattr(error, "missing", None) or [str(error)]:
        form.add_error(None, line)


def _section(
    request: HttpRequest,
    claim: Claim,
    added: Evidence | None,
    *,
    status: int,
    own: Evidence | None = None,
    **given: Any,
) -> HttpResponse:
    """The section of evidence as it stands. What was ticked stays so where it is as it was read:
    `own` is what the person has just changed, and so has read.
    """
    claim = get_claim(request.user, claim.team.slug, claim.pk)
    actions, of = page.offered(claim, request.user)
    duty = page.form_for(actions, of, request.user, wish=request.POST.get("judging", ""))
    evidence = page.evidence_of(claim, request.user)
    read = citing.read_from(request.POST.getlist("cited"))
    read |= {item.pk: item.row_version for item in (added,) if item and duty}
    read |= {item.pk: item.row_version for item in (own,) if item and item.pk in read}
    stale = citing.stale_among(read, (item for item in evidence if item.is_live()))
    changed = {each.evidence.pk for each in stale}
    context = {
        "claim": claim,
        "duty": duty,
        "cited": {str(pk) for pk in read if pk not in changed},
        "stale": showing.stale_shown(stale, request.user),
        **showing.evidence_section(claim, request.user, evidence),
        **given,
    }
    return render(request, "review/_evidence_section.html", context, status=status)
