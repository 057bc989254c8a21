import pytest
import spacy

from extraction.training import guesses
from extraction.training.corpus import Annotated
from extraction.training.labels import relabel
from extraction.training.names import Name

# name of the case: rows in Universal Dependencies, the units found as "words LABEL"
UNITS = {
    "two names side by side stay two": (
        """
        Ada Ada PROPN NNP 3 nsubj
        Monday Monday PROPN NNP 3 obl:unmarked
        left leave VERB VBD 0 root
        """,
        ["Ada ", "Monday "],
    ),
    "one name of two words": (
        """
        Ada Ada PROPN NNP 3 nsubj
        Quill Quill PROPN NNP 1 flat
        left leave VERB VBD 0 root
        """,
        ["Ada Quill "],
    ),
    "a title tells a person and is cut off": (
        """
        President President PROPN NNP 2 nmod:desc
        Quill Quill PROPN NNP 3 nsubj
        left leave VERB VBD 0 root
        """,
        ["Quill PERSON"],
    ),
    "an organisation tells itself": (
        """
        Velm Velm PROPN NNP 2 compound
        University University PROPN NNP 3 nsubj
        closed close VERB VBD 0 root
        """,
        ["Velm University ORG"],
    ),
    "a lake tells itself": (
        """
        Lake Lake PROPN NNP 2 compound
        Orsk Orsk PROPN NNP 3 nsubj
        froze freeze VERB VBD 0 root
        """,
        ["Lake Orsk LOC"],
    ),
    "no proper noun, no unit": (
        """
        She she PRON PRP 2 nsubj
        left leave VERB VBD 0 root
        """,
        [],
    ),
}
SAID = """
Quill Quill PROPN NNP 2 nsubj
spoke speak VERB VBD 0 root
in in ADP IN 4 case
Velm Velm PROPN NNP 2 obl
"""


@pytest.mark.parametrize("case", UNITS)
def test_name_units(case, parse):
    rows, expected = UNITS[case]
    words = parse(rows)
    relabel(words)

    units = guesses.name_units(words)

    forms = [word.form for word in words]
    assert [" ".join([*forms[u.start : u.end], u.label]) for u in units] == expected


def ruler(*patterns):
    """A teacher that names what it is told to."""
    nlp = spacy.blank("en")
    component = nlp.add_pipe("entity_ruler")
    component.add_patterns([{"label": label, "pattern": words} for label, words in patterns])
    return nlp


def sentence(parse, rows, document="web"):
    words = parse(rows)
    relabel(words)
    return Annotated(document, False, words, None)


def test_names_as_the_teacher_sees_them(parse):
    nlp = ruler(("PERSON", "Quill"), ("GPE", "Velm"))

    (guessed,) = guesses.with_guesses(nlp, [sentence(parse, SAID)])

    assert guessed.names == [Name(0, 1, "PERSON"), Name(3, 4, "GPE")]


def test_what_the_teacher_passes_over_is_no_name(parse):
    (guessed,) = guesses.with_guesses(ruler(("GPE", "Velm")), [sentence(parse, SAID)])

    assert guessed.names == [Name(3, 4, "GPE")]


def test_a_split_vote_leaves_the_name_unknown(parse):
    nlp = ruler(("PERSON", "Quill spoke"))  # only here; "Quill left" is passed over
    left = """
    Quill Quill PROPN NNP 2 nsubj
    left leave VERB VBD 0 root
    """

    spoke, left = guesses.with_guesses(nlp, [sentence(parse, SAID), sentence(parse, left)])

    assert spoke.names[0] == left.names[0] == Name(0, 1, guesses.UNKNOWN)


def test_a_full_name_votes_for_its_parts(parse):
    nlp = ruler(("PERSON", "Ada Quill"))
    full = """
    Ada Ada PROPN NNP 3 nsubj
    Quill Quill PROPN NNP 1 flat
    left leave VERB VBD 0 root
    """

    *_, short = guesses.with_guesses(nlp, [sentence(parse, full)] * 3 + [sentence(parse, SAID)])

    assert short.names[0] == Name(0, 1, "PERSON")


def test_a_name_over_several_units(parse):
    nlp = ruler(("ORG", "Office of Velm"))
    office = """
    Office Office PROPN NNP 4 nsubj
    of of ADP IN 3 case
    Velm Velm PROPN NNP 1 nmod
    closed close VERB VBD 0 root
    """

    (guessed,) = guesses.with_guesses(nlp, [sentence(parse, office)])

    assert guessed.names == [Name(0, 3, "ORG")]


def test_water_is_no_state_whatever_the_teacher_says(parse):
    nlp = ruler(("GPE", "Velm Sea"))
    sea = """
    Velm Velm PROPN NNP 2 compound
    Sea Sea PROPN NNP 0 root
    """

    (guessed,) = guesses.with_guesses(nlp, [sentence(parse, sea)])

    assert guessed.names == [Name(0, 2, "LOC")]
