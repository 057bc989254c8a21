"""Names that would turn others' words round, and letters that look the same."""

import pytest

from common.errors import RuleError
from common.names import mixed_words, require_visible, skeleton, visible

TURNING = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
UNSEEN = ["\u200b", "\u2060", "\ufeff", "\U000e0041"]
ORDINARY = [
    "Orla Venn",
    "O\u2019Brien",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a joiner
    "\u05e2\u05d5\u05de\u05e8\u200f",  # Hebrew, with a mark of direction
    "Раул Гор",
    "Αθηνά",
    "山田 Yamada",
    "AEG-Газ",
    "T2 Мобайл",
    "🦊",
]


@pytest.mark.parametrize("sign", TURNING + UNSEEN)
def test_signs_that_are_not_seen(sign):
    with pytest.raises(RuleError, match=f"U\\+{ord(sign):04X}"):
        require_visible("Orla", f"Ve{sign}nn")
    assert visible(f"Ve{sign}nn") == "Venn"


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_names(name):
    require_visible(name)

    assert visible(name) == name
    assert mixed_words(name) == []


@pytest.mark.parametrize("word", ["Аrn", "Rаdio", "\u039frla", "Vеnn"])
def test_words_of_mixed_letters(word):
    assert mixed_words(f"the {word} Office") == [word]
    assert skeleton(word).isascii()


def test_skeleton_keeps_what_has_no_twin():
    assert skeleton("Müller-Жуков").startswith("Müller-Ж")
