import pytest
import spacy
from spacy.tokens import Doc

from extraction.training import attributes

# word, fine tag, label of its arc, part of speech
CASES = [
    ("said", "VBD", "ROOT", "VERB"),
    ("has", "VBZ", "aux", "AUX"),
    ("has", "VBZ", "ROOT", "VERB"),
    ("is", "VBZ", "ROOT", "AUX"),
    ("’re", "VBP", "ROOT", "AUX"),
    ("after", "IN", "prep", "ADP"),
    ("after", "IN", "mark", "SCONJ"),
    ("to", "TO", "aux", "PART"),
    ("to", "TO", "prep", "ADP"),
    ("this", "DT", "det", "DET"),
    ("this", "DT", "nsubj", "PRON"),
    ("n’t", "RB", "neg", "PART"),
    ("never", "RB", "neg", "ADV"),
    ("Velm", "NNP", "pobj", "PROPN"),
    ("“", "``", "punct", "PUNCT"),
]


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add_patterns(attributes.patterns())
    return nlp


@pytest.mark.parametrize(("form", "tag", "dep", "pos"), CASES)
def test_part_of_speech(nlp, form, tag, dep, pos):
    doc = nlp(Doc(nlp.vocab, words=[form], tags=[tag], deps=[dep], heads=[0]))

    assert doc[0].pos_ == pos


def test_inflection(nlp):
    doc = nlp(Doc(nlp.vocab, words=["goes"], tags=["VBZ"], deps=["ROOT"], heads=[0]))

    assert doc[0].morph.get("Person") == ["3"]
