"""The gate: every span is an exact slice, or the candidate is dropped and counted."""

from dataclasses import replace

import pytest

from extraction import Extraction, Options, Party, Span, engine_names, load_engine
from extraction.exact import Gated, gate
from extraction.model import Cancelled

TEXT = "“We won,” the mayor said."


@pytest.fixture
def good(extract):
    (candidate,) = extract(TEXT).candidates
    return candidate


BAD_SPANS = [Span(0, 0), Span(5, 2), Span(-1, 3), Span(0, len(TEXT) + 1)]


@pytest.mark.parametrize("span", BAD_SPANS)
def test_gate_drops_and_counts(span, good) -> None:
    bad = replace(good, content=(span,))

    result = gate(Extraction((good, bad), 0, ()), TEXT)

    assert result.candidates == (good,)
    assert result.dropped == 1


def test_gate_drops_words_that_are_not_there(good) -> None:
    bad = replace(good, speakers=(Party("the president", good.source),))

    result = gate(Extraction((bad,), 2, ()), TEXT)

    assert result.candidates == ()
    assert result.dropped == 3


def test_gate_drops_a_candidate_without_content(good) -> None:
    assert gate(Extraction((replace(good, content=()),), 0, ()), TEXT).dropped == 1


def test_gate_puts_in_text_order(good) -> None:
    later = replace(good, content=(Span(10, 20),))

    result = gate(Extraction((later, good), 0, ()), TEXT)

    assert result.candidates == (good, later)


def test_load_engine_is_gated_and_kept() -> None:
    engine = load_engine("rules")

    assert isinstance(engine, Gated)
    assert load_engine("rules") is engine
    assert engine.name == "rules"


def test_load_engine_unknown() -> None:
    with pytest.raises(ValueError, match="rules"):
        load_engine("no such engine")


def test_engine_names_default_first() -> None:
    assert engine_names()[0] == load_engine().name


def test_cancelled_before_the_first_piece() -> None:
    with pytest.raises(Cancelled):
        load_engine("rules").extract(
            TEXT, Options(), progress=lambda done, total: None, cancelled=lambda: True
        )


def test_cancelled_between_pieces() -> None:
    text = "\n\n".join([TEXT * 40] * 100)
    seen: list[tuple[int, int]] = []

    with pytest.raises(Cancelled):
        load_engine("rules").extract(
            text,
            Options(),
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) > 1,
        )

    assert len(seen) == 2
    assert 0 < seen[0][0] < seen[1][0] < len(text)
