from random import Random

import pytest

from extraction.training.variants import Dress, dressed, random_dress

QUOTED = """
" " PUNCT `` 4 punct
It it PRON PRP 4 nsubj
's be AUX VBZ 4 cop
safe safe ADJ JJ 6 ccomp
" " PUNCT '' 4 punct
said say VERB VBD 0 root
Ada Ada PROPN NNP 6 nsubj
-- -- PUNCT : 6 punct
twice twice ADV RB 6 advmod
"""
CASES = [
    (Dress(), '" It \'s safe " said Ada -- twice'),
    (Dress("“", "”", "’"), "“ It ’s safe ” said Ada -- twice"),
    (Dress("‘", "’", "’"), "‘ It ’s safe ’ said Ada -- twice"),
    (Dress(dash="—"), '" It \'s safe " said Ada — twice'),
    (Dress(case=str.upper), '" IT \'S SAFE " SAID ADA -- TWICE'),
]


@pytest.mark.parametrize(("dress", "expected"), CASES)
def test_dressed(dress, expected, parse):
    words = parse(QUOTED)

    shown = dressed(words, dress)

    assert " ".join(word.form for word in shown) == expected
    assert [word.tag for word in shown] == [word.tag for word in words]


def test_curly_becomes_straight(parse):
    words = dressed(parse(QUOTED), Dress("“", "”", "’"))

    again = dressed(words, Dress('"', '"', "'"))

    assert again == parse(QUOTED)


def test_the_words_given_stay_as_they_are(parse):
    words = parse(QUOTED)

    dressed(words, Dress("“", "”", "’", case=str.upper))

    assert words == parse(QUOTED)


def test_chance_repeats_itself_and_tries_everything():
    first, second = Random(7), Random(7)  # noqa: S311

    dresses = [random_dress(first) for _ in range(500)]

    assert dresses == [random_dress(second) for _ in range(500)]
    assert {dress.opening for dress in dresses} == {"", "“", '"', "‘"}
    assert len({dress.case for dress in dresses}) == 4
