from datetime import date

import pytest

from documents.dates import UNKNOWN, Published, parse


@pytest.mark.parametrize(
    ("words", "on", "precision"),
    [
        ("2026", date(2026, 1, 1), "year"),
        ("2026-10", date(2026, 10, 1), "month"),
        ("Oct 2026", date(2026, 10, 1), "month"),
        ("october  2026", date(2026, 10, 1), "month"),
        ("2026-10-22", date(2026, 10, 22), "day"),
        ("22 Oct 2026", date(2026, 10, 22), "day"),
        ("22. October, 2026", date(2026, 10, 22), "day"),
        ("Sept. 3, 2026", date(2026, 9, 3), "day"),
        ("22.10.2026", date(2026, 10, 22), "day"),
    ],
)
def test_parse(words, on, precision):
    assert parse(words) == Published(on, precision)


def test_parse_nothing():
    assert parse("  ") == UNKNOWN


@pytest.mark.parametrize("words", ["yesterday", "31 Feb 2026", "2026-13", "0000", "foo 2026"])
def test_parse_refuses(words):
    with pytest.raises(ValueError):  # noqa: PT011  (any kind of it)
        parse(words)


@pytest.mark.parametrize("words", ["2026", "Oct 2026", "22 Oct 2026", ""])
def test_words_can_be_parsed_again(words):
    assert str(parse(words)) == words
