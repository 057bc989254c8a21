"""What the rules engine finds, by pattern."""

import pytest

CASES = {
    "said after quote": ("“We won,” the mayor said.", ("the mayor", "said", "“We won,”")),
    "said before source": ("“We won,” said the mayor.", ("the mayor", "said", "“We won,”")),
    "colon": ("The mayor said: “We won it.”", ("The mayor", "said", "“We won it.”")),
    "that": (
        "The mayor said that the bridge is safe.",
        ("The mayor", "said", "that the bridge is safe"),
    ),
    "no that": ("Ann Roe said the bridge is safe.", ("Ann Roe", "said", "the bridge is safe")),
    "addressee": (
        "Ann Roe told reporters the bridge is safe.",
        ("Ann Roe", "told", "the bridge is safe"),
    ),
    "apposition": (
        "Ann Roe, the mayor of Brenn, said the bridge is safe.",
        ("Ann Roe, the mayor of Brenn", "said", "the bridge is safe"),
    ),
    "auxiliary and adverb": (
        "Ann Roe has also claimed that the bridge is safe.",
        ("Ann Roe", "claimed", "that the bridge is safe"),
    ),
    "according to": (
        "According to the mayor, the bridge is safe.",
        ("the mayor", "According to", "the bridge is safe"),
    ),
    "according to at the end": (
        "The bridge is safe, according to the mayor.",
        ("the mayor", "according to", "The bridge is safe"),
    ),
    "parenthetical": (
        "The bridge is safe, engineers said.",
        ("engineers", "said", "The bridge is safe"),
    ),
    "parenthetical with a medium": (
        "The bridge was closed on Friday, the defence ministry said in a statement.",
        ("the defence ministry", "said", "The bridge was closed on Friday"),
    ),
    "date between": (
        "Ann Roe said in June the bridge is safe.",
        ("Ann Roe", "said", "the bridge is safe"),
    ),
    "as told": (
        "As Roe told the Brenn Courier, the bridge is safe.",
        ("Roe", "told", "the bridge is safe"),
    ),
    "interrupted": (
        "“We won,” the mayor said. “We won it all.”",
        ("the mayor", "said", "“We won,” … “We won it all.”"),
    ),
    "quotes as saying": (
        "“We won,” the paper quotes the mayor as saying.",
        ("the mayor", "quotes … as saying", "“We won,”"),
    ),
    "noun": (
        "Their call to all citizens: “Come to the bridge!”",
        ("Their", "call", "“Come to the bridge!”"),
    ),
    "stated goal": (
        "The group’s stated goal is to rebuild the bridge.",
        ("The group", "stated", "to rebuild the bridge"),
    ),
    "promise": ("The mayor vowed to rebuild it.", ("The mayor", "vowed", "to rebuild it")),
    "signed": ("“We won it all.” – Ann Roe", ("Ann Roe", "", "“We won it all.”")),
    "pull quote": (
        "I was never there. It was my brother. Ann Roe",
        ("Ann Roe", "", "I was never there. It was my brother."),
    ),
    "colon and new paragraph": (
        "The mayor wrote on her account:\n\n“Come to the bridge!”",
        ("The mayor", "wrote", "“Come to the bridge!”"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds(text, expected, extract, words) -> None:
    found = extract(text)

    assert [words(text, candidate) for candidate in found.candidates] == [expected]


NOTHING = {
    "scare quotes": "The so-called “bridge of doom” was closed on Monday.",
    "noun": "The claims department has many reports to read.",
    "title": "She read “War of the Bridges” twice.",
    "passive": "She was told to leave the house.",
    "plain": "The bridge fell. Nobody was hurt.",
    "empty": "",
    "blank": " \n\n ",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_finds_nothing(text, extract) -> None:
    assert extract(text).candidates == ()


def test_mode_by_what_stands_in_quotes(extract) -> None:
    text = (
        "Ann Roe said: “We won it all.” Roe said they had “a few hundred” members. "
        "Roe said the bridge is safe. Roe said the “Brenn Courier” was wrong."
    )

    found = extract(text)

    assert [c.mode for c in found.candidates] == ["direct", "mixed", "indirect", "indirect"]


def test_two_claims_of_one_sentence(extract, words) -> None:
    text = "The army claims it won, but critics say it lost."

    found = extract(text)

    assert [words(text, c) for c in found.candidates] == [
        ("The army", "claims", "it won"),
        ("critics", "say", "it lost"),
    ]


def test_same_speaker_goes_on(extract, words) -> None:
    text = "They claimed Paris was a volunteer and claim she has an interest."

    found = extract(text)

    assert [words(text, c) for c in found.candidates] == [
        ("They", "claimed", "Paris was a volunteer"),
        ("They", "claim", "she has an interest"),
    ]


def test_denial_is_denied(extract) -> None:
    (candidate,) = extract("The minister denied that the bridge is unsafe.").candidates

    assert candidate.polarity == "denied"
