"""Comments and questions on a claim's page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.models import Claim
from common.errors import DomainError
from review import services
from review.access import get_claim, get_comment
from review.forms import CommentForm, StepForm
from review.models import Comment
from review.views import showing
from teams.roles import Permission


@login_required
@require_POST
def add_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Comment, or ask somebody for help. With htmx the section alone comes back."""
    claim = get_claim(request.user, team, pk, permission=Permission.COMMENT)
    form, status = CommentForm(request.POST, team=claim.team, by=request.user), 422
    if form.is_valid():
        values = {key: form.cleaned_data[key] for key in ("text", "once")}
        asked = form.cleaned_data["asked"]
        try:
            if asked:
                services.ask_for_help(claim=claim, asked=asked, by=request.user, **values)
            else:
                services.add_comment(claim=claim, by=request.user, **values)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            return _answer(request, claim)
    if request.htmx:
        return _section(request, claim, status=status, comment_form=form)
    return showing.again(request, claim, status=status, comment_form=form)


@login_required
@require_POST
def edit_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Correct one's own comment."""
    comment = get_comment(request.user, team, pk)
    form = StepForm(request.POST, team=comment.claim.team)
    return _change(
        request,
        comment,
        form,
        lambda values: services.edit_comment(
            comment=comment,
            text=values["note"],
            by=request.user,
            row_version=values["row_version"],
        ),
    )


@login_required
@require_POST
def resolve_help(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Say that a question is answered."""
    comment = get_comment(request.user, team, pk)
    form = StepForm(request.POST, team=comment.claim.team)
    return _change(
        request,
        comment,
        form,
        lambda values: services.resolve_help(
            comment=comment, by=request.user, row_version=values["row_version"]
        ),
    )


def _change(request: HttpRequest, comment: Comment, form: StepForm, change: Any) -> HttpResponse:
    claim, status = comment.claim, 422
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            return _answer(request, claim)
    faults = [fault for each in form.errors.values() for fault in each]
    given = {"refused": faults, "typed": request.POST.get("note", ""), "typed_on": comment.pk}
    if request.htmx:
        return _section(request, claim, status=status, **given)
    return showing.again(request, claim, status=status, **given)


def _answer(request: HttpRequest, claim: Claim) -> HttpResponse:
    if request.htmx:
        return _section(request, claim, status=200)
    messages.success(request, _("Saved."))
    return redirect(f"{claim.get_absolute_url()}#h-comments")


def _section(request: HttpRequest, claim: Claim, *, status: int, **given: Any) -> HttpResponse:
    context = {"claim": claim, **showing.comments_section(claim, request.user), **given}
    return render(request, "review/_comments_section.html", context, status=status)
