"""The syntax engine with the shipped pipeline, and with another one."""

import random
import subprocess
import sys

import pytest
import spacy
from spacy.training import Example

from extraction import Options
from extraction.model import Span
from extraction.syntax.parsing import Parser

CASES = {
    "said that": (
        "Ann Roe said that the bridge is safe.",
        ("Ann Roe", "said", "that the bridge is safe"),
    ),
    "told": (
        "Ann Roe told reporters on Monday that the bridge is safe.",
        ("Ann Roe", "told", "that the bridge is safe"),
    ),
    "apposition": (
        "Ann Roe, the mayor of Brenn, said the bridge is safe.",
        ("Ann Roe, the mayor of Brenn", "said", "the bridge is safe"),
    ),
    "quote": (
        "“The bridge is safe,” said Ann Roe.",
        ("Ann Roe", "said", "“The bridge is safe,”"),
    ),
    "interrupted": (
        "“The bridge is safe,” Ann Roe said. “It was painted last year.”",
        ("Ann Roe", "said", "“The bridge is safe,” … “It was painted last year.”"),
    ),
    "according to": (
        "According to the mayor, the bridge is safe, but it is old.",
        ("the mayor", "According to", "the bridge is safe, but it is old"),
    ),
    "relative clause goes along": (
        "Ann Roe said she had met the mayor, who was very angry.",
        ("Ann Roe", "said", "she had met the mayor, who was very angry"),
    ),
    "denied": (
        "The minister denied that the bridge is unsafe.",
        ("The minister", "denied", "that the bridge is unsafe"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds(text, expected, extract, words) -> None:
    found = extract(text, engine="syntax")

    assert [words(text, candidate) for candidate in found.candidates] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Roe does not believe that the bridge is safe.",
        "No official said that the bridge is safe.",
        "The bridge fell. Nobody was hurt.",
        "She was told to leave the house.",
        "",
    ],
)
def test_finds_nothing(text, extract) -> None:
    assert extract(text, engine="syntax").candidates == ()


NOT_SAID = [
    ("Ann Roe did not say that the bridge is safe.", "Ann Roe", "that the bridge is safe"),
    ("Ann Roe did not say “the bridge is safe”.", "Ann Roe", "“the bridge is safe”"),
    ("The ministry refused to say whether it fell.", "The ministry", "whether it fell"),
    ("Ann Roe has never claimed that it fell.", "Ann Roe", "that it fell"),
    ("The police declined to comment or say who fell.", "The police", "who fell"),
]


@pytest.mark.parametrize("engine", ["syntax", "rules"])
@pytest.mark.parametrize(("text", "source", "content"), NOT_SAID)
def test_what_was_not_said_is_marked(text, source, content, engine, extract, words) -> None:
    found = extract(text, engine=engine).candidates[-1]

    assert found.polarity == "not_said"
    assert (words(text, found)[0], words(text, found)[2]) == (source, content)
    assert "not said" in found.reasons[0]


@pytest.mark.parametrize("engine", ["syntax", "rules"])
def test_who_not_only_said_it_has_said_it(engine, extract) -> None:
    text = "Ann Roe not only said that the bridge is old, but also warned that it would fall."

    assert {found.polarity for found in extract(text, engine=engine).candidates} == {"affirmed"}


def test_what_was_denied_is_no_relay_and_gets_no_more_words(extract) -> None:
    text = "She did not say that Paul Low had said it is safe. “We never go there in the winter.”"

    denied, inner, alone = extract(text, engine="syntax").candidates

    assert [denied.polarity, inner.polarity, alone.polarity] == ["not_said", "affirmed", "affirmed"]
    assert inner.hops == ()
    assert "“We never" not in text[denied.content[-1].start : denied.content[-1].end]


def test_a_place_is_where_it_happens_not_where_somebody_comes_from(extract) -> None:
    text = "Ann Roe said that volunteers from Ostrel painted the bridge in Brenn."

    (found,) = extract(text, engine="syntax").candidates

    assert [place.name for place in found.places] == ["Brenn"]


def test_relay_is_a_hop(extract) -> None:
    text = "According to the Brenn Herald, Ann Roe said the bridge is safe."

    outer, inner = extract(text, engine="syntax").candidates

    assert outer.speakers[0].name == "Brenn Herald"
    assert inner.speakers[0].name == "Ann Roe"
    assert [hop.name for hop in inner.hops] == ["Brenn Herald"]


def test_own_statements_only_when_asked_for(extract) -> None:
    text = "The bridge was built in 1931. Ann Roe said it is safe."

    without = extract(text, engine="syntax").candidates
    asked = extract(text, engine="syntax", options=Options(include_asserted=True)).candidates

    assert [c.mode for c in without] == ["indirect"]
    assert [c.mode for c in asked] == ["asserted", "indirect"]


def test_every_candidate_explains_itself(extract) -> None:
    text = "Ann Roe said the bridge is safe. Critics claim it is not. “It is old,” she added."

    found = extract(text, engine="syntax").candidates

    assert len(found) == 3
    assert all(c.rule and c.reasons and 0 < c.score <= 1 for c in found)


@pytest.fixture(scope="module")
def other_pipeline(tmp_path_factory) -> str:
    """A pipeline that has learned one sentence by heart."""
    nlp = spacy.blank("en")
    gold = {
        "words": ["Zog", "said", "bridges", "fall", "."],
        "tags": ["NNP", "VBD", "NNS", "VBP", "."],
        "heads": [1, 1, 3, 1, 1],
        "deps": ["nsubj", "ROOT", "nsubj", "ccomp", "punct"],
        "entities": ["U-PERSON", "O", "O", "O", "O"],
    }
    nlp.add_pipe("tagger")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    nlp.add_pipe("ner")
    doc = nlp.make_doc("Zog said bridges fall.")
    example = Example.from_dict(doc, gold)
    random.seed(0)
    nlp.initialize(lambda: [example])
    for _ in range(40):
        nlp.update([example])
    folder = tmp_path_factory.mktemp("pipeline")
    nlp.to_disk(folder)
    return str(folder)


def test_another_pipeline_by_setting(other_pipeline, extract, words) -> None:
    text = "Zog said bridges fall."
    options = Options(settings={"spacy_model": other_pipeline})

    (candidate,) = extract(text, engine="syntax", options=options).candidates

    assert words(text, candidate) == ("Zog", "said", "bridges fall")
    assert candidate.rule == "verb-clause"


def test_unknown_pipeline_is_told(extract) -> None:
    options = Options(settings={"spacy_model": "no_such_pipeline"})

    with pytest.raises(OSError, match="no_such_pipeline"):
        extract("It fell.", engine="syntax", options=options)


def test_parser_keeps_sentences_and_offsets() -> None:
    text = "xx Ann left. Bob stayed."
    sentences = [Span(3, 12), Span(13, 24)]

    parsed = Parser().read(text, sentences)

    assert [tree.span for tree in parsed.trees] == sentences
    assert all(text[n.start : n.end] == n.text for tree in parsed.trees for n in tree.nodes)


def test_rules_engine_needs_no_spacy() -> None:
    code = (
        "import sys, extraction; extraction.load_engine('rules'); "
        "sys.exit(any(name.startswith('spacy') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
