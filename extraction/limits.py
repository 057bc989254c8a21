"""How much of a text is read closely.

Reading closely, with a parser and by the order of words, costs more than in proportion to the
length of a sentence. No sentence that anybody writes comes near these limits.
"""

import re
from collections.abc import Iterable, Sequence

from extraction.lexicon.grammar import HEARSAY_ADVERBS
from extraction.lexicon.nouns import SAYING_GROUP
from extraction.lexicon.verbs import VERB_OF_FORM
from extraction.model import Span

MOST_WORDS = 500  # words and marks of a sentence that is given to a parser
MOST_WORDS_AT_ONCE = 12_000  # of a piece of 30,000 characters
MOST_CUES = 60  # words of saying in a sentence that is given to a parser
MOST_STEPS = 60_000  # items of a row times the words of saying in it
OTHER_CUES = HEARSAY_ADVERBS | {"according", "words", "per"}
WORD = re.compile(r"\w+|[^\w\s]")
# Runs that a tokenizer takes apart mark by mark, each time looking at the rest of the run.
MARKS = re.compile(r"(?:[^\w\s]|_){100,}")
UNBROKEN = re.compile(r"\S{200,}")


def is_cue(word: str) -> bool:
    """Tell whether a word in small letters may be one of saying."""
    return word in VERB_OF_FORM or word in SAYING_GROUP or word in OTHER_CUES


def parsable(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Return those of the sentences of a piece that a parser may be given."""
    found, left = [], MOST_WORDS_AT_ONCE
    for sentence in sentences:
        words = WORD.findall(text, sentence.start, sentence.end)
        if len(words) > min(left, MOST_WORDS):
            continue
        if sum(is_cue(word.lower()) for word in words) <= MOST_CUES:
            found.append(sentence)
            left -= len(words)
    return found


def unknotted(text: str) -> str:
    """Return the text with each long run of marks as one word of the same length."""

    def plain(run: re.Match[str]) -> str:
        words = run.group()
        letters = sum(char.isalnum() for char in words)
        return words if 4 * letters > 3 * len(words) else "x" * len(words)

    return UNBROKEN.sub(plain, MARKS.sub(lambda run: "x" * len(run.group()), text))


def joined(passed: Iterable[Span]) -> tuple[Span, ...]:
    """Return the passages in order, those beside each other made one."""
    found: list[Span] = []
    for span in sorted(passed):
        if found and span.start <= found[-1].end + 2:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
