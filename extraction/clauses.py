"""What is reported, by whom: patterns over a row of items, for the engine without a parser."""

from collections.abc import Iterator

from extraction.contents import EDGES, Clause, content_after, content_before, rest_of_quotation
from extraction.draft import Draft
from extraction.lexicon.grammar import HOLDING_BACK, NOBODY
from extraction.lexicon.nouns import SAYING_GROUP
from extraction.lexicon.verbs import RULED_OUT
from extraction.loose import Lead
from extraction.model import Span
from extraction.phrases import (
    Row,
    has_verb,
    noun_phrase_from,
    skip_auxiliaries,
    span_over,
    subject_ending,
    verb_at,
)
from extraction.spans import trimmed
from extraction.units import Unit


def find(text: str, unit: Unit) -> list[Draft]:
    """Return the attributions that show within one unit."""
    row = unit.items
    drafts = [*_according(text, row), *_noun_cues(text, row), *_quoting(text, row)]
    taken = [span for draft in drafts for span in draft.cue]
    for clause in _clauses(row):
        cue = span_over(row, *clause.cue)
        if any(cue.start < span.end and span.start < cue.end for span in taken):
            continue
        draft = _reported(text, row, clause)
        if draft is not None:
            drafts.append(draft)
    return drafts


def lead(text: str, unit: Unit) -> Lead | None:
    """Return the reporting clause of a unit that ends with a colon, or None."""
    row = unit.items
    if len(row) < 3 or row[-1].lower != ":":
        return None
    clauses = [clause for clause in _clauses(row) if clause.subject is not None]
    if not clauses:
        return None
    clause = clauses[0]
    draft = Draft([], [span_over(row, *clause.cue)], group=clause.verb.group)
    draft.source = [span_over(row, *clause.subject)] if clause.subject else []
    draft.reasons.append(f"reporting verb “{row[clause.cue[0]].token.text}” and a colon")
    return Lead(unit.span.end, draft)


def _clauses(row: Row) -> Iterator[Clause]:
    previous: tuple[int, int] | None = None
    was_negated = False
    for index in range(len(row)):
        verb = verb_at(row, index)
        if verb is None:
            continue
        end, negated, passive = _up_to_subject(row, index)
        if passive:
            continue
        is_out = (
            verb.lemma == "rule" and row[index + 1 : index + 2] and row[index + 1].lower == "out"
        )
        after, verb = (index + 2, RULED_OUT) if is_out else (index + 1, verb)
        subject = subject_ending(row, end)
        opening = row[subject[0]].lower if subject else ""
        if opening in NOBODY | {"who", "which", "that", "no"}:
            continue
        if subject is None and end >= 0 and row[end].lower in ("and", "but", "or", "then", ","):
            subject = previous
            # "did not come or say that"
            negated = negated or (was_negated and row[index].lower == verb.lemma)
        if subject is None:
            subject = _inverted(row, index)
        if subject is None and not row[index].lower.endswith("ing"):
            continue
        if subject is None:  # "…, adding that"
            subject = previous
        yield Clause((index, after), verb, subject, negated)
        previous, was_negated = subject or previous, negated


def _up_to_subject(row: Row, index: int) -> tuple[int, bool, bool]:
    """As skip_auxiliaries, over the verb that holds the saying back, too: He | denied saying."""
    end, negated, passive = skip_auxiliaries(row, index - 1)
    is_gerund = row[index].lower.endswith("ing") or row[index - 1].lower == "having"
    if end > 0 and row[end].lower in HOLDING_BACK and is_gerund:
        return skip_auxiliaries(row, end - 1)[0], True, False
    return end, negated, passive


def _inverted(row: Row, index: int) -> tuple[int, int] | None:
    """“…,” said the mayor."""
    if index == 0 or not (row[index - 1].quote or row[index - 1].lower == ","):
        return None
    if row[index].lower.endswith("ing"):
        return None
    end = noun_phrase_from(row, index + 1, len(row))
    return (index + 1, end) if end > index + 1 else None


def _reported(text: str, row: Row, clause: Clause) -> Draft | None:
    found = content_before(text, row, clause) or content_after(text, row, clause)
    if found is None:
        return None
    draft = found
    draft.cue = [span_over(row, *clause.cue)]
    draft.group = clause.verb.group
    draft.negated = clause.negated
    if draft.negated and (draft.group in ("believe", "want") or draft.rule == "object-after"):
        return None
    if clause.subject is not None:
        draft.source = [span_over(row, *clause.subject)]
    draft.reasons.append(f"reporting verb “{row[clause.cue[0]].token.text}”")
    return draft


