"""What is said: the clause, quotation or phrase that belongs to a reporting verb."""

from dataclasses import dataclass, field

from extraction.lexicon import word_set
from extraction.lexicon.verbs import NOUN_CONTENT, VERB_OF_FORM, Verb
from extraction.model import Span
from extraction.syntax.edges import widened
from extraction.syntax.subjects import SUBJECTS, goes_back, is_passive
from extraction.syntax.trees import Node, runs

# Children of a reporting verb that belong to the saying, not to what is said.
OWN = word_set(
    "aux auxpass neg advmod npadvmod prep dative agent prt punct cc mark expl intj advcl preconj"
)
TO_VERBS = word_set(
    """
    promise vow pledge threaten offer undertake volunteer claim swear agree profess urge
    demand appeal call want wish intend plan aim seek hope
    """
)
NO_CONTENT_MARKS = word_set(
    """
    when because as after before since while although though until unless once where so
    """
)
WH = word_set("what how why who where when which whether whose if")
AS_VERBS = word_set("describe characterise characterize portray depict brand label dub")
PREPOSITION_CONTENT = {
    "call": ("for",),
    "warn": ("of", "against", "about"),
    "accuse": ("of",),
    "blame": ("for", "on"),
    "appeal": ("for",),
    "complain": ("of", "about"),
    "boast": ("of",),
}
# "denied the report": what it says is told elsewhere.
HEARD = word_set(
    """
    report reports allegation allegations claim claims charge charges accusation accusations
    rumour rumours statement story request
    """
)
VAGUE = word_set(
    """
    it that this so them something nothing anything everything him her me us you what which as
    more things
    """
)


@dataclass
class Content:
    """The nodes of what is said, how it hangs on its verb, and the addressee met on the way."""

    nodes: list[Node]
    form: str  # clause | aside | as | to | noun | prep
    addressee: Node | None = None
    skipped: list[Node] = field(default_factory=list)

    def spans(self, text: str) -> list[Span]:
        """Return what is said as spans, without a conjunction left over at its end."""
        nodes = list(self.nodes)
        while nodes and (nodes[-1].dep == "cc" or not nodes[-1].is_word) and not _closes(nodes[-1]):
            nodes.pop()
        return runs(text, nodes)


def content_of(verb: Node, entry: Verb, sentence: list[Node]) -> Content | None:
    """Return what the reporting verb reports, or None."""
    if entry.only_quotes:
        return _described(verb, entry) or _prepositional(verb, entry) or _infinitive(verb, entry)
    found = (
        _clause(verb, entry, sentence)
        or _adjacent(verb, sentence)
        or _aside(verb, entry)
        or _infinitive(verb, entry)
    )
    found = found or _described(verb, entry) or _noun(verb, entry, sentence)
    found = found or _prepositional(verb, entry)
    if found is not None:
        found.addressee = _addressee(verb, entry, found)
    return found


def _closes(node: Node) -> bool:
    return node.lower in ("”", '"', "»", "’", ")", "]")


def _clause(verb: Node, entry: Verb, sentence: list[Node]) -> Content | None:
    """said (that) taxes will fall"""
    clauses = [c for c in verb.below("ccomp") if _is_clause(c, verb, entry)]
    if not clauses and not is_passive(verb):
        loose = verb.below("xcomp", "advcl", "dep")
        clauses = [c for c in loose if _is_mislabelled(c, verb, entry)]
    if not clauses:
        return None
    nodes = [node for clause in clauses for node in clause.subtree(skip=_trailing(clause, verb))]
    last = max(clause.index for clause in clauses)
    for more in verb.below("conj"):
        if more.index > last > verb.index and _goes_on(more, verb):
            nodes += [node for child in verb.below("cc") if child.index > last for node in [child]]
            nodes += more.subtree()
    nodes = _up_to_semicolon(sorted(nodes, key=lambda node: node.index))
    return Content(widened(nodes, verb, sentence), "clause")


def _goes_on(more: Node, verb: Node) -> bool:
    """She said she would come | but then it rained: no comma, and a subject of its own."""
    own = more.first("nsubj", "nsubjpass")
    has_comma = any(c.lower == "," and c.index > verb.index for c in verb.below("punct"))
    return own is not None and not has_comma and more.lower not in VERB_OF_FORM


