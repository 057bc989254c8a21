"""Whether a reporting verb tells what was not said, or what nobody said."""

from extraction.lexicon import word_set
from extraction.lexicon.grammar import HOLDING_BACK, NOBODY, NOT_ONLY
from extraction.syntax.trees import Node

DENYING = word_set("not n't n’t")
LEAVING_OUT = word_set("without")
SHORT_OF = word_set("short instead")  # "stopped short of saying", "instead of saying"


def is_negated(verb: Node) -> bool:
    """Tell whether the verb is negated, itself or by what it hangs on ("refused to say")."""
    if any(_denies(child) for child in verb.children):
        return True
    if verb.is_root:
        return False
    is_gerund = any(child.lower == "having" for child in verb.below("aux"))
    if verb.dep in ("xcomp", "ccomp", "advcl") and (verb.tag in ("VB", "VBG") or is_gerund):
        return verb.head.lower in HOLDING_BACK
    if verb.dep == "pcomp":
        return verb.head.lower in LEAVING_OUT or verb.head.head.lower in SHORT_OF
    # "did not come or say": the second verb shares what stands before the first.
    shares = verb.dep == "conj" and verb.tag in ("VB", "VBG") and verb.first("nsubj") is None
    return shares and verb.head.tag == verb.tag and is_negated(verb.head)


def _denies(child: Node) -> bool:
    if child.lower == "never":
        return True
    is_not = child.dep == "neg" or child.lower in DENYING
    return is_not and not any(other.lower in NOT_ONLY for other in child.head.children)


def by_nobody(verb: Node) -> bool:
    """Tell whether the subject is nobody: "No official said …"."""
    subject = verb.first("nsubj")
    return subject is not None and (
        subject.lower in NOBODY or any(child.lower == "no" for child in subject.children)
    )
