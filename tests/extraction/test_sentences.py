"""Paragraphs and sentences keep their offsets."""

import pytest

from extraction.sentences import paragraphs, sentences

SENTENCES = [
    ("Ann left. Bob stayed.", ["Ann left.", "Bob stayed."]),
    (
        "Dr. Roe of the U.S. Navy left. Bob stayed.",
        ["Dr. Roe of the U.S. Navy left.", "Bob stayed."],
    ),
    ("It cost 3.5 million. Why? Nobody knows!", ["It cost 3.5 million.", "Why?", "Nobody knows!"]),
    ("“We won.” Then they left.", ["“We won.”", "Then they left."]),
    ("J. Smith left at 5 p.m. on Monday.", ["J. Smith left at 5 p.m. on Monday."]),
    ("He said … nothing. More", ["He said … nothing.", "More"]),
    ("no full stop at all", ["no full stop at all"]),
    ("“Why?” he asked. “Because.”", ["“Why?” he asked.", "“Because.”"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    (paragraph,) = paragraphs(text)

    found = sentences(text, paragraph)

    assert [text[s.start : s.end] for s in found] == expected


def test_paragraphs_end_at_blank_lines() -> None:
    text = "One.\n\nTwo.\n \n\nThree."

    assert [text[p.start : p.end] for p in paragraphs(text)] == ["One.", "Two.", "Three."]


def test_paragraphs_wrapped_lines_stay_together() -> None:
    text = "The council of the small town of Brenn met on Monday and\ndecided nothing.\nNext item."

    found = [text[p.start : p.end] for p in paragraphs(text)]

    assert found == [
        "The council of the small town of Brenn met on Monday and\ndecided nothing.",
        "Next item.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u200b\u200e"])
def test_paragraphs_of_nothing(text: str) -> None:
    assert paragraphs(text) == []
