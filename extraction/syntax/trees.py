"""Sentences as trees of plain nodes, so that the rules know no parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extraction.model import Span
from extraction.spans import trimmed

EDGES = " \t\n\r\f\v.,;:–—-\u200b"
OPENING = "(["


@dataclass(eq=False, slots=True)
class Node:
    """One word or mark of a sentence. The root is its own head."""

    text: str
    lower: str
    start: int
    end: int
    tag: str
    dep: str
    index: int
    head: Node = field(init=False, repr=False)
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def is_root(self) -> bool:
        return self.head is self

    @property
    def is_verb(self) -> bool:
        return self.tag[:1] == "V" or self.tag == "MD"

    @property
    def is_word(self) -> bool:
        return any(char.isalnum() for char in self.text)

    def below(self, *deps: str) -> list[Node]:
        """Return the children with one of these labels, in order."""
        return [child for child in self.children if child.dep in deps]

    def first(self, *deps: str) -> Node | None:
        """Return the first child with one of these labels."""
        return next((child for child in self.children if child.dep in deps), None)

    def subtree(self, skip: Iterable[Node] = ()) -> list[Node]:
        """Return the node and all below it in text order, without the subtrees of `skip`."""
        left = set(map(id, skip))
        found: list[Node] = []
        pending = [self]
        while pending:
            node = pending.pop()
            if id(node) not in left:
                found.append(node)
                pending.extend(node.children)
        return sorted(found, key=lambda node: node.index)

    def ancestors(self) -> Iterator[Node]:
        """Yield head, head of head … up to the root."""
        node = self
        while not node.is_root:
            node = node.head
            yield node


@dataclass(frozen=True)
class Tree:
    """One parsed sentence."""

    nodes: list[Node]
    span: Span


def runs(text: str, nodes: list[Node]) -> list[Span]:
    """Return the nodes (in order) as spans of text, one per unbroken run, trimmed of edge marks.

    A gap that holds only marks and blanks does not break a run.
    """
    found: list[Span] = []
    for node in nodes:
        if found and not any(c.isalnum() for c in text[found[-1].end : node.start]):
            found[-1] = Span(found[-1].start, max(found[-1].end, node.end))
        else:
            found.append(Span(node.start, node.end))
    return [span for one in found if (span := tidy(text, one)) is not None]


def tidy(text: str, span: Span) -> Span | None:
    """Return the span without edge marks and lonely brackets or quotes; None if empty."""
    found = trimmed(text, span.start, span.end, EDGES)
    while found is not None:
        first, last = text[found.start], text[found.end - 1]
        words = text[found.start : found.end]
        if first in "([" and words.count(first) > words.count(")" if first == "(" else "]"):
            found = trimmed(text, found.start + 1, found.end, EDGES)
        elif last in ")]" and words.count(last) > words.count("(" if last == ")" else "["):
            found = trimmed(text, found.start, found.end - 1, EDGES)
        elif first in "”»" or (first in '“«„"' and len(words) < 3):
            found = trimmed(text, found.start + 1, found.end, EDGES)
        elif last in "“„«":
            found = trimmed(text, found.start, found.end - 1, EDGES)
        else:
            break
    return found
