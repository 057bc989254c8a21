"""The list of claims, claims by hand, and the claims of an actor."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from actors.access import get_actor
from actors.models import Actor
from claims import services
from claims.facets import Facet, Panel, facets
from claims.filters import DUE, NOT_JUDGED
from claims.forms import ClaimForm
from claims.holders import with_holders
from claims.models import Claim
from claims.places import count_places
from claims.selectors import claims_of, open_counts
from claims.services import SpeakerDraft
from claims.views.saved import tabs
from common.errors import DomainError, DuplicateError
from common.pagination import Page, keyset_page
from documents.models import Document
from search.query import parse
from teams.access import get_team, may
from teams.roles import Permission

NEVER = date(9999, 12, 31)
ORDERS = {
    "changed": (gettext_lazy("Last changed"), ("-updated_at", "-pk")),
    "newest": (gettext_lazy("Newest"), ("-pk",)),
    "due": (gettext_lazy("Due first"), ("due_or_never", "-pk")),
}
PUBLISHED = {
    "published_from": gettext_lazy("Published from %(day)s"),
    "published_to": gettext_lazy("Published to %(day)s"),
}
# What the filter panel sends along besides its own boxes.
KEPT = ("q", "sort", "due", "view", *PUBLISHED)
FORMATS = ("csv", "json", "ndjson")


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, and the query string without it."""

    label: str
    url: str


@login_required
@require_GET
def claim_list(request: HttpRequest, team: str) -> HttpResponse:
    """The team's claims, filtered by what stands in the address.

    Where there are more than are counted at once, the counts of the filter panel come in a second
    request, with `part=facets`.
    """
    workspace = get_team(request.user, team)
    part = request.htmx and request.GET.get("part") == "facets"
    every = Claim.objects.visible_to(request.user).filter(team=workspace)
    panel = Panel(every, request, exact=bool(part))
    groups = facets(panel)
    if part:
        return render(request, "components/_facet_groups.html", {"groups": groups})
    sort = request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "changed"
    context = {
        **tabs(workspace, request.user, here=request.GET.get("view", "")),
        "page": _page(panel, request, sort),
        "query": parse(request.GET.get("q", "")),
        "facets": groups,
        "more_facets": _with(request, part="facets") if panel.total.is_more else "",
        "total": panel.total,
        "active": chosen_filters(request, groups),
        "sort": sort,
        "sort_label": ORDERS[sort][0],
        "due_choices": DUE,
        "published": published(request),
        "kept_beside_dates": _kept_beside(request, *PUBLISHED),
        "kept": [(name, value) for name in KEPT if (value := request.GET.get(name))],
        "sorts": [(name, label) for name, (label, _fields) in ORDERS.items()],
        "exports": export_links(request, team),
        "may_create": may(request.user, Permission.CURATE_ACTOR, workspace),
        "is_filtered": bool(set(request.GET) - {"sort", "after", "before", "view"}),
    }
    return render(request, "claims/list.html", context)


def _page(panel: Panel, request: HttpRequest, sort: str) -> Page:
    """The claims of one page, with what their rows show.

    Which they are is asked first, and all that is shown of them only for those.
    """
    rows = panel.found.annotate(due_or_never=Coalesce("due_on", Value(NEVER)))
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = keyset_page(rows, order=ORDERS[sort][1], **cursors)
    speakers = Prefetch("speakers__actor", Actor.objects.readable_by(request.user))
    made_in = Prefetch("made_in", Document.objects.only("access"))
    prefetch_related_objects(page.rows, "team", speakers, made_in)
    count_places(page.rows, request.user)
    with_holders(page.rows)
    return page


