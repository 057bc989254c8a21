"""Other cues of a tree: "according to", nouns of saying, hearsay adverbs."""

from collections.abc import Iterator

from extraction.draft import Draft
from extraction.lexicon import word_set
from extraction.lexicon.grammar import HEARSAY_ADVERBS
from extraction.lexicon.nouns import SAYING_GROUP
from extraction.model import Span
from extraction.syntax.subjects import Subject, phrase, subject_of
from extraction.syntax.trees import Node, Tree, runs

PARTICIPLES = ("stated", "declared", "avowed", "proclaimed", "alleged", "reported")
LIGHT = word_set(
    """
    make makes made issue issues issued give gave release released express expressed voice
    voiced repeat repeated raise raised publish published offer
    """
)
REFUSING = word_set(
    """
    rejected rejects denied denies dismissed dismisses disputed disputes refuted refutes
    reject deny dismiss dispute repudiated repudiates disavowed disavows contradicted contradicts
    rebutted rebuts contested contests
    """
)


def mentioned(text: str, tree: Tree) -> Iterator[Draft]:
    """Yield the drafts of all cues of one sentence that are no verbs."""
    for node in tree.nodes:
        draft = None
        if node.lower == "according":
            draft = _according(text, node, tree)
        elif node.lower == "words" and node.head.lower == "in":
            draft = _in_the_words(text, node, tree)
        elif node.lower == "per" and node.dep == "prep":
            draft = _per(text, node, tree)
        elif node.lower in SAYING_GROUP and node.tag[:1] == "N":
            draft = _noun(text, node)
        elif node.lower in HEARSAY_ADVERBS and node.dep == "advmod":
            draft = _hearsay(text, node)
        if draft is not None and draft.content:
            yield draft


def _according(text: str, node: Node, tree: Tree) -> Draft | None:
    to = next((c for c in node.children if c.lower == "to"), None)
    source = to.first("pobj") if to is not None else node.first("pobj")
    if source is None or to is None:
        return None
    draft = _around(text, node, source, Span(node.start, to.end), tree)
    if draft is not None:
        draft.reasons.append("reporting preposition “according to”")
        draft.rule, draft.score = "according-to", 0.85
    return draft


def _per(text: str, node: Node, tree: Tree) -> Draft | None:
    """Per the report, …: only in front of its sentence, where it is no rate."""
    source = node.first("pobj")
    if source is None or node.index > 0 or source.first("det") is None:
        return None
    draft = _around(text, node, source, Span(node.start, node.end), tree)
    if draft is not None:
        draft.reasons.append("reporting preposition “per”")
        draft.rule, draft.score = "according-to", 0.6
    return draft


def _in_the_words(text: str, node: Node, tree: Tree) -> Draft | None:
    """In the words of the mayor, …"""
    of = next((c for c in node.children if c.lower == "of"), None)
    source = of.first("pobj") if of is not None else None
    if of is None or source is None:
        return None
    draft = _around(text, node.head, source, Span(node.head.start, of.end), tree)
    if draft is not None:
        draft.reasons.append("reporting phrase “in the words of”")
        draft.rule, draft.score = "according-to", 0.75
    return draft


def _around(text: str, node: Node, source: Node, cue: Span, tree: Tree) -> Draft | None:
    """What the sentence says that a reporting preposition stands in front of, in or behind."""
    inside = node.subtree()
    nodes = [other for other in tree.nodes if other not in inside]
    last = max(inside[-1].index, source.index)
    if not any(other.is_word for other in tree.nodes[: node.index]):
        nodes = tree.nodes[last + 1 :]
    elif any(other.is_word for other in tree.nodes[last + 1 :]):
        nodes = _clause_around(node) or nodes
    where, nodes = _source_of(text, source, nodes, tree)
    if not where or not nodes:
        return None
    content = [span for span in runs(text, nodes) if span.end - span.start > 2]
    return Draft(content, [cue], where[:1], group="assert")


