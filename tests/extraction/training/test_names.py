import gzip

import pytest

from extraction.training.names import Name, entity_names, iob_names, read_iob

# name of the case: rows with GUM's entity brackets, the names found as "words LABEL"
CASES = {
    "person without the title": (
        """
        President President PROPN NNP 2 nmod:desc Entity=(1-person-new-nnnnn-cf1-2-sgl
        Ada Ada PROPN NNP 4 nsubj
        Quill Quill PROPN NNP 2 flat Entity=1)
        left leave VERB VBD 0 root
        """,
        ["Ada Quill PERSON"],
    ),
    "person behind a role": (
        """
        Ferro Ferro PROPN NNP 2 compound Entity=(1-person-new-n-cf1-2-sgl(2-organization-new-n)
        spokeswoman spokeswoman NOUN NN 5 nsubj
        Ada Ada PROPN NNP 2 flat
        Quill Quill PROPN NNP 2 flat Entity=1)
        left leave VERB VBD 0 root
        """,
        ["Ferro ORG", "Ada Quill PERSON"],
    ),
    "person behind a country and a title in one flat name": (
        """
        Velm Velm PROPN NNP 5 nsubj Entity=(1-person-new-n-cf1-2-sgl
        President President PROPN NNP 1 flat
        Ada Ada PROPN NNP 1 flat
        Quill Quill PROPN NNP 1 flat Entity=1)
        left leave VERB VBD 0 root
        """,
        ["Ada Quill PERSON"],
    ),
    "a mention whose head is no name": (
        """
        Velm Velm PROPN NNP 3 nmod:poss Entity=(1-person-new-n-cf1-1-sgl(2-place-new-n-cf2-1-sgl
        's 's PART POS 1 case Entity=2)
        poets poet NOUN NNS 4 nsubj Entity=1)
        left leave VERB VBD 0 root
        """,
        ["Velm GPE"],
    ),
    "a pronoun": (
        """
        She she PRON PRP 2 nsubj Entity=(1-person-new-nnnnn-cf1-1-sgl)
        left leave VERB VBD 0 root
        """,
        [],
    ),
    "the longer of two nested names": (
        """
        University University PROPN NNP 4 nsubj Entity=(1-organization-new-n-cf1-1-sgl
        of of ADP IN 3 case
        Velm Velm PROPN NNP 1 nmod Entity=(2-place-new-n-cf2-1-sgl)1)
        closed close VERB VBD 0 root
        """,
        ["University of Velm ORG"],
    ),
    "and within one name": (
        """
        Food Food PROPN NNP 4 compound Entity=(1-organization-new-n-cf1-4-sgl
        and and CCONJ CC 3 cc
        Boat Boat PROPN NNP 1 conj
        Office Office PROPN NNP 5 nsubj Entity=1)
        closed close VERB VBD 0 root
        """,
        ["Food and Boat Office ORG"],
    ),
    "and between two names": (
        """
        Ferro Ferro PROPN NNP 4 nsubj Entity=(1-organization-new-n-cf1-1-sgl(2-organization-new)
        and and CCONJ CC 3 cc
        Lumo Lumo PROPN NNP 1 conj Entity=(3-organization-new)1)
        merged merge VERB VBD 0 root
        """,
        ["Ferro ORG", "Lumo ORG"],
    ),
    "water and land that is no state": (
        """
        Lake Lake PROPN NNP 2 compound Entity=(1-place-new-n-cf1-2-sgl
        Orsk Orsk PROPN NNP 0 root Entity=1)
        """,
        ["Lake Orsk LOC"],
    ),
    "a state with a point of the compass": (
        """
        North North PROPN NNP 2 compound Entity=(1-place-new-n-cf1-2-sgl
        Velm Velm PROPN NNP 0 root Entity=1)
        """,
        ["North Velm GPE"],
    ),
    "an office is nobody's name": (
        """
        President President PROPN NNP 2 nsubj Entity=(1-person-new-nnnnn-cf1-1-sgl)
        spoke speak VERB VBD 0 root
        """,
        [],
    ),
    "peoples": (
        """
        French French ADJ JJ 2 amod
        poets poet NOUN NNS 4 nsubj Entity=(1-person-new-n-cf1-1-sgl)
        and and CCONJ CC 4 cc
        Democrats Democrat PROPN NNPS 2 conj Entity=(2-person-new-n-cf1-1-sgl)
        left leave VERB VBD 0 root
        """,
        ["French NORP", "Democrats NORP"],
    ),
    "a kind we do not learn": (
        """
        Ferro Ferro PROPN NNP 2 compound Entity=(1-object-new-n-cf1-2-sgl
        Nine Nine PROPN NNP 0 root Entity=1)
        """,
        [],
    ),
    "a bracket the sentence leaves open": (
        """
        Ada Ada PROPN NNP 2 nsubj Entity=(1-person-new-n-cf1-1-sgl
        left leave VERB VBD 0 root Entity=9)
        """,
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_entity_names(case, parse):
    rows, expected = CASES[case]
    words = parse(rows)

    assert shown(words, entity_names(words)) == expected


IOB = [("Ada", "B-PER"), ("Quill", "I-PER"), ("paid", "O"), ("5bn", "O"), ("in", "O")]
IOB += [("Velm", "B-LOC"), ("Lumo", "B-ORG"), ("x", "B-OTH"), ("y", "I-OTH")]


def test_iob_spans_by_letters(tmp_path):
    spans = read(tmp_path)["AdaQuillpaid5bninVelmLumoxy"]

    assert spans == [Name(0, 8, "person"), Name(17, 21, "place"), Name(21, 25, "organization")]


def test_iob_names_fall_on_words_cut_otherwise(tmp_path, parse):
    words = parse(
        """
        Ada Ada PROPN NNP 3 nsubj
        Quill Quill PROPN NNP 1 flat
        paid pay VERB VBD 0 root
        5 5 NUM CD 5 nummod
        bn billion NUM CD 3 obj
        in in ADP IN 7 case
        Velm Velm PROPN NNP 3 obl
        Lumoxy Lumoxy PROPN NNP 3 obj
        """
    )
    (spans,) = read(tmp_path).values()

    found = iob_names(words, spans)

    assert shown(words, found) == ["Ada Quill PERSON", "Velm GPE"]


def read(tmp_path):
    path = tmp_path / "names.iob2.gz"
    rows = [f"{at}\t{form}\t{tag}\t-\t-" for at, (form, tag) in enumerate(IOB, 1)]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("# sent_id = 1\n" + "\n".join(rows))
    return read_iob(path)


def shown(words, names):
    forms = [word.form for word in words]
    return [" ".join([*forms[name.start : name.end], name.label]) for name in names]
