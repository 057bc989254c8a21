"""The syntax rules on small trees made by hand, so that no parser is needed to test them."""

import pytest

from extraction.model import Span
from extraction.syntax.mentions import mentioned
from extraction.syntax.reporting import may_report, reported
from extraction.syntax.trees import Node, Tree, runs, tidy

SAID = "Roe/NNP/nsubj/1 said/VBD/ROOT/1 bridges/NNS/nsubj/3 fall/VBP/ccomp/1"
TREES = {
    "clause": (SAID, [("Roe", "said", "bridges fall")]),
    "that": (
        "Roe/NNP/nsubj/1 said/VBD/ROOT/1 that/IN/mark/4 it/PRP/nsubj/4 fell/VBD/ccomp/1",
        [("Roe", "said", "that it fell")],
    ),
    "negated": (
        "Roe/NNP/nsubj/3 did/VBD/aux/3 not/RB/neg/3 say/VB/ROOT/3 bridges/NNS/nsubj/5 "
        "fall/VBP/ccomp/3",
        [("Roe", "say", "bridges fall")],
    ),
    "negated noun": (
        "Roe/NNP/nsubj/3 did/VBD/aux/3 not/RB/neg/3 announce/VB/ROOT/3 the/DT/det/5 "
        "arrest/NN/dobj/3 of/IN/prep/5 Low/NNP/pobj/6",
        [],
    ),
    "nobody": (
        "Nobody/NN/nsubj/1 said/VBD/ROOT/1 bridges/NNS/nsubj/3 fall/VBP/ccomp/1",
        [],
    ),
    "aside": (
        "Bridges/NNS/nsubj/5 ,/,/punct/3 she/PRP/nsubj/3 says/VBZ/parataxis/5 ,/,/punct/3 "
        "fall/VBP/ROOT/5",
        [("she", "says", "Bridges … fall")],
    ),
    "as": (
        "As/IN/mark/2 Roe/NNP/nsubj/2 said/VBD/advcl/5 ,/,/punct/5 bridges/NNS/nsubj/5 "
        "fall/VBP/ROOT/5",
        [("Roe", "said", "bridges fall")],
    ),
    "infinitive": (
        "Roe/NNP/nsubj/1 vowed/VBD/ROOT/1 to/TO/aux/3 come/VB/xcomp/1",
        [("Roe", "vowed", "to come")],
    ),
    "noun": (
        "Roe/NNP/nsubj/1 announced/VBD/ROOT/1 the/DT/det/3 arrest/NN/dobj/1 of/IN/prep/3 "
        "Low/NNP/pobj/4",
        [("Roe", "announced", "the arrest of Low")],
    ),
    "passive with agent": (
        "It/PRP/nsubjpass/2 was/VBD/auxpass/2 announced/VBN/ROOT/2 by/IN/agent/2 Roe/NNP/pobj/3 "
        "that/IN/mark/7 it/PRP/nsubj/7 fell/VBD/ccomp/2",
        [("Roe", "announced", "that it fell")],
    ),
    "accused": (
        "Roe/NNP/nsubj/1 accused/VBD/ROOT/1 Low/NNP/dobj/1 of/IN/prep/1 lying/VBG/pcomp/3",
        [("Roe", "accused", "Low of lying")],
    ),
    "asked to find out": (
        "Roe/NNP/nsubj/1 wanted/VBD/ROOT/1 to/TO/aux/3 determine/VB/xcomp/1 whether/IN/mark/6 "
        "it/PRP/nsubj/6 fell/VBD/ccomp/3",
        [("Roe", "wanted", "to determine whether it fell")],
    ),
    "knowing is not claiming": (
        "Roe/NNP/nsubj/1 knows/VBZ/ROOT/1 bridges/NNS/nsubj/3 fall/VBP/ccomp/1",
        [],
    ),
}


