"""Marking words of the text as a part of a mention: by a selection, a handle or keys."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import services
from claims.access import get_mention
from claims.bench import Bench
from claims.marks import PARTS
from claims.models import Mention
from claims.spans import Spans
from claims.views.answers import Done, after, bench_of, refused
from claims.views.corrections import selection_in, version_seen
from common.errors import DomainError, RuleError
from common.numbers import row_number
from teams.roles import Permission

MORE = "more"


@login_required
@require_POST
def mark(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """The selected words become the `part` of a mention.

    at: which of its stretches they replace; "more": they are one more; without it they replace all.
    """
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, mention.document, selected=mention.pk)
    order = list(bench.numbers)
    before = every_span(mention)
    try:
        part = request.POST.get("part", "")
        if part not in PARTS:
            raise RuleError(_("Say which part of the mention these words are."))
        spans = _put(request, mention, getattr(mention, f"{part}_spans"))
        services.edit_mention(
            mention=mention,
            by=request.user,
            row_version=version_seen(request, mention, mention.row_version),
            changes={f"{part}_spans": spans},
        )
    except DomainError as error:
        return refused(request, bench, error, late=mention)
    return corrected(request, mention, before, order)


def corrected(
    request: HttpRequest, mention: Mention, before: Spans, order: list[int]
) -> HttpResponse:
    """Draw the paragraphs that hold what the mention marks now and what it marked before; all of
    the text where the numbers have moved.
    """
    bench: Bench = bench_of(request, mention.document, selected=mention.pk)
    moved = list(bench.numbers) != order
    places = [*before, *every_span(mention)]
    return after(request, bench, Done(_("Corrected")), places=places, whole=moved)


def every_span(mention: Mention) -> list[list[int]]:
    return [span for part in PARTS for span in getattr(mention, f"{part}_spans")]


def _put(request: HttpRequest, mention: Mention, spans: Spans) -> list[list[int]]:
    chosen, at = selection_in(request, mention.version.text), request.POST.get("at", "")
    if at == MORE:
        return [*map(list, spans), chosen]
    if not at:
        return [chosen]
    place = row_number(at)
    if place is None or place >= len(spans):
        raise RuleError(_("The page was out of date. Nothing was written: try again."))
    return [chosen if number == place else list(span) for number, span in enumerate(spans)]
