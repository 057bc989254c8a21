"""The steps on one mention: one POST each, answered with what has changed."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from claims import services
from claims.access import get_claim, get_mention
from claims.bench import Bench
from claims.forms import ActForm, SplitFormSet
from claims.models import Mention
from claims.views.answers import LAST_REASON, Done, after, bench_of, refused
from claims.vocabularies import Priority, RejectReason
from common.errors import DomainError, RuleError
from common.numbers import row_number
from common.wording import within
from documents.models import Document
from documents.services import start_triage
from documents.vocabularies import Triage
from teams.models import User
from teams.roles import Permission


@login_required
@require_POST
def accept(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    def step(mention: Mention, form: ActForm) -> str:
        claim = services.accept_mention(
            mention=mention,
            by=request.user,
            row_version=form.cleaned_data["row_version"],
            to_check=form.cleaned_data["to_check"],
            priority=form.cleaned_data["priority"] or Priority.NORMAL,
        )
        return within(claim.get_state_display())

    return _step(request, team, pk, step)


@login_required
@require_POST
def attach(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    def step(mention: Mention, form: ActForm) -> str:
        claim = get_claim(request.user, team, form.cleaned_data["claim"] or 0)
        services.attach_mention(
            mention=mention,
            claim=claim,
            by=request.user,
            row_version=form.cleaned_data["row_version"],
        )
        return _("attached to %(claim)s") % {"claim": claim.reference}

    return _step(request, team, pk, step)


@login_required
@require_POST
def reject(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    def step(mention: Mention, form: ActForm) -> str:
        reason = form.cleaned_data["reason"]
        services.reject_mention(
            mention=mention,
            by=request.user,
            row_version=form.cleaned_data["row_version"],
            reason=reason,
        )
        request.session[LAST_REASON] = reason
        return _("rejected: %(why)s") % {"why": within(RejectReason(reason).label)}

    return _step(request, team, pk, step)


@login_required
@require_POST
def set_aside(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    def step(mention: Mention, form: ActForm) -> str:
        services.set_aside_mention(
            mention=mention, by=request.user, row_version=form.cleaned_data["row_version"]
        )
        return _("set aside")

    return _step(request, team, pk, step)


@login_required
@require_POST
def undo(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Take the decision back and select the mention again."""
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    version = request.POST.get("row_version") or request.GET.get("row_version") or ""
    bench = bench_of(request, mention.document, selected=mention.pk)
    try:
        services.undo_mention(
            mention=mention,
            by=request.user,
            row_version=row_number(version) or mention.row_version,
        )
    except DomainError as error:
        return refused(request, bench, error, late=mention)
    number = bench.card.number if bench.card else ""
    words = _("%(number)s is proposed again") % {"number": number}
    return after(request, bench, Done(words), changed=[mention.pk])


@login_required
@require_POST
def split(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    form, formset = ActForm(request.POST), SplitFormSet(request.POST, prefix="part")
    bench = bench_of(request, mention.document, selected=mention.pk)
    typed = {"do": "split", "formset": formset}
    if not (form.is_valid() and formset.is_valid()):
        return refused(request, bench, RuleError(_("Mend what is marked below.")), **typed)
    parts = [part for each in formset.forms if (part := each.part())]
    try:
        claims = services.split_mention(
            mention=mention,
            parts=parts,
            by=request.user,
            row_version=form.cleaned_data["row_version"],
            to_check=form.cleaned_data["to_check"],
        )
    except DomainError as error:
        return refused(request, bench, error, late=mention, **typed)
    words = ngettext("%(count)d claim", "%(count)d claims", len(claims)) % {"count": len(claims)}
    return _next(request, bench, mention, words)


def _step(
    request: HttpRequest, team: str, pk: int, step: Callable[[Mention, ActForm], str]
) -> HttpResponse:
    """Do one `step`, which answers what the mention is now, and go on to the next."""
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, mention.document, selected=mention.pk)
    form = ActForm(request.POST)
    try:
        if not form.is_valid():
            raise RuleError(_("The page was out of date. Nothing was written: try again."))
        words = step(mention, form)
    except DomainError as error:
        return refused(request, bench, error, late=mention)
    return _next(request, bench, mention, words)


def _next(request: HttpRequest, bench: Bench, mention: Mention, words: str) -> HttpResponse:
    begin_triage(bench.document, by=request.user)
    number = bench.numbers[mention.pk]
    bench.select(bench.after(mention))
    back = reverse("claims:undo", args=[mention.team.slug, mention.pk])
    done = Done(f"{number} {words}", f"{back}?row_version={mention.row_version}")
    return after(request, bench, done, changed=[mention.pk])


def begin_triage(document: Document, *, by: User) -> None:
    """Who takes the first step on a waiting document goes through it from then on."""
    if document.triage == Triage.WAITING:
        with suppress(DomainError):
            start_triage(document=document, row_version=document.row_version, by=by)