def tree_of(drawn: str) -> tuple[str, Tree]:
    """word/tag/label/head …"""
    rows = [word.rsplit("/", 3) for word in drawn.split()]
    nodes: list[Node] = []
    at = 0
    for index, (word, tag, dep, _) in enumerate(rows):
        nodes.append(Node(word, word.lower(), at, at + len(word), tag, dep, index))
        at += len(word) + 1
    for node, (_, _, _, head) in zip(nodes, rows, strict=True):
        node.head = nodes[int(head)]
        if node.head is not node:
            node.head.children.append(node)
    text = " ".join(row[0] for row in rows)
    return text, Tree(nodes, Span(0, len(text)))


def words_of(text: str, draft) -> tuple[str, str, str]:
    parts = (draft.source, draft.cue, draft.content)
    source, cue, content = (" … ".join(text[s.start : s.end] for s in part) for part in parts)
    return source, cue, content


@pytest.mark.parametrize(("drawn", "expected"), TREES.values(), ids=TREES.keys())
def test_reporting_verb(drawn, expected) -> None:
    text, tree = tree_of(drawn)

    assert [words_of(text, draft) for draft in reported(text, tree)] == expected


CUES = {
    "according to": (
        "According/VBG/prep/4 to/IN/prep/0 Roe/NNP/pobj/1 bridges/NNS/nsubj/4 fall/VBP/ROOT/4",
        [("Roe", "According to", "bridges fall")],
    ),
    "according to at the end": (
        "Bridges/NNS/nsubj/1 fall/VBP/ROOT/1 ,/,/punct/1 according/VBG/prep/1 to/IN/prep/3 "
        "Roe/NNP/pobj/4",
        [("Roe", "according to", "Bridges fall")],
    ),
    "claim that": (
        "Roe/NNP/nsubj/1 repeated/VBD/ROOT/1 the/DT/det/3 claim/NN/dobj/1 that/IN/mark/6 "
        "it/PRP/nsubj/6 fell/VBD/acl/3",
        [("Roe", "claim", "that it fell")],
    ),
    "rejected claims": (
        "Roe/NNP/nsubj/1 rejected/VBD/ROOT/1 claims/NNS/dobj/1 that/IN/mark/5 it/PRP/nsubj/5 "
        "fell/VBD/acl/2",
        [("Roe", "rejected … claims", "that it fell")],
    ),
    "reportedly": (
        "Roe/NNP/nsubj/2 reportedly/RB/advmod/2 fell/VBD/ROOT/2",
        [("", "reportedly", "Roe … fell")],
    ),
}


@pytest.mark.parametrize(("drawn", "expected"), CUES.values(), ids=CUES.keys())
def test_other_cue(drawn, expected) -> None:
    text, tree = tree_of(drawn)

    assert [words_of(text, draft) for draft in mentioned(text, tree)] == expected


def test_rejected_claims_are_denied() -> None:
    text, tree = tree_of(CUES["rejected claims"][0])

    (draft,) = mentioned(text, tree)

    assert draft.group == "deny"


def test_may_report_leaves_out_what_is_negated() -> None:
    said, not_said = tree_of(SAID)[1], tree_of(TREES["negated"][0])[1]

    assert list(may_report(said)) == [Span(4, 8)]
    assert list(may_report(not_said)) == []


def test_runs_bridge_marks_but_not_words() -> None:
    text, tree = tree_of("a/X/dep/0 ,/,/punct/0 b/X/dep/0 c/X/dep/0")
    first, _, second, third = tree.nodes

    assert runs(text, [first, second]) == [Span(0, 5)]
    assert runs(text, [first, third]) == [Span(0, 1), Span(6, 7)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" it fell, ", "it fell"),
        ("(it fell", "it fell"),
        ("it (fell)", "it (fell)"),
        ("” it", "it"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    span = tidy(text, Span(0, len(text)))

    assert span is not None
    assert text[span.start : span.end] == expected


def test_tidy_of_marks_alone() -> None:
    assert tidy(" ,.", Span(0, 3)) is None
