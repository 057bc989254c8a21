"""Reporting verbs of a tree to drafts."""

from collections.abc import Iterator

from extraction.draft import Draft
from extraction.lexicon import word_set
from extraction.lexicon.verbs import NOUN_FORMS, RULED_OUT, VERB_OF_FORM, Verb
from extraction.model import Span
from extraction.phrases import is_refused
from extraction.syntax.contents import Content, content_of
from extraction.syntax.negation import by_nobody, is_negated
from extraction.syntax.subjects import (
    Subject,
    agent_of,
    is_passive,
    subject_of,
)
from extraction.syntax.trees import Node, Tree, runs

MEDIA = word_set(
    """
    statement interview twitter facebook telegram instagram tweet post letter email e-mail
    speech conference blog report message video radio television tv article book youtube x
    website testimony briefing broadcast response reply release memo paper press
    """
)
FINITE = ("VBD", "VBZ", "VBP", "MD")
FINITE_OR_DONE = ("VBD", "VBZ", "VBP", "VBN")
BASE = {"clause": 0.8, "aside": 0.7, "as": 0.75, "to": 0.65, "noun": 0.55, "prep": 0.55}
# Verbs that say what somebody knows or sees: true or not, nobody claims it.
KNOWING = word_set(
    """
    know see hear learn remember realise realize notice mean understand view regard bet guess
    imagine wonder
    """
)


def reported(text: str, tree: Tree) -> Iterator[Draft]:
    """Yield the drafts of the reporting verbs of one sentence."""
    for node in tree.nodes:
        entry = VERB_OF_FORM.get(node.lower)
        if entry is None or not _reads_as_verb(node) or _is_denied_noun(node, tree):
            continue
        particle = node.first("prt")
        if entry.lemma == "rule" and particle is not None and particle.lower == "out":
            entry = RULED_OUT
        draft = _draft(text, node, entry, tree)
        if draft is not None:
            yield draft


def may_report(tree: Tree) -> Iterator[Span]:
    """Yield the cues of one sentence that read as reporting verbs with a clause after them.

    What a parser attaches wrongly, the order of the words may still show.
    """
    for node in tree.nodes:
        entry = VERB_OF_FORM.get(node.lower)
        if entry is None or entry.lemma in KNOWING or entry.cue_class == "other":
            continue
        if _is_denied_noun(node, tree):
            continue
        is_verb = node.tag in FINITE_OR_DONE or node.dep in ("relcl", "ROOT", "ccomp", "advcl")
        is_said = not is_negated(node) and not by_nobody(node)
        if is_verb and is_said and not is_passive(node):
            yield Span(node.start, node.end)


def _opens_clause(verb: Node, tree: Tree) -> bool:
    """Tell whether a subject with its own finite verb begins soon after the verb."""
    for node in tree.nodes[verb.index + 1 :]:
        if node.dep in ("nsubj", "nsubjpass") and node.head.index > node.index:
            opening = node.subtree()[0].index - verb.index
            if node.head.tag in FINITE or node.head.first("aux", "auxpass") is not None:
                return opening <= 4 and node.lower not in ("who", "which", "that")
    return False


def _reads_as_verb(node: Node) -> bool:
    if node.tag[:1] == "V":
        return node.dep not in ("amod", "compound")
    # A tagger takes "claims" for a noun now and then; subject and clause tell.
    return node.first("nsubj") is not None and node.first("ccomp") is not None


def _is_denied_noun(node: Node, tree: Tree) -> bool:
    """rejected claims that …: a tagger takes the noun for a verb there."""
    before = tree.nodes[max(0, node.index - 3) : node.index]
    return node.lower in NOUN_FORMS and is_refused([each.lower for each in before])


def _draft(text: str, verb: Node, entry: Verb, tree: Tree) -> Draft | None:
    if entry.lemma in KNOWING or by_nobody(verb):
        return None
    content = content_of(verb, entry, tree.nodes)
    if content is None:
        return None
    negated = is_negated(verb)
    if negated and (entry.cue_class == "other" or content.form not in ("clause", "to")):
        return None
    subject, passive = subject_of(verb), is_passive(verb)
    if passive:
        agent = agent_of(verb)
        subject = Subject(agent) if agent is not None else None
        if content.form not in ("clause", "to"):
            return None
    if _is_idle(verb, entry, subject, content):
        return None
    spans = content.spans(text)
    if not spans:
        return None
    draft = Draft(spans, [Span(verb.start, _cue_end(verb))], group=entry.group, negated=negated)
    draft.rule = f"verb-{content.form}"
    draft.score = BASE[content.form] - (0.3 if subject is None else 0.0)
    draft.reasons.append(f"reporting verb “{verb.text}” with {NAMES[content.form]}")
    if subject is not None:
        draft.source = subject.spans(text)
        _check_source(draft)
    if content.addressee is not None:
        found = runs(text, content.addressee.subtree())
        draft.addressee = found[0] if found else None
    draft.medium = _medium(text, verb, content)
    return draft


NAMES = {
    "clause": "a clause",
    "aside": "the sentence around it",
    "as": "“as” and the main clause",
    "to": "an infinitive",
    "noun": "a noun phrase",
    "prep": "a prepositional phrase",
}


def _is_idle(verb: Node, entry: Verb, subject: Subject | None, content: Content) -> bool:
    """Tell whether nobody claims anything: commands, relative wishes, bare "think"."""
    if entry.cue_class == "other":
        if subject is None or subject.relative is not None:
            return True
        return subject.node.lower in ("i", "you", "we", "one", "it", "which", "that", "who")
    if subject is None and content.form in ("noun", "prep", "aside", "to"):
        return True
    if entry.group == "find" and verb.tag == "VB":
        return True  # "to determine whether …" is what somebody wants, not what they found
    opens = verb.index == 0 and verb.tag in ("VBD", "VBN")
    if opens and (subject is None or subject.shared):
        return True  # "Asked whether she would resign, …"
    return entry.needs_clause and content.form in ("noun", "prep") and entry.group == "find"


def _cue_end(verb: Node) -> int:
    particle = verb.first("prt")
    if particle is not None and particle.index == verb.index + 1:
        return particle.end
    return verb.end


def _check_source(draft: Draft) -> None:
    """A source never overlaps what it says."""
    draft.source = [
        span
        for span in draft.source
        if not any(span.start < c.end and c.start < span.end for c in draft.content)
    ]


def _medium(text: str, verb: Node, content: Content) -> Span | None:
    """on Twitter, in a statement"""
    inside = {id(node) for node in content.nodes}
    for child in verb.below("prep"):
        noun = child.first("pobj")
        if (
            noun is None
            or id(child) in inside
            or child.lower not in ("in", "on", "via", "through", "at")
        ):
            continue
        if noun.lower in MEDIA:
            found = runs(text, child.subtree())
            return found[0] if found else None
    return None