def _up_to_semicolon(nodes: list[Node]) -> list[Node]:
    for at, node in enumerate(nodes):
        if node.lower == ";" and at:
            return nodes[:at]
    return nodes


def _adjacent(verb: Node, sentence: list[Node]) -> Content | None:
    """A subject with its verb right behind the reporting verb, hung elsewhere by the parser."""
    if verb.first("dobj", "ccomp", "xcomp", "attr") is not None or is_passive(verb):
        return None
    start = verb.index + 1
    if start < len(sentence) and sentence[start].lower == "that":
        start += 1
    for node in sentence[start : start + 8]:
        head = node.head
        is_subject = node.dep in ("nsubj", "nsubjpass") and head.index > node.index
        if is_subject and node.subtree()[0].index == start and head.index > verb.index:
            if head.tag not in ("VBD", "VBZ", "VBP") and head.first("aux", "auxpass") is None:
                return None
            last = max(n.index for n in head.subtree())
            return Content(widened(sentence[start : last + 1], verb, sentence), "clause")
    return None


def _is_clause(node: Node, verb: Node, entry: Verb) -> bool:
    """A finite clause with a subject, a question, or what a parser makes of a quotation."""
    mark = node.first("mark", "advmod")
    if mark is not None and mark.dep == "mark" and mark.lower in NO_CONTENT_MARKS:
        return False
    if node.tag == "VBG" and node.first("aux") is None:
        return False
    inside = node.subtree()
    if inside[0].lower in ("whether", "if") and entry.group == "find":
        return False  # what somebody is to find out, they have not found
    if inside[0].lower in WH or (len(inside) > 1 and inside[1].lower in WH):
        return entry.group != "believe"
    if node.first(*SUBJECTS) is not None:
        return True
    return not _is_third_person(verb, entry) and len(inside) > 2 and entry.lemma == "say"


def _is_third_person(verb: Node, entry: Verb) -> bool:
    subject = verb.first("nsubj")
    return subject is None or subject.lower not in ("i", "we", "you")


def _is_mislabelled(clause: Node, verb: Node, entry: Verb) -> bool:
    """A clause with its own subject right after the verb, which the parser called otherwise."""
    if clause.index < verb.index or clause.first("nsubj", "nsubjpass") is None:
        return False
    mark = clause.first("mark")
    asks = ("that", "if", "whether") if entry.group == "ask" else ("that",)
    if mark is not None and mark.lower not in asks:
        return False
    first = clause.subtree()[0]
    return first.index - verb.index <= 3 and clause.is_verb


def _trailing(clause: Node, verb: Node) -> list[Node]:
    """Reporting verbs that hang on the end of the content but are the outer sentence's.

    She said it is safe, adding that …: the second verb is no part of what she said.
    """
    found = []
    for child in clause.children:
        is_later = child.dep in ("advcl", "conj", "parataxis") and child.index > clause.index
        is_outer = child.dep == "conj" and _is_outer(child, clause, verb)
        if is_later and (_adds(child) or is_outer):
            found.append(child)
    return found


def _adds(child: Node) -> bool:
    """…, adding that …"""
    return child.tag == "VBG" and child.first("ccomp") is not None and child.first("aux") is None


def _is_outer(child: Node, clause: Node, verb: Node) -> bool:
    return _changes_speaker(child, clause, verb) or goes_back(child, clause)


def _changes_speaker(child: Node, clause: Node, verb: Node) -> bool:
    """… said it won, but critics say it lost: a reporting clause of the outer sentence."""
    from_outside = child.tag == verb.tag and child.first("ccomp") is not None
    has_subject = child.first("nsubj") is not None
    return from_outside and has_subject and clause.first("mark") is None


def _aside(verb: Node, entry: Verb) -> Content | None:
    """Taxes, analysts contend, will fall.     As Roe told the paper, taxes will fall."""
    if verb.is_root or entry.group in ("want", "promise", "command"):
        return None
    mark = verb.first("mark")
    with_as = any(c.lower == "as" and c.index < verb.index for c in verb.children) or (
        verb.dep == "pcomp" and verb.head.lower == "as"
    )
    subject = verb.first("nsubj")
    if verb.dep in ("advcl", "pcomp") and with_as and subject is not None:
        top = verb.head if verb.dep == "advcl" else verb.head.head
        return _rest_of(top, verb if verb.dep == "advcl" else verb.head, "as")
    if subject is None or mark is not None:
        return None
    if verb.dep == "conj" and any(verb.head.index < c.index for c in verb.head.below("cc")):
        return None
    if verb.dep in ("parataxis", "ccomp", "conj", "advcl", "dep", "relcl") and _stands_apart(verb):
        return _rest_of(verb.head, verb, "aside")
    return None


