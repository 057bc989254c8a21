"""How the workbench answers: a whole page, or to htmx what of it has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from claims.bench import Bench
from claims.live import Live
from claims.models import Mention
from claims.selectors import last_changed_by
from claims.spans import Spans
from claims.vocabularies import RejectReason
from common.errors import ConflictError, DomainError
from documents.models import Document

LAST_REASON = "claims.last_reject_reason"
OWN = "claims.shows_own"


@dataclass(frozen=True)
class Done:
    """What was done, in words, and the address that takes it back."""

    words: str
    undo: str = ""


def bench_of(request: HttpRequest, document: Document, **chosen: int) -> Bench:
    """The workbench as the person looks at it: ?asserted=1 or 0 holds until it is said again."""
    asked = request.GET.get("asserted", "")
    if asked in {"0", "1"}:
        request.session[OWN] = asked == "1"
    shows_own = bool(request.session.get(OWN, False))
    return Bench(document, request.user, shows_own=shows_own, **chosen)


def show(request: HttpRequest, bench: Bench, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The page as asked for; to htmx the list of mentions alone."""
    template = "claims/_list.html" if request.htmx else "claims/workbench.html"
    return render(request, template, shown(request, bench, **extra), status=status)


def shown(request: HttpRequest, bench: Bench, **extra: Any) -> dict[str, Any]:
    """What every answer shows; `r` twice rejects for the reason chosen last."""
    if not request.htmx:
        extra.setdefault("live", Live(bench))
    last = request.session.get(LAST_REASON, RejectReason.NOT_A_CLAIM)
    reasons = {"reasons": RejectReason.choices, "last_reason": (last, RejectReason(last).label)}
    return {"bench": bench, **reasons, **extra}


def after(
    request: HttpRequest,
    bench: Bench,
    done: Done,
    *,
    changed: Sequence[int] = (),
    places: Spans = (),
    whole: bool = False,
    **extra: Any,
) -> HttpResponse:
    """After a step: the mention selected in `bench` is the next one.

    changed: ids of mentions whose paragraphs look different now, as those at `places` do; whole:
    all of the text does.
    """
    query = {"mention": bench.selected} if bench.selected else {}
    address = bench.url(**query, **({"do": extra["do"]} if extra.get("do") else {}))
    if not request.htmx:
        tags = f"undo:{done.undo}" if done.undo else ""
        messages.success(request, done.words, extra_tags=tags)
        return redirect(address)
    context = shown(request, bench, done=done, whole=whole, **extra)
    context["changed"] = [] if whole else bench.paragraphs_of(changed, places)
    answer = render(request, "claims/_after.html", context)
    answer["HX-Replace-Url"] = address
    return answer


def refused(
    request: HttpRequest,
    bench: Bench,
    error: DomainError,
    *,
    late: Mention | None = None,
    **extra: Any,
) -> HttpResponse:
    """Nothing was written: why, above what the person typed and how things stand now.

    late: the mention that somebody else may have changed first.
    """
    words = str(error)
    if isinstance(error, ConflictError) and late:
        who = last_changed_by(late)
        if who == request.user:
            # In another tab, or sent again because its answer was lost on the way.
            words = _("You have done that already. This is how it stands now.")
        elif who:
            words = _("%(who)s was faster. Nothing of yours was written.") % {"who": who}
    context = shown(request, bench, refusal=words, **extra)
    if request.htmx:
        context["changed"] = bench.paragraphs_of([late.pk]) if late else []
        return render(request, "claims/_after.html", context, status=error.http_status)
    return render(request, "claims/workbench.html", context, status=error.http_status)
