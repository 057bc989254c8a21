import json
import sys

import pytest
import spacy

from extraction.training import __main__ as command
from extraction.training import corpus, pipeline


@pytest.fixture(scope="module")
def trained(treebank, tmp_path_factory):
    """A pipeline that the command has trained for a few steps on a few sentences."""
    out = tmp_path_factory.mktemp("trained") / "en"
    arguments = ["training", str(treebank), "--out", str(out), "--steps", "3"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", arguments)
        command.main()
    return out


def test_the_command_trains_finishes_and_scores(trained):
    nlp = spacy.load(trained)
    meta = json.loads((trained / "meta.json").read_text(encoding="utf-8"))

    assert nlp.pipe_names == [
        "tok2vec",
        "tagger",
        "parser",
        "attribute_ruler",
        "lemmatizer",
        "ner",
    ]
    assert set(nlp.get_pipe("tagger").labels) >= {"NNP", "VBD", "_SP"} - {"_SP"}
    assert nlp.get_pipe("ner").labels == ("PERSON",)
    assert meta["license"] == "CC BY-SA 4.0"
    assert meta["performance"]["characters_per_second"] > 0
    assert 0 <= meta["performance"]["ewt_test_dep_uas"] <= 1


def test_nothing_of_the_treebank_is_given_out_but_word_forms(trained, treebank):
    strings = json.loads((trained / "vocab" / "strings.json").read_text(encoding="utf-8"))
    config = (trained / "config.cfg").read_text(encoding="utf-8")

    assert "Quill" not in strings
    assert str(treebank) not in config


def test_a_loaded_pipeline_names_what_it_finds(trained):
    doc = spacy.load(trained)("Mayor Ada Quill said the bridge was safe.")

    assert all(token.tag_ and token.dep_ and token.pos_ for token in doc)


def test_same_seed_same_weights(treebank, tmp_path):
    texts = ["Mayor Ada Quill said the bridge was safe."]
    runs = []
    for run in ("one", "two"):
        nlp = pipeline.train(treebank, steps=3, folder=tmp_path / run)
        runs.append([doc.tensor.tolist() for doc in nlp.pipe(texts)])

    assert runs[0] == runs[1]


def test_seen_words_get_their_base_form(trained, treebank):
    words = list(corpus.training_words(treebank))
    nlp = spacy.load(trained)
    doc = nlp.make_doc("said")
    doc[0].pos_ = "VERB"

    nlp.get_pipe("lemmatizer")(doc)

    assert doc[0].lemma_ == next(word.lemma for word in words if word.form == "said")
