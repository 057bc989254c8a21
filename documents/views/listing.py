"""The list of documents."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents import selectors
from documents.filters import DocumentFilter
from documents.vocabularies import DocumentKind, Processing, Triage
from teams.access import get_team, may
from teams.roles import Permission

GROUPS = [("triage", Triage), ("processing", Processing), ("kind", DocumentKind)]
SHOWN_ALWAYS = {"triage"}
# Filters that are typed, not ticked.
TYPED = ("q", "published_from", "published_to")


@login_required
@require_safe
def documents(request: HttpRequest, team: str) -> HttpResponse:
    """Whom htmx asks for gets the rows alone."""
    workspace = get_team(request.user, team)
    every = selectors.readable_documents(request.user, workspace)
    filters = DocumentFilter(request.GET, queryset=every, request=request)
    page = selectors.status_page(
        filters.qs, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "page": page,
        "active": filters.chosen(),
        "lacks_worker": any(status.lacks_worker for status in page.rows),
        "may_add": may(request.user, Permission.ADD_DOCUMENT, workspace),
    }
    if request.htmx:
        return render(request, "documents/_rows.html", context)
    counts = selectors.facet_counts(every)
    publishers = selectors.publisher_facet(every, request.user)
    context["groups"] = [
        *_groups(filters, counts),
        _people(_("Published by"), "publisher", publishers, filters),
        _people(_("Added by"), "added_by", selectors.adder_facet(every), filters),
    ]
    context["total"] = sum(counts["kind"].values())
    context["kept"] = [(name, request.GET[name]) for name in TYPED if request.GET.get(name)]
    return render(request, "documents/list.html", context)


def _groups(filters: DocumentFilter, counts: dict[str, Any]) -> list[SimpleNamespace]:
    """The filter's groups of boxes; a code that no document has is left out, unless chosen."""
    titles = {"triage": _("Triage"), "processing": _("Processing"), "kind": _("Kind")}
    groups = []
    for name, choices in GROUPS:
        chosen = filters.chosen().get(name, [])
        options = [
            SimpleNamespace(
                value=code.value,
                label=code.label,
                count=counts[name][code.value],
                selected=code.value in chosen,
            )
            for code in choices
            if counts[name][code.value] or code.value in chosen or name in SHOWN_ALWAYS
        ]
        groups.append(SimpleNamespace(title=titles[name], name=name, axis="", options=options))
    return groups


def _people(
    title: str, name: str, facet: list[tuple[Any, int]], filters: DocumentFilter
) -> SimpleNamespace:
    """A group of boxes for actors or people; who is chosen and beyond the first is added."""
    chosen = filters.chosen().get(name, [])
    counted = dict(facet)
    everybody = [*counted, *(one for one in chosen if one not in counted)]
    options = [
        SimpleNamespace(
            value=one.pk, label=str(one), count=counted.get(one), selected=one in chosen
        )
        for one in everybody
    ]
    return SimpleNamespace(title=title, name=name, axis="", options=options)
