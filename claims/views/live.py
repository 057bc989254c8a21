"""What a workbench asks again and again: has anybody else done anything, and who is here?"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims import presence
from claims.live import Live
from claims.views.answers import bench_of, shown
from common.numbers import number_in
from documents.access import get_document


@login_required
@require_GET
def live(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """The fragments that others have changed since ?seen=, or 304. It says who is here as well.

    No page load, no lock, and no event: the one thing it writes is the beat of presence.
    """
    document = get_document(request.user, team, pk)
    selected = number_in(request.GET, "mention")
    bench = bench_of(
        request, document, version=number_in(request.GET, "version"), selected=selected
    )
    presence.beat(document, request.user, selected)
    now = Live(bench, seen=number_in(request.GET, "seen"), busy=bool(request.GET.get("busy")))
    etag = now.etag
    if request.headers.get("If-None-Match", "").strip('"') == etag:
        return HttpResponseNotModified()
    context = shown(request, bench, live=now, busy=now.busy, whole=now.whole)
    if not (now.busy or now.whole):
        context["cards"] = [card for card in bench.window if card.mention.pk in now.changed]
        context["changed"] = bench.paragraphs_of(now.changed)
    answer = render(request, "claims/_live.html", context)
    answer["ETag"] = f'"{etag}"'
    return answer
