"""Quotation marks of all schools, and the ones that are none."""

from itertools import pairwise

import pytest

from extraction.quotes import quotes
from extraction.sentences import paragraphs

CASES = {
    "curly": ("“We won,” she said.", ["“We won,”"]),
    "straight": ('"We won," she said.', ['"We won,"']),
    "german": ("„Wir haben gewonnen“, sagte sie.", ["„Wir haben gewonnen“"]),
    "guillemets": ("« Nous avons gagné », dit-elle.", ["« Nous avons gagné »"]),
    "guillemets turned": ("»Wir haben gewonnen«, sagte sie.", ["»Wir haben gewonnen«"]),
    "nested": ("“He told me ‘go home’ twice,” she said.", ["“He told me ‘go home’ twice,”"]),
    "single": ("‘We have won the cup,’ she said.", ["‘We have won the cup,’"]),
    "apostrophes": ("The boys’ coach isn’t here; it’s Ann’s day.", []),
    "straight apostrophes": ("The boys' coach isn't here; it's Ann's day.", []),
    "two": ("“One,” he said. “Two,” he added.", ["“One,”", "“Two,”"]),
    "inches": ('A 12" pipe and a 6" pipe broke.', []),
    "mixed styles": ('“We won the cup," she said.', ['“We won the cup,"']),
}


def found_in(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in quotes(text, paragraphs(text))]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_quotes(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected


def test_quotes_reopened_without_closing() -> None:
    text = "“We came early.\n\n“We left late,” she said.\n\nThe end."

    assert found_in(text) == ["“We came early.", "“We left late,”"]


def test_quotes_closed_in_the_next_paragraph() -> None:
    text = 'He said: "It felt good out there.\n\nWe could have won."\n\nThe end.'

    assert found_in(text) == ['"It felt good out there.\n\nWe could have won."']


def test_quotes_odd_mark_never_swallows_the_text() -> None:
    text = "A “ lonely mark stands here.\n\nMany things follow. And more.\n\n“Real,” she said."

    assert found_in(text) == ["“Real,”"]


def test_quotes_never_overlap() -> None:
    text = '"A "b" c" „d “e” f“ «g "h" i»'

    found = quotes(text, paragraphs(text))

    assert all(one.end <= other.start for one, other in pairwise(found))
