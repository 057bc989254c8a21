"""Universal Dependencies turned into the labels of spaCy's English pipelines (ClearNLP style).

Every step takes the words of one sentence and changes heads and labels in place; `relabel` runs
them in the one order in which they fit together.
"""

from collections.abc import Callable

from extraction.training.clauses import (
    copulas_first,
    expletives,
    objects_of_raising_verbs,
    quotes_under_reporting,
)
from extraction.training.conllu import ROOT, Word
from extraction.training.phrases import (
    chain_conjuncts,
    gerunds_under_prepositions,
    head_last_names,
    prepositions_above,
)
from extraction.training.tree import Words, attach_punctuation, children, is_tree

_RENAMED = {
    "obj": "dobj",
    "iobj": "dative",
    "nsubj:pass": "nsubjpass",
    "nsubj:outer": "nsubj",
    "csubj:pass": "csubjpass",
    "csubj:outer": "csubj",
    "aux:pass": "auxpass",
    "nmod:poss": "poss",
    "acl:relcl": "relcl",
    "advcl:relcl": "relcl",
    "compound:prt": "prt",
    "det:predet": "predet",
    "cc:preconj": "preconj",
    "nmod:desc": "compound",
    "nmod:unmarked": "npadvmod",
    "nmod:npmod": "npadvmod",
    "obl": "npadvmod",
    "obl:agent": "npadvmod",
    "obl:unmarked": "npadvmod",
    "obl:npmod": "npadvmod",
    "obl:tmod": "npadvmod",
    "vocative": "npadvmod",
    "discourse": "intj",
    "flat": "compound",
    "goeswith": "compound",
    "list": "dep",
    "reparandum": "dep",
    "orphan": "dep",
    "dislocated": "dep",
    "root": "ROOT",
}
_LINKING = frozenset({"be", "become", "remain", "seem", "feel", "look", "stay", "appear", "sound"})


def relabel(words: Words) -> bool:
    """Give `words` spaCy's labels and heads, in place.

    Returns False if the result is no tree (a cycle, or other than one root): drop the sentence.
    """
    for step in STEPS:
        step(words)
    return is_tree(words)


def rename(words: Words) -> None:
    """What needs no new head gets its new name."""
    for word in words:
        word.dep = _new_name(words, word)


def _new_name(words: Words, word: Word) -> str:
    head = words[word.head] if word.head != ROOT else None
    if word.dep == "advmod" and word.lemma in ("not", "n't", "never"):
        return "neg"
    if word.dep == "mark" and word.tag == "TO":
        return "aux"
    if word.dep == "amod" and word.tag in ("NNP", "NNPS"):
        return "compound"
    if word.dep == "nmod:desc" and head and word.index > head.index:
        return "appos"
    if word.dep == "fixed" and head:
        return head.dep if head.dep in ("advmod", "mark", "cc") else "advmod"
    if word.dep == "xcomp" and head and word.upos in ("ADJ", "NOUN", "PROPN", "PRON", "NUM"):
        return _secondary_predicate(words, word, head)
    return _RENAMED.get(word.dep, word.dep)


def _secondary_predicate(words: Words, word: Word, head: Word) -> str:
    if children(words, head, "obj", "dobj", "nsubj:pass", "nsubjpass"):
        return "oprd"
    if word.upos == "ADJ":
        return "acomp"
    return "attr" if head.lemma in _LINKING else "oprd"


STEPS: list[Callable[[Words], None]] = [
    head_last_names,
    copulas_first,
    quotes_under_reporting,
    expletives,
    objects_of_raising_verbs,
    chain_conjuncts,
    prepositions_above,
    gerunds_under_prepositions,
    rename,
    attach_punctuation,
]
