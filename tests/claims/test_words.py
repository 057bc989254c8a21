"""Small things with words: statements, dates, spans, nesting, resemblance."""

from datetime import date

import pytest

from claims import dates, spans, statements
from claims.matching import content_words, resemblance
from claims.nesting import innermost
from common.errors import RuleError


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("“the bridge is safe,”", "The bridge is safe."),
        ("that the bridge is safe", "The bridge is safe."),
        ("the bridge … is safe", "The bridge is safe."),
        ("„Niemand wurde verletzt!“", "Niemand wurde verletzt!"),
        ("‘it’s safe’", "It’s safe."),
        ("the mayor's  “own”\nwords – ", "The mayor's own words."),
        ("thatched roofs burn", "Thatched roofs burn."),
        ("“”", "“”"),
    ],
)
def test_draft(words, statement):
    assert statements.draft(words) == statement


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("2026", (date(2026, 1, 1), date(2026, 12, 31), "year")),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29), "month")),
        ("2026-10-15", (date(2026, 10, 15), date(2026, 10, 15), "day")),
        ("2026-03/2026-10-15", (date(2026, 3, 1), date(2026, 10, 15), "month")),
        ("2026-13", (None, None, "unknown")),
        ("2026-10/2026-03", (None, None, "unknown")),
        ("soon", (None, None, "unknown")),
        ("", (None, None, "unknown")),
    ],
)
def test_period_of(value, period):
    assert dates.period_of(value) == period


def test_shown_dates():
    assert dates.shown("2026-03/2026-10-15") == "March 2026 – 15 Oct 2026"
    assert dates.shown("2026") == "2026"
    assert dates.shown("soon") == "soon"


def test_place_of_the_nth_occurrence():
    assert spans.place_of("a b a", "a", 2) == [4, 5]
    for sought, nth in [("a", 3), ("c", 1), ("", 1)]:
        with pytest.raises(RuleError):
            spans.place_of("a b a", sought, nth)


@pytest.mark.parametrize(
    ("text", "content", "mode"),
    [
        ("“It is safe,” she said", "“It is safe,”", "direct"),
        ("“It is safe” she said", "It is safe", "direct"),
        ("that it is “quite safe” now", "it is “quite safe” now", "mixed"),
        ("that it is safe", "it is safe", "indirect"),
    ],
)
def test_mode_of(text, content, mode):
    assert spans.mode_of(text, [spans.place_of(text, content)]) == mode


def test_shared_characters():
    assert spans.shared([[0, 10]], [[0, 10]]) == 1
    assert spans.shared([[0, 10]], [[5, 15]]) == pytest.approx(1 / 3)
    assert spans.shared([[0, 2]], [[2, 4]]) == 0
    assert spans.shared([], []) == 0


def test_innermost_of_crossing_and_nested_contents():
    places = [(1, [[0, 50]]), (2, [[5, 20]]), (3, [[8, 12]]), (4, [[15, 60]]), (5, [[0, 50]])]

    assert innermost(places) == {2: 1, 3: 2}


def test_inflections_meet_and_rare_words_weigh_more():
    one, other = (
        content_words("Inspectors warned of Gate 3"),
        content_words("An inspection of gate 3"),
    )
    assert one & other == {"inspec", "gate", "3"}

    heavy = resemblance(one, other, {"inspec": 5.0})
    assert heavy > resemblance(one, other, {"inspec": 0.1})
    assert resemblance(frozenset(), frozenset(), {}) == 0
    assert resemblance(one, one, {}) == 1
