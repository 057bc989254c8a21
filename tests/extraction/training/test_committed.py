"""What the rest of the product may rely on in the pipeline that is shipped."""

import json

import pytest
import spacy

from extraction.training.__main__ import OUT
from extraction.training.tree import lexicon

MEGABYTES_AT_MOST = 12


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(OUT)


def test_size():
    size = sum(path.stat().st_size for path in OUT.rglob("*") if path.is_file())

    assert size <= MEGABYTES_AT_MOST * 1_000_000


def test_scores_licence_and_sources_are_told():
    meta = json.loads((OUT / "meta.json").read_text(encoding="utf-8"))

    assert meta["license"] == "CC BY-SA 4.0"
    assert len(meta["sources"]) == 4
    assert meta["performance"]["ewt_test_dep_las"] > 0.8


@pytest.mark.parametrize("quotes", ["“”", '""', "‘’"])
def test_a_quotation_hangs_on_its_verb(nlp, quotes):
    doc = nlp(f"{quotes[0]}The bridge is safe,{quotes[1]} said Ada Quill, the mayor of Velm.")
    said = next(token for token in doc if token.text == "said")

    assert said.dep_ == "ROOT"
    assert said.lemma_ == "say"
    assert {child.dep_ for child in said.children} >= {"ccomp", "nsubj"}


def test_according_to(nlp):
    doc = nlp("According to the harbour office, three boats sank on Monday.")
    according = doc[0]

    assert (according.dep_, according.head.text) == ("prep", "sank")
    assert [child.text for child in doc[1].children] == ["office"]


def test_labels_are_those_of_spacys_english_pipelines(nlp):
    spacys = lexicon(
        "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj"
        " csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass"
        " nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp"
    )

    assert set(nlp.get_pipe("parser").labels) - spacys <= {"cop"}  # of a second copula, very rare
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "ORG", "GPE", "LOC", "NORP"}


def test_sentence_starts_that_are_given_are_kept(nlp):
    doc = nlp.make_doc("No boats left The office said so")
    for token in doc:
        token.is_sent_start = token.i in (0, 3)
    for _, component in nlp.pipeline:
        doc = component(doc)

    assert [sentence.start for sentence in doc.sents] == [0, 3]


def test_awkward_texts_do_not_fail(nlp):
    for text in ("", " ", "\n\n", "a\r\nb", "\u200b", "😀 said", "ALL CAPS SAID", "…", "\x00"):
        assert nlp(text).text == text
