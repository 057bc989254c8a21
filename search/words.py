"""Texts as words that are compared: without accents, case and punctuation.

Both databases are given these words and never a text, so that both find the same rows.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Longer ones (base64, addresses without breaks) are cut, here and in what is looked for.
LONGEST = 60
# Letters that Unicode does not take apart, though people type them without the stroke.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_ASCII = re.compile(r"[a-z0-9]+")
# Letters and digits, with the accents that stand behind them.
# Some apostrophes count as letters in Unicode, and people type any of them: none is one here.
APOSTROPHES = "\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\ua78b\ua78c"
_CHUNK = re.compile(rf"(?:[^\W_{APOSTROPHES}]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f])+")
# Accents piled on one letter: Unicode puts them in order by comparing each with each.
_PILED = re.compile(r"[\u0300-\u036f]{30,}")
# Scripts that put no space between words: each character is a word, several are a phrase.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|"
    r"[^\W_\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)


def words_of(text: str) -> list[str]:
    """The words of `text`, in order: `words_of("Größe, naïve-sur") == ["grosse", "naive", "sur"]`.

    No word holds "_", a quotation mark or white space.
    """
    if text.isascii():
        return [word[:LONGEST] for word in _ASCII.findall(text.lower())]
    return [word for chunk in _CHUNK.finditer(text) for word in _folded(chunk[0])]


def placed_words(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Start and end of each stretch of letters, with its words: those of `words_of`."""
    for chunk in _CHUNK.finditer(text):
        yield chunk.start(), chunk.end(), _folded(chunk[0])


@lru_cache(maxsize=20_000)
def _folded(chunk: str) -> list[str]:
    if chunk.isascii():
        return [chunk.lower()[:LONGEST]]
    decomposed = unicodedata.normalize("NFKD", _PILED.sub("", chunk))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    folded = unicodedata.normalize("NFKD", bare.casefold()).translate(_STROKES)
    return [word[:LONGEST] for word in _WORD.findall(folded)]
