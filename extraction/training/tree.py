"""The tree of one sentence: small moves that the steps of the conversion are made of."""

from collections.abc import Iterable

from extraction.training.conllu import ROOT, Word

Words = list[Word]

CLAUSAL = ("VERB", "AUX")


def lexicon(listed: str) -> frozenset[str]:
    """A set of the words of a string, which is how a list of words reads best."""
    return frozenset(listed.split())


def is_tree(words: Words) -> bool:
    """Whether exactly one word is the root and every other word leads up to it."""
    return sum(word.head == ROOT for word in words) == 1 and all(
        _path_ends(words, word) for word in words
    )


def attach_punctuation(words: Words) -> None:
    """Punctuation hangs as low as it can without crossing another arc."""
    for mark in words:
        while mark.dep == "punct" and mark.head != ROOT and _crosses(words, mark):
            if words[mark.head].head == ROOT:
                break
            mark.head = words[mark.head].head


def children(words: Words, head: Word, *deps: str) -> Words:
    """The words under `head`, in order; with `deps` only those with one of these labels."""
    return [word for word in words if word.head == head.index and (not deps or word.dep in deps)]


def move(moved: Iterable[Word], head: Word) -> None:
    """Hang `moved` on `head`, with the labels they have."""
    for word in moved:
        if word is not head:
            word.head = head.index


def replace(old: Word, new: Word) -> None:
    """Put `new` where `old` hangs now."""
    new.head, new.dep = old.head, old.dep


def is_infinitive(words: Words, verb: Word) -> bool:
    """Whether "to" marks the verb."""
    return any(mark.tag == "TO" for mark in children(words, verb, "mark"))


def _path_ends(words: Words, word: Word) -> bool:
    steps = 0
    while word.head != ROOT and steps <= len(words):
        word, steps = words[word.head], steps + 1
    return steps <= len(words)


def _crosses(words: Words, mark: Word) -> bool:
    low, high = sorted((mark.index, mark.head))
    return any(
        word.head != ROOT
        and word.dep != "punct"
        and _cross(low, high, *sorted((word.index, word.head)))
        for word in words
    )


def _cross(low: int, high: int, other_low: int, other_high: int) -> bool:
    return low < other_low < high < other_high or other_low < low < other_high < high
