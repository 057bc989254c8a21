"""Steps of the conversion that concern phrases: names, coordination, prepositions."""

from itertools import pairwise

from extraction.training.conllu import ROOT, Word
from extraction.training.tree import CLAUSAL, Words, children, lexicon, move, replace

_GERUND_MARKS = lexicon(
    "about after against at before besides by despite for from in instead into of on over since"
    " than through to towards upon with without"
)
_OBLIQUE = {"obl", "nmod", "acl", "advcl", "xcomp", "amod", "advmod", "compound", "obl:agent"}
_OBLIQUE |= {"nmod:desc", "nmod:unmarked", "obl:unmarked", "nmod:poss", "acl:relcl", "advcl:relcl"}


def head_last_names(words: Words) -> None:
    """The last word of a flat name becomes its head, the others its compounds."""
    for first in words:
        parts = [part for part in children(words, first, "flat") if part.index > first.index]
        if parts and _adjoining(first, parts):
            last = parts[-1]
            replace(first, last)
            move(children(words, first), last)
            first.head, first.dep = last.index, "compound"
            for part in parts[:-1]:
                part.head, part.dep = last.index, "compound"


def chain_conjuncts(words: Words) -> None:
    """Each conjunct hangs on the one before it, with the conjunction and comma between them."""
    for first in words:
        before = first
        for conjunct in children(words, first, "conj"):
            between = children(words, conjunct, "cc", "punct")
            move([mark for mark in between if mark.index < conjunct.index], before)
            conjunct.head = before.index
            before = conjunct


def prepositions_above(words: Words) -> None:
    """A preposition takes the place of its noun, which becomes its pobj (or pcomp)."""
    for noun in words:
        cases = [case for case in children(words, noun, "case") if case.tag != "POS"]
        if cases:
            chain = [word for case in cases for word in (case, *children(words, case, "fixed"))]
            if [word.lemma for word in chain[:2]] == ["such", "as"]:
                chain[0].head, chain[0].dep = chain[1].index, "amod"
                chain = chain[1:]
            _raise_over(words, noun, chain)


def gerunds_under_prepositions(words: Words) -> None:
    """In "after leaving" the preposition takes the verb's place, and that is its pcomp."""
    for verb in words:
        marks = [m for m in children(words, verb, "mark") if m.lemma in _GERUND_MARKS]
        if marks and verb.dep != "root" and _is_gerund(words, verb):
            chain = [marks[0], *children(words, marks[0], "fixed")]
            _raise_over(words, verb, chain)


def _adjoining(first: Word, parts: Words) -> bool:
    return parts[-1].index - first.index <= len(parts) + 2  # a hyphen or a dot may stand between


def _is_gerund(words: Words, verb: Word) -> bool:
    return verb.tag == "VBG" or any(
        a.tag == "VBG" for a in children(words, verb, "aux", "aux:pass")
    )


def _raise_over(words: Words, lower: Word, chain: Words) -> None:
    """Put the prepositions of `chain` one under the other in the place of `lower`, and it last."""
    first = chain[0]
    head = words[lower.head] if lower.head != ROOT else None
    ahead = children(words, lower, "advmod", "cc", "discourse", "punct")
    move([word for word in ahead if word.index < first.index], first)
    first.head, first.dep = lower.head, _preposition_label(lower, first)
    if lower.dep == "conj" and head and head.dep in ("pobj", "pcomp") and head.head != ROOT:
        between = children(words, head, "cc", "punct")
        move([m for m in between if head.index < m.index < first.index], words[head.head])
        first.head = head.head
    for above, below in pairwise(chain):
        below.head = above.index
        below.dep = "pcomp" if above.lemma == "because" else "prep"
    lower.head = chain[-1].index
    lower.dep = "pcomp" if lower.upos in CLAUSAL else "pobj"


def _preposition_label(lower: Word, first: Word) -> str:
    if lower.dep == "obl:agent" and first.lemma == "by":
        return "agent"
    return "prep" if lower.dep in _OBLIQUE else lower.dep
