"""Dates in words: only as fine as the text allows, never an invented year."""

from datetime import date

import pytest

from extraction import Options
from extraction.dates import anchor_of, dates
from extraction.model import Span

WITH_ANCHOR = [
    ("on November 5, 2022", "2022-11-05", False),
    ("on 5 November 2022", "2022-11-05", False),
    ("in February 2022", "2022-02", False),
    ("in 2007", "2007", False),
    ("in June", "2022-06", True),
    ("yesterday", "2022-11-08", True),
    ("on Monday", "2022-11-07", True),
    ("2022-11-05", "2022-11-05", False),
    ("on February 30, 2022", "", False),
]


@pytest.mark.parametrize(("words", "value", "inferred"), WITH_ANCHOR)
def test_value(words: str, value: str, inferred: bool) -> None:
    anchor = anchor_of("", date(2022, 11, 9), "day")

    (found,) = dates(words, Span(0, len(words)), anchor)

    assert (found.value, found.inferred) == (value, inferred)


def test_value_of_a_month_that_lies_far_ahead_is_last_years() -> None:
    anchor = anchor_of("", date(2022, 3, 9), "day")

    (found,) = dates("in October", Span(0, 10), anchor)

    assert (found.value, found.inferred) == ("2021-10", True)


@pytest.mark.parametrize("words", ["in June", "on November 5", "yesterday", "on Monday"])
def test_no_year_is_invented(words: str) -> None:
    (found,) = dates(words, Span(0, len(words)), anchor_of(words, None, "day"))

    assert found.value == ""
    assert found.note


@pytest.mark.parametrize("words", ["It may rain.", "They march on.", "2022 troops left."])
def test_not_a_date(words: str) -> None:
    assert list(dates(words, Span(0, len(words)), anchor_of("", None, "day"))) == []


def test_a_saying_lies_before_the_report_of_it(extract) -> None:
    text = "Ann Roe said in June the bridge would open in June."
    options = Options(published_on=date(2023, 5, 23))

    (candidate,) = extract(text, options=options).candidates

    assert [(d.role, d.value) for d in candidate.dates] == [
        ("event", "2023-06"),
        ("utterance", "2022-06"),
    ]


def test_roles(extract) -> None:
    text = "Ann Roe said in June the bridge fell on May 5."
    options = Options(published_on=date(2022, 11, 9))

    (candidate,) = extract(text, options=options).candidates

    assert [(d.words, d.role, d.value) for d in candidate.dates] == [
        ("on May 5", "event", "2022-05-05"),
        ("in June", "utterance", "2022-06"),
    ]
