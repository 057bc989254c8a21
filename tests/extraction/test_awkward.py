"""Long and odd texts: never an exception, never a wrong offset."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction import Extraction, Options, load_engine

ENGINES = ("rules", "syntax")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "200"))  # `make fuzz` asks for 10,000
ODD = {
    "empty": "",
    "blank": "   \n\t ",
    "capitals": "THE MAYOR SAID THE BRIDGE IS SAFE. “WE WON,” ANN ROE SAID.",
    "no punctuation": "the mayor said the bridge is safe and then she said it is not " * 50,
    "emoji": "“We won 🎉🎉,” said the mayor 👩🏽‍⚖️. She tweeted: “🙏🙏 thank you all 🙏”",
    "right to left marks": "\u200f“We won,” \u200ethe mayor said.\u200f \u202eabc\u202c",
    "carriage returns": "“We won,”\r\nthe mayor said.\r\rShe said it is safe.",
    "zero width": "“We\u200b won,”\u200b the\u200d mayor\ufeff said.",
    "nul": "“We won,”\x00 the mayor said.\x00",
    "combining": "“Nous avons gagne\u0301,” Rene\u0301 Roe said.",
    "lone surrogate": "“We won,” the mayor \ud800 said.",
    "only marks": "“”\"\"''«»„“‘’—–-.,;:!?…" * 20,
    "open quotes": "“" * 200,
    "straight quotes": '"' * 201,
    "one long word": "a" * 50_000,
    "one long line": "The mayor said the bridge is safe and " * 1000,
    "names": "Ann Roe Bob Roe Cid Roe " * 300,
    "commas": "said, , , said, the, , said, " * 100,
    "list of quotes": "“We won it all.” – Ann Roe\n“They lost it all.” – Bob Low\n" * 20,
    "numbers": "1.2.3.4 5,000.00 " * 200,
}


def check(text: str, found: Extraction) -> None:
    for candidate in found.candidates:
        spans = (*candidate.source, *candidate.cue, *candidate.content)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        for party in (*candidate.speakers, *candidate.hops):
            assert party.words == " … ".join(text[s.start : s.end] for s in party.spans)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text(text: str, engine: str, extract) -> None:
    found = extract(text, engine=engine)

    check(text, found)
    assert found.dropped == 0


BITS = """“|”|"|‘|’|'|«|»|„| |.|,|:|!|–| said| says| told| that |The mayor|Ann Roe|she| and | but |
According to |We won| in June|the bridge is safe|🎉|quotes | as saying|Their call to |who|(|)|[...]|
 stated goal is to |the group""".replace("\n", "").split("|")
PIECES = st.sampled_from([*BITS, "\n", "\n\n", "\r\n", "\u200b", "\x00"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


@pytest.mark.parametrize("engine", ENGINES)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(text=TEXTS, language=st.sampled_from(["en", "", "de", "fr", "uk", "pl"]))
def test_any_text(engine: str, text: str, language: str) -> None:
    options = Options(language=language, include_asserted=True)

    found = load_engine(engine).extract(
        text, options, progress=lambda done, total: None, cancelled=lambda: False
    )

    check(text, found)
    assert found.dropped == 0