def chosen_filters(request: HttpRequest, groups: list[Facet]) -> list[Chosen]:
    """The filters that are on, in the order of the panel, then those that it does not show."""
    found = [
        Chosen(f"{group.title}: {option.label}", _without(request, group.name, option.value))
        for group in groups
        for option in group.options
        if option.selected
    ]
    code, not_judged = NOT_JUDGED
    for name, axis in {"said": _("Was it said?"), "holds": _("Does it hold?")}.items():
        if code in request.GET.getlist(name):
            found.append(Chosen(f"{axis} {not_judged}", _without(request, name, code)))
    words = request.GET.get("q", "").strip()
    if words:
        found.append(Chosen(f"“{words}”", _without(request, "q")))
    for name, day in published(request).items():
        label = PUBLISHED[name] % {"day": date_format(day, "DATE_FORMAT")}
        found.append(Chosen(label, _without(request, name)))
    due = dict(DUE).get(request.GET.get("due", ""))
    if due:
        found.append(Chosen(_("Due: %(when)s") % {"when": due}, _without(request, "due")))
    return found


def published(request: HttpRequest) -> dict[str, date]:
    """The bounds of publication that are on."""
    days = {name: _day(request.GET.get(name, "")) for name in PUBLISHED}
    return {name: day for name, day in days.items() if day}


def _day(words: str) -> date | None:
    try:
        return parse_date(words)
    except ValueError:
        return None


def export_links(request: HttpRequest, team: str) -> list[tuple[str, str]]:
    """Format and address of each export of these filters; none while there are no exports."""
    try:
        address = reverse("exports:claims", args=[team])
    except NoReverseMatch:
        return []
    query = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in {"after", "before", "sort", "view"}
    ]
    return [
        (name.upper(), f"{address}?{urlencode([('format', name), *query])}") for name in FORMATS
    ]


def _kept_beside(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """What a form that sets `names` sends along."""
    left_out = {*names, "after", "before"}
    lists = request.GET.lists()
    return [(name, value) for name, values in lists if name not in left_out for value in values]


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    query.update(more)
    return f"?{query.urlencode()}"


def _without(request: HttpRequest, name: str, value: str | None = None) -> str:
    query = request.GET.copy()
    kept = [] if value is None else [each for each in query.getlist(name) if each != value]
    query.setlist(name, kept)
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    return f"?{query.urlencode()}"


@login_required
@require_http_methods(["GET", "POST"])
def new_claim(request: HttpRequest, team: str) -> HttpResponse:
    workspace = get_team(request.user, team, permission=Permission.CURATE_ACTOR)
    actors = Actor.objects.visible_to(request.user).filter(team=workspace).order_by("name", "pk")
    form = ClaimForm(request.POST or None, actors=actors)
    status, existing = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                claim = _create(workspace, request, form.cleaned_data)
                messages.success(request, _("Claim made"))
                return redirect(claim)
            except DuplicateError as error:
                existing, status = error.existing, error.http_status
                form.add_error(None, str(error))
            except DomainError as error:
                form.add_error(None, str(error))
                status = error.http_status
    context = {"form": form, "existing": existing}
    return render(request, "claims/new.html", context, status=status)


def _create(workspace: Any, request: HttpRequest, data: dict[str, Any]) -> Any:
    draft = SpeakerDraft(data["actor"], "" if data["actor"] else data["words"])
    return services.create_claim(
        team=workspace,
        by=request.user,
        statement=data["statement"],
        polarity=data["polarity"],
        speakers=[draft],
        to_check=data["to_check"],
        priority=data["priority"],
        anyway=data["anyway"],
        kind=data["kind"],
        topic_words=data["topic_words"],
    )


@login_required
@require_GET
def of_actor(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """The claims an actor speaks in, for its page."""
    actor = get_actor(request.user, team, pk)
    claims = claims_of(actor.team, request.user).filter(speakers__actor=actor)
    context = {
        "actor": actor,
        "counts": open_counts(claims),
        "page": keyset_page(
            claims,
            order=("-updated_at", "-pk"),
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        ),
    }
    return render(request, "claims/_of_actor.html", context)
