"""What a person finds in a team, by kind of row."""

from dataclasses import dataclass
from typing import Any

from common.pagination import Page, Total, keyset_page, total_of
from search import marking, registry
from search.finding import Search
from search.marking import Piece
from search.registry import Group

FEW = 5
NEWEST_FIRST = ("-pk",)


@dataclass(frozen=True)
class Found:
    """A row, and its text cut around the first hit."""

    row: Any
    cut: list[Piece]


@dataclass(frozen=True)
class Results:
    """What there is in one group: how many, and the rows that are shown, as a page of `Found`."""

    group: Group
    total: Total
    page: Page


def find(search: Search, *, only: str = "", after: str = "", before: str = "") -> list[Results]:
    """The newest few of every group; with `only`, one page of that group and none of the others.

    Without words, nothing.
    """
    found = []
    for group in registry.groups():
        rows = group.visible(search.team, search.user)
        rows = rows.filter(search.within(group.name)) if search.query else rows.none()
        page = Page([])
        if group.name == only:
            page = keyset_page(rows, order=NEWEST_FIRST, after=after, before=before)
        elif not only:
            page = keyset_page(rows, order=NEWEST_FIRST, size=FEW)
        found.append(Results(group, total_of(rows), _cut(group, page, search)))
    return found


def _cut(group: Group, page: Page, search: Search) -> Page:
    texts = group.texts(page.rows) if page.rows else {}
    cut = [Found(row, marking.snippet(texts.get(row.pk, ""), search.query)) for row in page.rows]
    return Page(cut, page.next, page.previous)
