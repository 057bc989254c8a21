"""Where what is said begins and ends, where the parser leaves words over.

A small parser hangs the last words of a long sentence anywhere. What follows the reported clause
up to the end of its sentence still belongs to it, unless it has a subject and verb of its own.
"""

from extraction.lexicon import word_set
from extraction.lexicon.verbs import VERB_OF_FORM
from extraction.syntax.trees import Node

RELATIVE = word_set("who which whose where when whom that as because if until unless while since")
TIMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december today yesterday week month year statement
    interview twitter facebook telegram conference morning evening afternoon night tweet post
    briefing letter report email speech court press time
    """
)
STARTS = word_set("that what how why who whether where whose if")
SUBORDINATE = word_set("although though while if when because despite since unless as")
FINITE = ("VBD", "VBZ", "VBP", "MD")


def widened(nodes: list[Node], verb: Node, sentence: list[Node]) -> list[Node]:
    """Return the nodes of a reported clause after its verb with what is left over beside it."""
    if not nodes or nodes[0].index < verb.index:
        return nodes
    left = sentence[_start(nodes, verb, sentence) : nodes[0].index]
    right = _rest(sentence[nodes[-1].index + 1 :], nodes, verb)
    inside = sentence[nodes[0].index : nodes[-1].index + 1]
    return _without_aside([*left, *inside, *right])


def _without_aside(nodes: list[Node]) -> list[Node]:
    """Cut off the reporting clause of the whole sentence: ", a police statement said"."""
    words = [node for node in nodes if node.is_word]
    last = words[-1] if words else None
    if last is None or last.lower not in VERB_OF_FORM or last.tag not in FINITE:
        return nodes
    commas = [at for at, node in enumerate(nodes) if node.lower == ","]
    if not commas or len(nodes) - commas[-1] > 10:
        return nodes
    subject = last.first("nsubj")
    return nodes[: commas[-1]] if subject is not None and subject in nodes[commas[-1] :] else nodes


def _start(nodes: list[Node], verb: Node, sentence: list[Node]) -> int:
    """Return where the content may begin: behind whom it was told and when."""
    first = nodes[0].index
    for node in sentence[verb.index + 1 : first]:
        if node.lower in STARTS:
            return node.index
    start = verb.index + 1
    for child in verb.children:
        if verb.index < child.index < first and _belongs_to_saying(child):
            start = max(start, child.subtree()[-1].index + 1)
    gap = sentence[start:first] if start <= first else []
    if gap and gap[0].lower in SUBORDINATE:
        return start
    return first if start > first or any(node.is_verb for node in gap) else start


def _belongs_to_saying(child: Node) -> bool:
    if child.dep in ("dative", "dobj", "prt", "neg", "npadvmod", "oprd", "agent"):
        return True
    if child.dep == "prep":
        noun = child.first("pobj")
        return child.lower in ("to", "with", "through") or (
            noun is not None and noun.lower in TIMES
        )
    return child.dep == "advmod" and (
        child.lower.endswith("ly") or child.lower in ("also", "again")
    )


def _rest(rest: list[Node], nodes: list[Node], verb: Node) -> list[Node]:
    """Return those of the words after the clause that go on with it."""
    for at, node in enumerate(rest):
        if node.lower == ";" or (node.lower == "according" and at):
            rest = rest[:at]
            break
    words = [node for node in rest if node.is_word]
    if not words or _is_own_sentence(rest, words, verb):
        return []
    return rest


def _is_own_sentence(rest: list[Node], words: list[Node], verb: Node) -> bool:
    """Tell whether the words state something new: ", but it fell", ", adding that", "and left"."""
    first = words[0]
    if first.lower in RELATIVE:
        return False
    if first.tag == "VBG" and first.lower in VERB_OF_FORM:
        return True
    joins = first.lower in ("and", "but", "or", "yet", "so")
    second = words[1] if joins and len(words) > 1 else first
    if joins and second.lower in ("that", *RELATIVE):
        return False
    with_subject = any(
        node.dep in ("nsubj", "nsubjpass") and node.head.index > node.index for node in words[:12]
    )
    has_verb = any(node.tag in FINITE for node in words)
    if with_subject and has_verb:
        return True
    if joins and second.head is verb and second.is_verb:
        return second.lower in VERB_OF_FORM or rest[0].lower == ","
    return joins and second.lower in VERB_OF_FORM and second.tag in FINITE
