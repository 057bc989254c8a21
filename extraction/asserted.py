"""Statements the article makes itself, ranked by how checkable they are."""

import re
from collections.abc import Iterable, Sequence

from extraction.dates import Found
from extraction.draft import Draft
from extraction.model import Span
from extraction.spans import Cover, touching, trimmed

FIGURE = re.compile(
    r"\b\d[\d,.]*\b|\b(?:hundred|thousand|million|billion|percent|per cent|dozen)s?\b"
)
CAUSE = re.compile(
    r"\b(?:because|led|leads|caused?|due to|result(?:ed|s)? in|forced|triggered|prompted)\b",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"\b(?:was|were|has|have|had|is|are)\b|\b\w{3,}ed\b|\b(?:won|lost|fell|rose|shot|met|built)\b"
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
LEAD = re.compile(r"(?:So|And|But|However|Yet|Thus|Also|Still|Then|Meanwhile|Moreover),? +(?=\w)")
PERSONAL = re.compile(r"\b(?:I|we|you|your|my|our|me|us)\b", re.IGNORECASE)
SHORTEST, LONGEST = 5, 80  # words
FLOOR = 0.3


def asserted(
    text: str, sentences: list[Span], drafts: Iterable[Draft], dates: list[Found]
) -> list[Draft]:
    """Return the sentences nobody else is made to say, those worth checking.

    The score counts figures, dates, names, causes and events; questions, headlines and sentences
    that address the reader are left out.
    """
    taken = Cover(span for draft in drafts for span in draft.content if draft.group != "believe")
    found = []
    days = [date.span for date in dates]
    for sentence in sentences:
        if taken.meets(sentence):
            continue
        span = _statement(text, sentence)
        if span is None:
            continue
        score = _checkable(text, span, touching(days, span))
        if score >= FLOOR:
            draft = Draft([span], mode="asserted", rule="own-statement", score=score)
            draft.reasons.append("the article says so itself")
            found.append(draft)
    return found


def _statement(text: str, sentence: Span) -> Span | None:
    words = text[sentence.start : sentence.end]
    if words[-1] not in '.!”"' or words.endswith("?") or words[0] in '“"«„':
        return None
    if not SHORTEST <= len(words.split()) <= LONGEST or PERSONAL.search(words):
        return None
    lead = LEAD.match(words)
    start = sentence.start + (lead.end() if lead else 0)
    return trimmed(text, start, sentence.end, " .!\n")


def _checkable(text: str, span: Span, days: Sequence[Span]) -> float:
    words = text[span.start : span.end]
    score = 0.15 if EVENT.search(words) else 0.0
    score += 0.2 * bool(FIGURE.search(words)) + 0.2 * bool(days)
    score += 0.15 * bool(CAUSE.search(words)) + min(0.2, 0.1 * len(NAME.findall(words)))
    return round(score, 2)
