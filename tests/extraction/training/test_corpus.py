import spacy

from extraction.training import corpus
from extraction.training.corpus import Annotated
from extraction.training.labels import relabel
from extraction.training.names import Name

HELLO = """
Ada Ada PROPN NNP 2 nsubj
waved wave VERB VBD 0 root SpaceAfter=No
. . PUNCT . 2 punct
"""


def annotated(parse, names, *, opens=False):
    words = parse(HELLO)
    assert relabel(words)
    return Annotated("document", opens, words, names)


def test_a_doc_carries_every_layer(parse):
    ada = annotated(parse, [Name(0, 1, "PERSON")])

    doc = corpus.to_doc(spacy.blank("en").vocab, [ada, ada])

    assert doc.text == "Ada waved. Ada waved. "
    assert [token.tag_ for token in doc] == ["NNP", "VBD", "."] * 2
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "punct"] * 2
    assert [token.head.i for token in doc] == [1, 1, 1, 4, 4, 4]
    assert [sent.text for sent in doc.sents] == ["Ada waved.", "Ada waved."]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ada", "PERSON")] * 2


def test_a_paragraph_ends_with_a_token_of_its_own(parse):
    sentences = [annotated(parse, []), annotated(parse, [], opens=True)]

    doc = corpus.to_doc(spacy.blank("en").vocab, sentences)

    assert doc.text == "Ada waved.\n\nAda waved. "
    assert (doc[3].tag_, doc[3].is_sent_start) == ("_SP", False)
    assert doc[4].is_sent_start


def test_names_that_nobody_marked_are_missing_not_absent(parse):
    unmarked = corpus.to_doc(spacy.blank("en").vocab, [annotated(parse, None)])
    marked = corpus.to_doc(spacy.blank("en").vocab, [annotated(parse, [])])

    assert not unmarked.has_annotation("ENT_IOB")
    assert marked.has_annotation("ENT_IOB")


def test_texts_stay_within_a_document_and_eight_sentences(parse):
    one, other = annotated(parse, []), Annotated("other", True, [], [])

    lengths = [len(text) for text in corpus.texts([[one] * 10 + [other]])]

    assert lengths == [8, 2, 1]


def test_treebanks_are_read_without_the_held_out_documents(treebank):
    parts = [corpus.unnamed_sentences(treebank), *corpus.named_sentences(treebank)]
    documents = {sentence.document for part in parts for sentence in part}

    assert documents == {"web-1", "GUM_news_bridge", "n1"}


def test_every_treebank_gives_the_names_it_has(treebank):
    gum, *_, pud = corpus.named_sentences(treebank)

    assert corpus.unnamed_sentences(treebank)[0].names is None
    assert gum[0].names == pud[0].names == [Name(1, 3, "PERSON")]


def test_the_scoring_parts(treebank):
    sizes = {
        part: [len(sentences) for sentences in corpus.scoring_sentences(treebank, part)]
        for part in ("dev", "test", "news")
    }

    assert sizes == {"dev": [3, 3], "test": [3], "news": [2]}


def test_a_team_with_the_name_of_a_place_is_the_place(parse):
    place, team = ([Name(0, 1, label)] for label in ("GPE", "ORG"))
    part = [annotated(parse, place), annotated(parse, place), annotated(parse, team)]

    ((*_, settled),) = corpus.teams_as_places([part])

    assert settled.names == [Name(0, 1, "GPE")]


def test_an_unknown_name_is_missing_not_absent(parse):
    doc = corpus.to_doc(spacy.blank("en").vocab, [annotated(parse, [Name(0, 1, "")])])

    assert [token.ent_iob_ for token in doc] == ["", "O", "O"]


def test_the_tokenizers_words_are_predicted_and_the_treebanks_are_gold(parse):
    nlp = spacy.blank("en")

    example = corpus.example(nlp, [annotated(parse, [Name(0, 1, "PERSON")])])

    assert example.predicted.text == example.reference.text
    assert example.get_aligned("TAG", as_string=True) == ["NNP", "VBD", "."]
