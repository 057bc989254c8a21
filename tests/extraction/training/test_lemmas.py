import spacy
from spacy.tokens import Doc

from extraction.training.conllu import ROOT, Word
from extraction.training.lemmas import shadows, suffix_rules, tables


def word(form, lemma, upos, tag, **notes):
    return Word(0, form, lemma, upos, tag, ROOT, "root", notes=notes)


SEEN = [
    word("said", "say", "VERB", "VBD"),
    word("stated", "state", "VERB", "VBD"),
    word("rated", "rate", "VERB", "VBN"),
    word("noted", "note", "VERB", "VBD"),
    word("claims", "claim", "VERB", "VBZ"),
    word("reads", "read", "VERB", "VBZ"),
    word("n't", "not", "PART", "RB"),
    word("me", "I", "PRON", "PRP"),
    word("are", "be", "AUX", "VBP"),
    word("mice", "mouse", "NOUN", "NNS"),
    word("Slps", "slip", "NOUN", "NNS", CorrectForm="Slips"),
]


def test_the_longest_ending_that_most_forms_share_comes_first():
    rules = suffix_rules({"stated": "state", "rated": "rate", "noted": "note", "added": "add"})

    assert rules[0] == ["ated", "ate"]
    assert ["ed", "e"] in rules


def test_an_ending_without_a_majority_is_no_rule():
    rules = suffix_rules({"added": "add", "faded": "fade"})

    assert "ded" not in [ending for ending, _ in rules]


def test_a_base_form_that_would_hide_an_exception_is_a_shadow():
    assert shadows({"done": "do", "dated": "date"}, [["ne", "n"], ["ed", "e"]]) == {"don"}


def test_seen_forms_are_exceptions_with_both_apostrophes():
    table = tables(SEEN).get_table("lemma_exc")

    assert table["verb"]["said"] == ["say"]
    assert table["part"] == {"n't": ["not"], "n’t": ["not"]}
    assert table["pron"] == {"me": ["I"]}
    assert table["aux"] == {"are": ["be"]}


def test_misspelt_words_teach_nothing():
    table = tables(SEEN).get_table("lemma_exc")

    assert table["noun"] == {"mice": ["mouse"]}


def test_the_lemmatizer_takes_the_tables():
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer").initialize(lookups=tables(SEEN))
    forms = ["said", "Mice", "dated", "SAID"]
    pos = ["VERB", "NOUN", "VERB", "VERB"]

    doc = nlp(Doc(nlp.vocab, words=forms, pos=pos))

    assert [token.lemma_ for token in doc] == ["say", "mouse", "date", "say"]
