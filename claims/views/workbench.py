"""The workbench of a document."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from claims import presence
from claims.bench import Bench
from claims.forms import NAMED_KINDS, MentionForm, SpeakerForm, SplitFormSet
from claims.live import Live
from claims.selectors import claims_to_attach, speakers_to_choose
from claims.statements import draft_of
from claims.views.answers import bench_of, show
from common.numbers import number_in
from documents.access import get_document
from documents.selectors import status_of
from teams.access import may
from teams.roles import Permission

# What the selected card can be turned into.
PANELS = frozenset({"edit", "split", "speaker", "attach"})


@login_required
@require_GET
def workbench(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """The text beside its mentions; ?mention= selects one, ?do= opens a form in its card."""
    document = get_document(request.user, team, pk)
    bench = bench_of(
        request,
        document,
        version=number_in(request.GET, "version"),
        selected=number_in(request.GET, "mention"),
    )
    extra: dict[str, Any] = {}
    if not request.htmx:
        # Before the mentions are read: what happens from here on is told by the next poll.
        extra["live"] = Live(bench)
        presence.beat(document, request.user, bench.selected)
    do = request.GET.get("do", "")
    extra |= panel(request, bench, do if do in PANELS and bench.may_triage else "")
    extra["may_retry"] = may(request.user, Permission.ADD_DOCUMENT, document.team)
    return show(request, bench, reading=status_of(document), **extra)


def panel(request: HttpRequest, bench: Bench, do: str) -> dict[str, Any]:
    """What the form `do` of the selected card needs."""
    mention = bench.mention
    if mention is None or not do:
        return {}
    extra: dict[str, Any] = {"do": do}
    if do == "edit":
        extra["form"] = MentionForm(mention=mention)
    elif do == "split":
        extra["formset"] = SplitFormSet(prefix="part", initial=split_initial(mention))
    elif do == "attach":
        extra["q"] = request.GET.get("q", "")
        extra["found"] = claims_to_attach(mention, bench.user, extra["q"])
    else:
        extra |= speaker_panel(request, bench)
    return extra


def speaker_panel(request: HttpRequest, bench: Bench) -> dict[str, Any]:
    mention, team = bench.mention, bench.document.team
    q = request.GET.get("q", "") or bench.card.name_to_find
    return {
        "do": "speaker",
        "form": SpeakerForm(mention=mention),
        "q": q,
        "found": speakers_to_choose(mention, bench.user, q),
        "may_create": may(bench.user, Permission.CURATE_ACTOR, team),
        "kinds": NAMED_KINDS,
    }


def split_initial(mention: Any) -> list[dict[str, Any]]:
    """One statement for each stretch of the content, or one for all of it."""
    if len(mention.content_spans) < 2:
        return [{"statement": draft_of(mention)}]
    text = mention.version.text
    return [
        {
            "statement": draft_of(mention, text[start:end]),
            "start": start,
            "end": end,
            "words": text[start:end],
        }
        for start, end in mention.content_spans
    ]