def _according(text: str, row: Row) -> Iterator[Draft]:
    for index in range(len(row) - 2):
        if (row[index].lower, row[index + 1].lower) != ("according", "to"):
            continue
        end = noun_phrase_from(row, index + 2, len(row))
        if end == index + 2:
            continue
        span = _around(text, row, index, end)
        if span is None:
            continue
        draft = Draft([span], [span_over(row, index, index + 2)], [span_over(row, index + 2, end)])
        draft.group, draft.rule, draft.score = "assert", "according-to", 0.85
        draft.reasons.append("reporting preposition “according to”")
        yield draft


def _around(text: str, row: Row, index: int, end: int) -> Span | None:
    """The clause beside a reporting preposition: after it if that opens the sentence."""
    opens = index == 0 or (index < 3 and not has_verb(row, 0, index))
    if opens and end < len(row):
        return trimmed(text, row[end].span.start, row[-1].span.end, EDGES)
    if index and not opens:
        return trimmed(text, row[0].span.start, row[index - 1].span.end, EDGES)
    return None


def _noun_cues(text: str, row: Row) -> Iterator[Draft]:
    """Their call to all: “…”     The group's stated goal is to …"""
    for index in range(1, len(row)):
        group = SAYING_GROUP.get(row[index].lower)
        if group is None:
            continue
        owner = _owner(row, index)
        if owner is None:
            continue
        cue, source = owner
        found = _after_noun(text, row, index)
        if found is None:
            continue
        content, addressee = found
        draft = Draft([content], [span_over(row, cue, cue + 1)], [source], group=group)
        draft.addressee, draft.rule, draft.score = addressee, "noun-cue", 0.7
        draft.reasons.append(f"noun of saying “{row[index].token.text}”")
        yield draft


def _owner(row: Row, index: int) -> tuple[int, Span] | None:
    """Return the cue's index and whose saying it is: "The group's stated goal"."""
    cue, at = index, index - 1
    if row[at].lower in ("stated", "declared", "proclaimed", "avowed"):
        cue, at = at, at - 1
    if at < 0:
        return None
    word = row[at].lower
    if word in ("their", "his", "her", "its"):
        return cue, row[at].span
    if word.endswith(("'s", "’s", "s'", "s’")):
        found = subject_ending(row, at)
        if found is None:
            return None
        span = span_over(row, *found)
        return cue, Span(span.start, span.end - (2 if word.endswith("s") else 1))
    return None


def _after_noun(text: str, row: Row, index: int) -> tuple[Span, Span | None] | None:
    at, addressee = index + 1, None
    if at < len(row) and row[at].lower == "to":
        end = noun_phrase_from(row, at + 1, len(row))
        if end < len(row) and row[end].lower == ":":
            addressee, at = span_over(row, at + 1, end), end
    if at + 1 >= len(row):
        return None
    if row[at].lower == ":" and row[at + 1].quote is not None:
        return row[at + 1].span, addressee
    if row[at].lower in ("is", "was", "are") and row[at + 1].lower in ("to", "that"):
        span = trimmed(text, row[at + 1].span.start, row[-1].span.end, EDGES)
        return (span, None) if span else None
    return None


def _quoting(text: str, row: Row) -> Iterator[Draft]:
    """“…,” the portal quotes the man as saying.   He was quoted by the paper as saying …"""
    for index in range(1, len(row) - 2):
        if (row[index].lower, row[index + 1].lower) != ("as", "saying"):
            continue
        verb = index - 1
        while verb > 0 and row[verb].lower not in ("quote", "quotes", "quoted", "quoting"):
            verb -= 1
        if verb == 0:
            continue
        draft = _quoted(text, row, verb, index)
        if draft is not None:
            yield draft


def _quoted(text: str, row: Row, verb: int, index: int) -> Draft | None:
    end, _, passive = skip_auxiliaries(row, verb - 1)
    relay = subject_ending(row, end)
    source = relay if passive else (verb + 1, index)
    if source is None or source[0] >= source[1]:
        return None
    first = min(verb, relay[0]) if relay else verb
    content: list[Span] = []
    if first and row[first - 1].quote is not None:
        content = [row[first - 1].span, *rest_of_quotation(text, row, index + 2)]
    elif index + 2 < len(row):
        span = trimmed(text, row[index + 2].span.start, row[-1].span.end, EDGES)
        content = [span] if span else []
    if not content:
        return None
    cue = [span_over(row, verb, verb + 1), span_over(row, index, index + 2)]
    draft = Draft(
        content, cue, [span_over(row, *source)], group="assert", rule="quotes-as", score=0.85
    )
    if relay is not None and not passive:
        draft.hops, draft.medium = [span_over(row, *relay)], span_over(row, *relay)
    draft.reasons.append("relayed: “quotes … as saying”")
    return draft
