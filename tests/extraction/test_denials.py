"""That no sentence of denial, doubt or refusal changes sides in either engine."""

import pytest

from extraction import Options
from tests.denials import AFFIRMED, SENTENCES, Sentence

ENGINES = ["syntax", "rules"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case.text[:40])
def test_polarity(extract, case: Sentence, engine: str) -> None:
    found = extract(case.text, engine=engine, options=Options(language=case.language)).candidates

    # The engine without a parser may miss one; it may not turn it round.
    assert found or engine == "rules"
    polarities = {candidate.polarity for candidate in found}
    own = {AFFIRMED} if "insisted" in case.text else set()
    assert polarities - own <= {case.polarity}
    assert engine == "rules" or case.polarity in polarities


@pytest.mark.parametrize("engine", ENGINES)
def test_a_noun_behind_a_refusal_is_no_verb(extract, words, engine: str) -> None:
    for text in [
        "Halm Rail rejected claims that the signal was broken.",
        "Halm Rail dismissed earlier reports that the signal was broken.",
        "Halm Rail rejected as false claims that the signal was broken.",
    ]:
        (found,) = extract(text, engine=engine).candidates
        source, cue, content = words(text, found)
        assert (source, found.polarity) == ("Halm Rail", "denied")
        assert cue.split(" … ")[0] in {"rejected", "dismissed"}
        assert content.endswith("that the signal was broken")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_noun_in_front_of_a_clause_is_a_verb(extract, words, engine: str) -> None:
    text = "The Ostrel Mail claims that the signal was broken."
    (found,) = extract(text, engine=engine).candidates
    assert (words(text, found)[1], found.polarity) == ("claims", "affirmed")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_uncertain_says_so(extract, engine: str) -> None:
    own = "“We have no soldiers in Venn,” General Rok Stamm denied."
    (found,) = extract(own, engine=engine).candidates
    assert any("own words" in reason for reason in found.reasons)

    double = "The bakers’ guild did not deny that the fund was empty."
    (found,) = extract(double, engine=engine).candidates
    assert any("neither said nor denied" in reason for reason in found.reasons)


def test_german_pointing_out_is_no_refusing(extract) -> None:
    for verb, behind, polarity in [("wies", "hin", "affirmed"), ("wies", "zurück", "denied")]:
        text = f"Emil Sorge {verb} {behind}, dass die Grube „seit Mai geschlossen“ sei."
        (found,) = extract(text, options=Options(language="de")).candidates
        assert found.polarity == polarity
