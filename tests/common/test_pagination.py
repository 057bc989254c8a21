"""Keyset pages walk every row once, forwards and back."""

import pytest

from common.pagination import keyset_page
from teams.models import Team
from tests.factories.teams import make_team

pytestmark = pytest.mark.django_db

ORDERS = [("pk",), ("-pk",), ("name", "pk"), ("-name", "pk"), ("name", "-pk")]


def rows():
    return Team.objects.all()


@pytest.fixture
def teams():
    for name in ("b", "a", "b", "c", "a", "b", "a"):
        make_team(name=name)


@pytest.mark.parametrize("order", ORDERS)
def test_forwards_then_backwards_shows_each_row_once(teams, order):
    expected = list(rows().order_by(*order))
    page, forwards = keyset_page(rows(), order=order, size=3), []
    while page.next:
        forwards += page.rows
        page = keyset_page(rows(), order=order, size=3, after=page.next)
    forwards += page.rows
    backwards = list(page.rows)
    while page.previous:
        page = keyset_page(rows(), order=order, size=3, before=page.previous)
        backwards = page.rows + backwards

    assert forwards == expected
    assert backwards == expected


def test_a_row_added_meanwhile_does_not_double_another(teams):
    first = keyset_page(rows(), order=("-pk",), size=3)
    make_team(name="new")

    second = keyset_page(rows(), order=("-pk",), size=3, after=first.next)

    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "W10", "WzEsMl0", "eyJhIjoxfQ", "é"])
def test_a_broken_cursor_shows_the_first_page(teams, cursor):
    page = keyset_page(rows(), order=("pk",), size=3, after=cursor)

    assert page.rows == list(rows().order_by("pk")[:3])


def test_no_rows():
    page = keyset_page(rows().none(), order=("pk",))

    assert (page.rows, page.next, page.previous) == ([], "", "")
