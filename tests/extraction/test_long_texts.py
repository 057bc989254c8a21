"""Texts that nobody writes are read, too, in time that grows with their length and no faster.

Work is counted, not time: the calls that reading makes. `make bench-pathological` takes the time of
all kinds, up to a megabyte.
"""

import sys

import pytest

from bench.awkward import KINDS
from extraction import Cancelled, Options, load_engine
from extraction.kinds import NAME_ONLY
from extraction.limits import unknotted
from extraction.loose import SIGNED
from extraction.model import Span
from extraction.sentences import sentences

SHORT, LONG = 1_500, 6_000
ENGINES = ("rules", "syntax")
SAMPLE = (
    'straight "',
    'straight " apart',
    '"A"',
    "“ apart",
    "“” nested with words",
    "' opened",
    "short quotations",
    "said",
    "he said, ",
    "X said that Y said that",
    "according to X,",
    "said: and quotation",
    "names saying",
    "unnamed",
    "(",
    "dots and a word",
    "signed",
    "– Name",
    "JSON",
    "emoji",
)
SENTENCE = "Mayor Orla Venn said that the bridge is safe."


def read(engine, text, *, cancelled=lambda: False):
    options = Options(include_asserted=True)
    return load_engine(engine).extract(
        text, options, progress=lambda done, total: None, cancelled=cancelled
    )


def calls(engine, text):
    """How many calls of Python reading `text` takes."""
    made = 0

    def count(frame, event, argument):
        nonlocal made
        made += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(engine, text)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", SAMPLE)
def test_work_grows_with_the_text(kind, engine):
    read(engine, SENTENCE)

    short, long = calls(engine, KINDS[kind](SHORT)), calls(engine, KINDS[kind](LONG))

    assert long < 1.5 * (LONG / SHORT) * short + 2_000


def test_every_kind_has_the_length_that_is_asked_for():
    assert len(KINDS) >= 150
    for kind, make in KINDS.items():
        assert abs(len(make(10_000)) - 10_000) < 200, kind


def test_runs_of_marks_and_blanks_are_gone_through_once():
    """Gone through again from each of their places they would never come to an end."""
    many = 200_000
    dots = "." * many + "a"

    assert sentences(dots, Span(0, len(dots)))
    assert SIGNED.match("\n" * many + "a") is None
    assert NAME_ONLY.match("A" * many + " 1") is None
    assert NAME_ONLY.match("“The League of Velm and Ada QUILL’s”")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["prose", "said", 'straight "', "lines of a letter"])
def test_stopping_is_asked_within_a_piece(kind, engine):
    """A text of 20,000 characters is one piece."""
    asked = 0

    def third():
        nonlocal asked
        asked += 1
        return asked == 3

    with pytest.raises(Cancelled):
        read(engine, KINDS[kind](20_000), cancelled=third)


def test_what_is_not_read_closely_is_told_with_its_place():
    text = f"{SENTENCE}\n\n{'said ' * 300}\n\n{SENTENCE}"
    start = text.index("said said")

    found = read("syntax", text)

    assert found.passed == (Span(start, start + 5 * 300 - 1),)
    assert [c.content[0].start for c in found.candidates if c.source] == [
        text.index("that the bridge"),
        text.rindex("that the bridge"),
    ]


@pytest.mark.parametrize("run", ["=" * 400, "ab's" * 100, "🦊" * 300])
def test_a_run_of_marks_does_not_hide_the_sentence_around_it(run):
    text = f"Mayor Orla Venn said that the bridge {run} is safe."

    found = read("syntax", text)

    assert found.passed == ()
    assert "is safe" in text[found.candidates[0].content[-1].start :]
    assert len(unknotted(text)) == len(text)


def test_an_ordinary_text_is_read_closely_throughout():
    assert read("syntax", KINDS["prose"](20_000)).passed == ()