def _clause_around(node: Node) -> list[Node]:
    """The clause a preposition in the middle of a sentence hangs on."""
    top = node.head
    while not top.is_root and (not top.is_verb or top.first("nsubj", "nsubjpass") is None):
        top = top.head
    return [other for other in top.subtree(skip=[node]) if not _leads_in(other, top)]


def _source_of(
    text: str, source: Node, nodes: list[Node], tree: Tree
) -> tuple[list[Span], list[Node]]:
    """The noun phrase after "according to", and what the sentence says.

    A parser takes the subject behind the comma for an apposition now and then: then the phrase ends
    at its first comma and the content begins there.
    """
    inside = phrase(source)
    comma = next((n for n in inside if n.lower == "," and n.index > source.index), None)
    words = [node for node in nodes if node.is_word and node.tag[:2] != "RB"]
    lacks_subject = bool(words) and words[0].is_verb
    if comma is not None and lacks_subject and inside[0].index < words[0].index:
        nodes = tree.nodes[comma.index + 1 :]
        inside = [node for node in inside if node.index < comma.index]
    return runs(text, inside), nodes


def _leads_in(node: Node, top: Node) -> bool:
    return node.index == 0 and node.dep == "cc" and node.head is top


def _noun(text: str, noun: Node) -> Draft | None:
    """the claim that …, their stated goal is to …, the allegation by X that …"""
    clause = next((c for c in noun.below("acl", "ccomp") if _is_that_clause(c)), None)
    cue = noun
    if clause is None:
        clause = _complement(noun)
        cue = next((c for c in noun.children if c.lower in PARTICIPLES), noun)
        if clause is None:
            return None
    owner = _owner(noun)
    if owner is None:
        return None
    content = runs(text, _clause_nodes(clause))
    draft = Draft(content, [Span(cue.start, cue.end)], owner.spans(text)[:1])
    draft.group = SAYING_GROUP[noun.lower]
    if noun.dep == "dobj" and noun.head.lower in REFUSING:  # "rejected claims that …"
        draft.cue.insert(0, Span(noun.head.start, noun.head.end))
        draft.group = "deny"
    draft.rule, draft.score = "noun-cue", 0.65
    draft.reasons.append(f"noun of saying “{noun.text}”")
    return draft


def _is_that_clause(clause: Node) -> bool:
    mark = clause.first("mark")
    return (
        mark is not None and mark.lower == "that" and clause.first("nsubj", "nsubjpass") is not None
    )


def _complement(noun: Node) -> Node | None:
    """The group's stated goal is | to …"""
    verb = noun.head
    if noun.dep != "nsubj" or verb.lower not in ("is", "was", "are", "were"):
        return None
    for clause in verb.below("xcomp", "ccomp", "attr", "advcl"):
        if clause.index > verb.index and clause.is_verb:
            return clause
    return None


def _clause_nodes(clause: Node) -> list[Node]:
    to = clause.first("aux")
    nodes = clause.subtree()
    if to is not None and to.lower == "to":
        return [node for node in nodes if node.index >= to.index]
    return nodes


def _owner(noun: Node) -> Subject | None:
    """Whose claim: "their", "by the mayor", or who "made" it."""
    owner = noun.first("poss")
    if owner is not None:
        return Subject(owner)
    for by in noun.below("prep", "agent"):
        if by.lower in ("by", "from", "of") and (who := by.first("pobj")) is not None:
            return Subject(who)
    if noun.dep == "dobj" and noun.head.lower in LIGHT | REFUSING:
        return subject_of(noun.head)
    return None


def _hearsay(text: str, adverb: Node) -> Draft | None:
    """He reportedly left: a claim of nobody named."""
    top = adverb.head
    while not top.is_root and not top.is_verb:
        top = top.head
    if not top.is_verb or top.first("nsubj", "nsubjpass") is None:
        return None
    content = [span for span in runs(text, top.subtree(skip=[adverb])) if span.end - span.start > 2]
    draft = Draft(content, [Span(adverb.start, adverb.end)], group="assert")
    draft.rule, draft.score = "hearsay", 0.35
    draft.reasons.append(f"“{adverb.text}”: somebody says so, the text does not name who")
    return draft
