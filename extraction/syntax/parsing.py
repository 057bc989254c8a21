"""Text to trees: the one module that knows spaCy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from extraction.limits import unknotted
from extraction.model import Span
from extraction.names import Name, organisation_kind
from extraction.syntax.trees import Node, Tree

MODELS = Path(__file__).resolve().parent.parent / "models"
OWN = "en"
UNUSED = ["lemmatizer", "attribute_ruler", "textcat"]  # what no rule here looks at costs time
SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which spaCy cannot take
KINDS = {"PERSON": "person", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people"}


@dataclass(frozen=True)
class Parsed:
    """The trees and names of a stretch of text, offsets those of the whole text."""

    trees: list[Tree]
    names: list[Name]


class Parser:
    """A spaCy pipeline with tagger, parser and names."""

    def __init__(self, pipeline: str = "") -> None:
        """Load our own pipeline, or an installed one by name or path.

        Raises OSError if there is none of that name.
        """
        self.nlp: Language = spacy.load(pipeline or MODELS / OWN, exclude=UNUSED)
        self.name = pipeline or OWN
        self.nlp.max_length = 10_000_000
        self._one_at_a_time = Lock()  # a worker may run in threads; spaCy promises nothing there

    def read(self, text: str, sentences: list[Span]) -> Parsed:
        """Parse the sentences (in order) of `text`; each becomes one tree."""
        if not sentences:
            return Parsed([], [])
        start = sentences[0].start
        with self._one_at_a_time:
            doc = self.nlp.make_doc(_readable(text, sentences))
            _mark_sentences(doc, [sentence.start - start for sentence in sentences])
            doc = self.nlp(doc)
        return Parsed(list(_trees(doc, start)), list(_names(doc, start)))


def _readable(text: str, sentences: list[Span]) -> str:
    """Return the sentences as a text of their own, blanks for all that stands between them."""
    parts, at = [], sentences[0].start
    for sentence in sentences:
        between = text[at : sentence.start]
        parts.append(between if between.isspace() else " " * len(between))
        parts.append(text[sentence.start : sentence.end])
        at = sentence.end
    return unknotted(SURROGATE.sub("\ufffd", "".join(parts)))


def _mark_sentences(doc: Doc, starts: list[int]) -> None:
    """Tell the parser where sentences begin and that they begin nowhere else.

    All at once: spaCy looks at every word of the text before it sets the mark of one.
    """
    marks, pending = [], 0
    for token in doc:
        begins = False
        while pending < len(starts) and starts[pending] <= token.idx:
            begins, pending = True, pending + 1
        marks.append(1 if begins else -1)
    # One column; spaCy's own types ask for two dimensions where there are several.
    doc.from_array([SENT_START], np.array(marks, dtype=np.int64).astype(np.uint64))  # type: ignore[arg-type]


def _trees(doc: Doc, offset: int) -> Iterator[Tree]:
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if not tokens:
            continue
        nodes = {
            token.i: Node(
                token.text,
                token.lower_,
                token.idx + offset,
                token.idx + len(token.text) + offset,
                token.tag_,
                token.dep_,
                index,
            )
            for index, token in enumerate(tokens)
        }
        for token in tokens:
            node = nodes[token.i]
            node.head = nodes.get(token.head.i, node)
            if node.head is not node:
                node.head.children.append(node)
        listed = list(nodes.values())
        yield Tree(listed, Span(listed[0].start, listed[-1].end))


def _names(doc: Doc, offset: int) -> Iterator[Name]:
    for entity in doc.ents:
        words = entity.text.strip()
        kind = KINDS.get(entity.label_, "")
        if entity.label_ == "ORG":
            kind = organisation_kind(words)
        if kind and words:
            start = entity.start_char + offset
            yield Name(words, Span(start, start + len(words)), kind)
