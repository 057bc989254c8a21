"""Filling in a review and sealing it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from claims.models import Claim
from common.errors import ConflictError, DomainError, RuleError
from review import services
from review.access import get_claim, get_draft
from review.citing import StaleError
from review.forms import ReviewForm
from review.models import Review
from review.selectors import page
from review.views import showing
from review.views.claim import finished
from review.vocabularies import Duty
from teams.roles import Permission

SEAL: dict[str, Callable[..., Any]] = {
    Duty.FIRST: services.submit_review,
    Duty.SECOND: services.submit_second,
    Duty.JOINT: services.propose_joint,
    Duty.THIRD: services.submit_third,
    Duty.OVERRIDE: services.override,
}
SEALED = {
    Duty.FIRST: _("Your review is sealed."),
    Duty.SECOND: _("Your second review is sealed."),
    Duty.JOINT: _("Your joint review waits for the other signature."),
    Duty.THIRD: _("Settled. The decision is in force."),
    Duty.OVERRIDE: _("Decided against the policy, and marked so."),
}


@login_required
@require_POST
def judge(request: HttpRequest, team: str, pk: int, duty: str) -> HttpResponse:
    """Seal a review, or show the page again with what is missing and all that was typed."""
    seal = _seal_for(duty)
    claim = get_claim(request.user, team, pk, permission=Permission.REVIEW)
    evidence = page.evidence_of(claim, request.user)
    form, status = ReviewForm(request.POST, claim=claim, evidence=evidence, duty=duty), 422
    stale = False
    if form.is_valid():
        seen = form.cleaned_data["row_version"]
        try:
            seal(claim=claim, draft=form.draft(), by=request.user, row_version=seen)
        except DomainError as error:
            form.add_error(None, str(error))
            status, stale = error.http_status, isinstance(error, StaleError)
            if isinstance(error, ConflictError) and _is_sent_twice(claim, duty, request):
                return redirect(claim)
        else:
            messages.success(request, SEALED[Duty(duty)])
            return redirect(finished(claim))
    return _refused(request, team, pk, duty=duty, status=status, errors=form.errors, stale=stale)


@login_required
@require_POST
def keep_draft(request: HttpRequest, team: str, pk: int, duty: str) -> HttpResponse:
    """Keep what was typed so far. With htmx a fragment says what is still missing."""
    _seal_for(duty)
    claim = get_claim(request.user, team, pk, permission=Permission.REVIEW)
    evidence = page.evidence_of(claim, request.user)
    form = showing.form_of(claim, request.user, evidence, duty, typed=request.POST)
    _keep(request, claim, duty, form)
    if not request.htmx:
        messages.success(request, _("Your draft is kept. Nobody else can read it."))
        return redirect(f"{claim.get_absolute_url()}#s-review")
    context = showing.review_form(claim, request.user, evidence, duty, form, is_drawn=False)
    return render(request, "review/_still_missing.html", {"claim": claim, **context})


@login_required
@require_POST
def discard_draft(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Throw one's own draft away; the form is blank again."""
    draft = get_draft(request.user, team, pk)
    services.discard_draft(draft=draft, by=request.user)
    messages.success(request, _("Your draft is discarded."))
    return redirect(f"{draft.claim.get_absolute_url()}#s-review")


def _keep(request: HttpRequest, claim: Claim, duty: str, form: ReviewForm) -> None:
    """Keep what was typed, if anything was. A review that is sealed already needs no draft."""
    if form.kept or form.is_touched():
        typed = dict(request.POST.lists())
        with suppress(RuleError):
            form.kept = services.save_draft(claim=claim, duty=duty, typed=typed, by=request.user)


def _seal_for(duty: str) -> Callable[..., Any]:
    if duty not in SEAL:
        raise Http404
    return SEAL[duty]


def _is_sent_twice(claim: Claim, duty: str, request: HttpRequest) -> bool:
    """Whether the person's own review of this duty stands already: the form came a second time."""
    mine = Review.objects.standing().filter(reviewer=request.user.pk, duty=duty)
    return mine.filter(claim=claim.pk, round=claim.round).exists()


def _refused(
    request: HttpRequest,
    team: str,
    pk: int,
    *,
    duty: str,
    status: int,
    errors: Any,
    stale: bool,
) -> HttpResponse:
    """The page with the form as typed, on the version of the claim that stands now.

    stale: evidence was changed, not the claim; its section shows both texts.
    """
    claim = get_claim(request.user, team, pk)
    evidence = page.evidence_of(claim, request.user)
    typed = request.POST.copy()
    typed["row_version"], typed["seen"] = str(claim.row_version), claim.statement
    form = showing.form_of(claim, request.user, evidence, duty, typed=typed)
    _keep(request, claim, duty, form)
    form.is_valid()
    for field, faults in errors.items():
        for fault in faults:
            if field == "__all__" or field not in form.errors:
                form.add_error(None if field == "__all__" else field, fault)
    given: dict[str, Any] = {"wish": duty, "refused": form.non_field_errors()}
    actions, of = page.offered(claim, request.user)
    if page.form_for(actions, of, request.user, wish=duty) == duty:
        given |= showing.review_form(claim, request.user, evidence, duty, form)
    if status == ConflictError.http_status and not stale:
        given["conflict"] = showing.conflict(
            claim,
            before=request.POST.get("seen", ""),
            yours=request.POST.get("rationale", ""),
            merge="f-rationale",
        )
    return showing.claim_page(request, claim, status=status, **given)
