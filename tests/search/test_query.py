"""What people type, read. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MOST_TERMS, Query, Term, parse


def term(words, *, prefix=False, excluded=False):
    return Term(tuple(words.split()), prefix, excluded)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        ("  \t ", []),
        ("flood", [term("flood")]),
        ("Flood GATE flood", [term("flood"), term("gate")]),
        ('"high water" gate', [term("high water"), term("gate")]),
        ("“high water”", [term("high water")]),
        ("„hohes Wasser“", [term("hohes wasser")]),
        ("«haute mer»", [term("haute mer")]),
        ("flood -gate", [term("flood"), term("gate", excluded=True)]),
        ('-"high water"', [term("high water", excluded=True)]),
        ("flo*", [term("flo", prefix=True)]),
        ('"high wat"*', [term("high wat", prefix=True)]),
        ("-flo*", [term("flo", prefix=True, excluded=True)]),
        ("f*", [term("f")]),
        ("north-west", [term("north west")]),
        ("C-0412", [term("c 0412")]),
        ("Größe", [term("grosse")]),
        # Nothing is an error.
        ('"high water', [term("high water")]),
        ('gate"', [term("gate")]),
        ('"" - * -* "*" --', []),
        (
            "flood AND (gate OR NOT x) NEAR",
            [term(w) for w in ["flood", "and", "gate", "or", "not", "x", "near"]],
        ),
        ("words:flood ^gate {}", [term("words flood"), term("gate")]),
        ("'; DROP TABLE x", [term("drop"), term("table"), term("x")]),
        ("a\0b", [term("a"), term("b")]),
    ],
)
def test_parse(typed, terms):
    assert parse(typed) == Query(tuple(terms))


def test_what_is_wanted_and_what_is_not():
    query = parse("flood -gate bridge")

    assert query.wanted == (term("flood"), term("bridge"))
    assert query.excluded == (term("gate", excluded=True),)
    assert query
    assert not parse("…")


def test_there_is_an_end_to_it():
    assert len(parse(" ".join(f"w{number}" for number in range(99))).terms) == MOST_TERMS
    assert len(parse("x" * 10_000).terms) == 1


@given(st.text())
def test_words_of_a_query_hold_nothing_that_means_something_to_a_database(typed):
    words = [word for each in parse(typed).terms for word in each.words]

    assert all(word.isalnum() or word.isprintable() for word in words)
    assert not any(set(word) & set("\"'*:()&|!<>\\_ -") for word in words)
