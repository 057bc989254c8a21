"""Whose verb it is: the subject of a verb, also where it stands elsewhere in the sentence."""

import re
from dataclasses import dataclass

from extraction.lexicon import word_set
from extraction.lexicon.nouns import DOCUMENTS, GROUPS_OF_PEOPLE, ORGANISATIONS, OUTLETS, PERSONS
from extraction.lexicon.verbs import VERB_OF_FORM
from extraction.model import Span
from extraction.syntax.edges import TIMES
from extraction.syntax.trees import Node, Tree, runs
from extraction.tokens import bare

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
RELATIVES = ("who", "which", "that", "whom")
SPEAKERS = PERSONS | GROUPS_OF_PEOPLE | ORGANISATIONS | OUTLETS | DOCUMENTS
DAY_AT_END = re.compile(
    r",? (?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|last (?:week|month|year)"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r")$"
)
CAUSING = word_set(
    """
    led leads lead leading caused causes cause prompted prompts forced forces pushed drove
    drives encouraged persuaded convinced
    """
)


@dataclass(frozen=True)
class Subject:
    """The noun a verb belongs to, and how it was found."""

    node: Node
    relative: Node | None = None  # the "who" whose antecedent `node` is
    shared: bool = False  # taken over from another verb

    def spans(self, text: str) -> list[Span]:
        """Return the words of the noun phrase, with role and apposition, as spans."""
        whole = runs(text, phrase(self.node))
        if self.relative is not None:
            who = Span(self.relative.start, self.relative.end)
            if whole and not any(c.isalnum() for c in text[whole[-1].end : who.start]):
                return [*whole[:-1], Span(whole[-1].start, who.end)]
            return [who]
        return [_without_day(text, whole[0])] if whole else []


def _without_day(text: str, span: Span) -> Span:
    """The mayor of Brenn | on Monday"""
    day = DAY_AT_END.search(text, span.start, span.end)
    return Span(span.start, day.start()) if day and day.start() > span.start else span


def phrase(node: Node) -> list[Node]:
    """Return the nodes of a noun phrase without loose clauses after it."""
    loose = [child for child in node.children if _is_loose(child, node)]
    return node.subtree(skip=loose)


def _is_loose(child: Node, noun: Node) -> bool:
    if child.index < noun.index:
        return child.dep in ("cc", "preconj") and child.lower in ("and", "but", "or")
    if child.dep == "case" and child.lower in ("'s", "’s", "'", "’"):
        return True
    if child.dep == "prep" and child.index > noun.index:
        when = child.first("pobj")
        return child.lower in ("on", "in", "at") and when is not None and when.lower in TIMES
    if child.dep in ("relcl", "acl", "advcl", "parataxis", "ccomp"):
        return True
    return child.dep == "cc" and not any(c.index > child.index for c in noun.below("conj"))


def subject_of(verb: Node) -> Subject | None:
    """Return the subject of a verb: its own, its antecedent's, or the one it shares."""
    own = _own(verb)
    if own is not None:
        return own
    shared = _shared(verb)
    is_aside = verb.tag == "VBG" and verb.dep in ("advcl", "acl", "dep")
    if is_aside and (shared is None or not can_speak(shared.node)):
        return _first_speaker(verb) or shared
    return shared


def can_speak(node: Node) -> bool:
    """Tell whether the word stands for somebody who says things: a name, a role, a body."""
    return node.tag in ("NNP", "NNPS", "PRP") or bare(node.lower) in SPEAKERS


def _first_speaker(verb: Node) -> Subject | None:
    """The first subject of the sentence, for ", saying that …" hung on the wrong verb."""
    top = next((node for node in verb.ancestors() if node.is_root), verb)
    for node in top.subtree():
        if node.index >= verb.index:
            return None
        if node.dep in ("nsubj", "nsubjpass") and can_speak(node):
            return Subject(node, shared=True)
    return None


def _shared(verb: Node) -> Subject | None:
    """The subject taken over from the verbs it hangs on."""
    seen = verb
    for head in verb.ancestors():
        if seen.dep == "relcl" or (seen.dep == "acl" and seen.tag == "VBG"):
            return Subject(head, shared=True) if head.tag[:1] in "NP" else None
        if seen.dep not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep", "parataxis"):
            return None
        if seen.dep == "ccomp" and seen.tag not in ("VBG", "VB"):
            return None
        told = head.first("dobj", "dative")
        if told is not None and _is_control(seen, head) and told.index < seen.index:
            return Subject(told, shared=True)
        if seen.dep == "conj" and goes_back(seen, head):
            continue_at = next((a for a in head.ancestors() if _own(a) is not None), None)
            found = _own(continue_at) if continue_at is not None else None
            return Subject(found.node, found.relative, shared=True) if found else None
        if head.is_verb:
            found = _own(head)
            if found is not None:
                return Subject(found.node, found.relative, shared=True)
        seen = head
    return None


def _is_control(verb: Node, head: Node) -> bool:
    """led them to suspect: the object of the first verb does the second."""
    to = verb.first("aux")
    if verb.dep not in ("xcomp", "advcl") or to is None or to.lower != "to":
        return False
    return verb.dep == "xcomp" or head.lower in CAUSING


def goes_back(verb: Node, clause: Node) -> bool:
    """They claimed Ann was there | and claim she lied: the second verb is the outer speaker's.

    verb: a conjunct without a subject of its own; clause: the verb of the reported clause.
    """
    if clause.dep != "ccomp" or clause.is_root or verb.first(*SUBJECTS) is not None:
        return False
    is_reporting = verb.lower in VERB_OF_FORM and verb.first("ccomp") is not None
    return is_reporting and clause.first("ccomp") is None and verb.tag in ("VBD", "VBZ", "VBP")


def _own(verb: Node) -> Subject | None:
    found = _nearest(verb, verb.below(*SUBJECTS))
    if found is None:
        return None
    if found.lower in RELATIVES and verb.dep == "relcl" and not verb.is_root:
        return Subject(verb.head, relative=found)
    return Subject(found)


def _nearest(verb: Node, subjects: list[Node]) -> Node | None:
    """Of two subjects a parser may give, "which the church describes", the real one."""
    real = [node for node in subjects if node.lower not in RELATIVES] or subjects
    before = [node for node in real if node.index < verb.index]
    return before[-1] if before else real[0] if real else None


def is_passive(verb: Node) -> bool:
    """Tell whether the verb is in the passive: "was told", "told by"."""
    return bool(verb.below("auxpass", "nsubjpass")) or (
        verb.tag == "VBN"
        and verb.first("aux", "auxpass", "nsubj") is None
        and verb.dep in ("acl", "advcl")
    )


def agent_of(verb: Node) -> Node | None:
    """Return who does it in the passive: "by X"."""
    for by in verb.below("agent", "prep"):
        if by.lower == "by" and (noun := by.first("pobj")) is not None:
            return noun
    return None


def about(text: str, tree: Tree) -> list[Span]:
    """Return whom a sentence without a quotation is about: the name that is its main subject."""
    root = next((node for node in tree.nodes if node.is_root), None)
    subject = root.first("nsubj") if root is not None and root.is_verb else None
    if subject is None or subject.tag not in ("NNP", "PRP") or subject.lower in ("it", "they", "i"):
        return []
    if any(mark in text[tree.span.start : tree.span.end] for mark in '“”"«»„'):
        return []
    return runs(text, phrase(subject))[:1]
