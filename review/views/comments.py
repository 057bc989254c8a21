"""Comments and questions: on a claim's page, and on the page of what is said about a document."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.models import Claim
from common.errors import DomainError
from documents.access import get_document
from documents.models import Document
from history.services import heads
from review import services
from review.access import get_claim, get_comment
from review.forms import StepForm
from review.models import Comment
from review.selectors.people import names_to_call
from review.selectors.talk import threads_of, watch_of
from review.talk_forms import CommentForm, DocumentCommentForm
from review.views import showing
from teams.access import may
from teams.roles import Permission

# Where on a document a comment hangs, as addresses and forms name it.
PLACES = ("mention", "version", "start", "end")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Comment, answer, or ask somebody for help. With htmx the section alone comes back.

    GET is the way to a form about one item of evidence, ?evidence=.
    """
    claim = get_claim(request.user, team, pk, permission=Permission.COMMENT)
    if request.method != "POST":
        form = showing.comment_form(claim, request.user, request.GET.get("evidence", ""))
        if request.htmx:
            return _section(request, claim, status=200, comment_form=form)
        return showing.claim_page(request, claim, comment_form=form)
    form, status = CommentForm(request.POST, claim=claim, by=request.user), 422
    if form.is_valid():
        try:
            comment = _say(claim, form.cleaned_data, request)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            return _answer(request, comment)
    if request.htmx:
        return _section(request, claim, status=status, comment_form=form)
    return showing.again(request, claim, status=status, comment_form=form)


def _say(claim: Claim, given: dict[str, Any], request: HttpRequest) -> Comment:
    values = {key: given[key] for key in ("text", "once", "evidence")}
    values |= {"claim": claim, "by": request.user}
    if given["asked"] and not given["reply_to"]:
        return services.ask_for_help(asked=given["asked"], **values)
    return services.add_comment(reply_to=given["reply_to"], **values)


@login_required
@require_GET
def document_comments(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """What is said about a document. ?mention=, or ?version=&start=&end=: the form is about those.

    A place that is not there leaves a form about the whole document.
    """
    document = get_document(request.user, team, pk)
    asked = DocumentCommentForm(
        {**request.GET.dict(), "text": "-"}, document=document, by=request.user
    )
    place: dict[str, Any] = {"once": uuid4()}
    if asked.is_valid():
        place |= {name: request.GET.get(name, "") for name in PLACES}
    form = DocumentCommentForm(initial=place, document=document, by=request.user)
    head = heads([document.team_id]).get(document.team_id)
    answer = _document_page(request, document, form, about=_words_at(asked))
    services.see(subject=document, by=request.user, up_to=head.seq if head else 0)
    return answer


@login_required
@require_POST
def add_document_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    document = get_document(request.user, team, pk, permission=Permission.COMMENT)
    form, status = DocumentCommentForm(request.POST, document=document, by=request.user), 422
    if form.is_valid():
        values = {key: form.cleaned_data[key] for key in ("text", "once", "reply_to", "mention")}
        try:
            comment = services.comment_on_document(
                document=document, stretch=form.stretch(), by=request.user, **values
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            return _answer(request, comment)
    return _document_page(request, document, form, status=status)


@login_required
@require_POST
def edit_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Correct one's own comment."""
    comment = get_comment(request.user, team, pk)
    return _change(
        request,
        comment,
        lambda values: services.edit_comment(
            comment=comment,
            text=values["note"],
            by=request.user,
            row_version=values["row_version"],
        ),
    )


@login_required
@require_POST
def resolve_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Say that a thread is settled."""
    return _settle(request, get_comment(request.user, team, pk), services.resolve_comment)


@login_required
@require_POST
def reopen_comment(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Say that a thread is not settled after all."""
    return _settle(request, get_comment(request.user, team, pk), services.reopen_comment)


def _settle(
    request: HttpRequest, comment: Comment, service: Callable[..., Comment]
) -> HttpResponse:
    return _change(
        request,
        comment,
        lambda values: service(comment=comment, by=request.user, row_version=values["row_version"]),
    )


def _change(request: HttpRequest, comment: Comment, change: Any) -> HttpResponse:
    form, status = StepForm(request.POST), 422
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            return _answer(request, comment)
    faults = [fault for each in form.errors.values() for fault in each]
    given = {"refused": faults, "typed": request.POST.get("note", ""), "typed_on": comment.pk}
    if comment.claim is None:
        blank = DocumentCommentForm(document=comment.document, by=request.user)
        return _document_page(request, comment.document, blank, status=status, **given)
    if request.htmx:
        return _section(request, comment.claim, status=status, **given)
    return showing.again(request, comment.claim, status=status, **given)


def _answer(request: HttpRequest, comment: Comment) -> HttpResponse:
    if request.htmx and comment.claim:
        return _section(request, comment.claim, status=200)
    messages.success(request, _("Saved."))
    return redirect(comment.get_absolute_url())


def _section(request: HttpRequest, claim: Claim, *, status: int, **given: Any) -> HttpResponse:
    context = {"claim": claim, **showing.comments_section(claim, request.user), **given}
    return render(request, "review/_comments_section.html", context, status=status)


def _document_page(
    request: HttpRequest,
    document: Document,
    form: DocumentCommentForm,
    *,
    status: int = 200,
    **given: Any,
) -> HttpResponse:
    user = request.user
    context = {
        "document": document,
        "threads": threads_of(document, user),
        "form": form,
        "about": _words_at(form),
        "names": names_to_call(document),
        "watch": watch_of(document, user),
        "may_triage": may(user, Permission.TRIAGE, document.team),
        "may_comment": may(user, Permission.COMMENT, document.team),
        **given,
    }
    return render(request, "review/document_comments.html", context, status=status)


def _words_at(form: DocumentCommentForm) -> str:
    """The words that a checked form is about, "" for the whole document."""
    given = getattr(form, "cleaned_data", {})
    if given.get("mention"):
        return str(given["mention"].content_words)
    version, start, end = (given.get(name) for name in ("version", "start", "end"))
    return version.text[start:end] if version and start is not None and end else ""