def _stands_apart(verb: Node) -> bool:
    """Only subject, verb and adverbials between marks: ", analysts contend,"."""
    heavy = [c for c in verb.children if c.dep not in OWN | {"nsubj"}]
    if heavy or verb.first("cc") is not None:
        return False
    nodes = verb.subtree()
    return nodes[0].index > 0 and any(
        child.dep == "punct" and child.lower in (",", "–", "—", "-", "”", '"')
        for child in (*verb.children, *verb.head.children)
    )


def _rest_of(top: Node, aside: Node, form: str) -> Content | None:
    if not (top.is_verb or top.first("nsubj") is not None):
        return None
    nodes = [
        n
        for n in top.subtree(skip=[aside])
        if not (n is not top and n.dep == "cc" and n.index == 0)
    ]
    return Content(nodes, form) if len(nodes) > 1 else None


def _infinitive(verb: Node, entry: Verb) -> Content | None:
    """vowed to rebuild, urged them to leave, claims to be"""
    if entry.lemma not in TO_VERBS:
        return None
    for clause in verb.below("xcomp", "ccomp", "advcl"):
        to = clause.first("aux")
        if clause.index > verb.index and to is not None and to.lower == "to":
            first = [node for node in clause.subtree() if node.index >= to.index]
            return Content(first, "to")
    return None


def _described(verb: Node, entry: Verb) -> Content | None:
    """described the attack as an accident"""
    if entry.lemma not in AS_VERBS:
        return None
    as_what = next((c for c in verb.below("prep") if c.lower == "as"), None)
    if as_what is None:
        return None
    what = verb.first("dobj")
    nodes = as_what.subtree()
    if what is not None and what.lower not in ("which", "that") and what.index > verb.index:
        nodes = sorted([*what.subtree(skip=[as_what]), *nodes], key=lambda node: node.index)
    return Content(nodes, "noun")


def _noun(verb: Node, entry: Verb, sentence: list[Node]) -> Content | None:
    """announced the arrest of …"""
    if entry.lemma not in NOUN_CONTENT:
        return None
    what = verb.first("dobj")
    if what is None or what.lower in VAGUE or what.index < verb.index or is_passive(verb):
        return None
    determiner = what.first("det")
    if determiner is not None and determiner.lower in ("this", "these", "those", "any", "such"):
        return None
    if what.lower in HEARD and len(what.children) < 2:
        return None
    nodes = what.subtree()
    if len([node for node in nodes if node.is_word]) < 2:
        return None
    nodes.sort(key=lambda node: node.index)
    return Content(widened(nodes, verb, sentence), "noun")


def _prepositional(verb: Node, entry: Verb) -> Content | None:
    """called for the release of …, accused them of lying"""
    wanted = PREPOSITION_CONTENT.get(entry.lemma)
    if wanted is None:
        return None
    whom = verb.first("dobj", "dative")
    nearby = [*verb.below("prep"), *(whom.below("prep") if whom is not None else [])]
    for preposition in nearby:
        noun = preposition.first("pobj", "pcomp")
        if preposition.lower in wanted and preposition.index > verb.index and noun is not None:
            if noun.lower in VAGUE:
                return None
            nodes = preposition.subtree()
            if whom is not None and whom.lower in ("which", "that"):
                return None
            if whom is not None and entry.lemma in ("accuse", "blame"):
                nodes = sorted([*whom.subtree(skip=[preposition]), *nodes], key=lambda n: n.index)
            return Content(nodes, "prep") if len(nodes) > 2 else None
    return None


def _addressee(verb: Node, entry: Verb, content: Content) -> Node | None:
    """told reporters, said to the paper, urged them"""
    inside = {id(node) for node in content.nodes}
    for child in verb.children:
        if id(child) in inside or child.index < verb.index:
            continue
        if child.dep in ("dative", "dobj", "iobj") and child.lower != "to":
            return child
        if child.lower == "to" and child.dep in ("prep", "dative"):
            return child.first("pobj")
    return None
