"""Paragraphs and sentences with exact offsets, by rule: nothing of the text is changed or lost."""

import re
from collections.abc import Iterator

from extraction.lexicon import word_set
from extraction.model import Span
from extraction.spans import trimmed

ABBREVIATIONS = word_set(
    """
    mr mrs ms dr prof rev hon st sr jr gen col maj capt lt sgt gov sen rep pres supt insp sir
    inc ltd co corp llc plc dept univ assn bros ave blvd rd no nos vol fig eq pp ed eds al vs
    etc eg ie cf approx est jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed
    thu thur thurs fri sat sun u.s u.k u.n e.u d.c a.m p.m e.g i.e ph.d bzw usw z.b d.h dr.med
    hr fr м. г ул им т.д т.п див
    """
)
# Full-width marks end sentences in East Asian texts.
CLOSERS = "\"”“’'»«)]}›"
# A run of stops is taken as a whole or not at all: nowhere is it tried from its middle.
STOP = re.compile(
    rf"(?<![.!?…。\uff01\uff1f])[.!?…。\uff01\uff1f]++(?:\[\d++\])*+[{re.escape(CLOSERS)}]*+(?=\s|$)"
)
OPENERS = re.compile(r"\s*+[\"“„«‘'(\[*_\-–— ]*+")
LAST_WORD = re.compile(r"[\w.]+$")
DATELINE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?[A-Z][a-z]{2,8} \d{1,2}, (?:19|20)\d\d"
    r"(?= [A-Z][a-z]* ?[A-Za-z]*,? )"
    r"|[A-Z][A-Z.,' -]{2,40}(?:, [A-Z][\w. ]{1,30})?(?: \([^()]{2,40}\))? ?[—–-]{1,2}(?= )"
    r"|[A-Z][\w ,.]{2,40} \((?:AP|AFP|Reuters|dpa|UPI|TASS)\) ?[—–-]{1,2}(?= )"
)
BREAK = re.compile(r"\n[^\S\n]*(?:\n\s*)?")
STARTS_ITEM = re.compile(r"\s*(?:[-–—•*·▪]|\(?\d+[.)]\s|[“\"«„])")
WRAPPED_AT = 50
LONGEST = 2000  # no sentence of a text without full stops grows past this


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs, trimmed. A single line break ends one unless the line was wrapped."""
    found: list[Span] = []
    start = 0
    for match in BREAK.finditer(text):
        if match.group().count("\n") > 1 or not _is_wrapped(text, start, match):
            if (span := trimmed(text, start, match.start())) is not None:
                found.append(span)
            start = match.end()
    if (span := trimmed(text, start, len(text))) is not None:
        found.append(span)
    return found


def _is_wrapped(text: str, start: int, match: re.Match[str]) -> bool:
    line_start = max(start, text.rfind("\n", 0, match.start()) + 1)
    line, after = text[line_start : match.start()].rstrip(), match.end()
    if not line or after >= len(text) or STARTS_ITEM.match(text, after):
        return False
    if text[after].islower():
        return True
    return len(line) >= WRAPPED_AT and line[-1] not in ".!?:;…" + CLOSERS


def sentences(text: str, within: Span) -> list[Span]:
    """Return the sentences of one paragraph, trimmed, in order."""
    found: list[Span] = []
    start = within.start
    dateline = DATELINE.match(text, within.start, within.end)
    opening = [dateline.end()] if dateline else []
    for end in (*opening, *_ends(text, within), within.end):
        for piece_start, piece_end in _pieces(start, end):
            if (span := trimmed(text, piece_start, piece_end)) is not None:
                found.append(span)
        start = end
    return found


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        yield start, start + LONGEST
        start += LONGEST
    yield start, end


def _ends(text: str, within: Span) -> Iterator[int]:
    for match in STOP.finditer(text, within.start, within.end):
        if match.end() < within.end and _ends_sentence(text, match, within):
            yield match.end()


def _ends_sentence(text: str, stop: re.Match[str], within: Span) -> bool:
    opening = OPENERS.match(text, stop.end(), within.end)
    if opening is None or opening.end() >= within.end:
        return False
    first = text[opening.end()]
    if first.islower():
        return False
    if stop.group()[0] in "!?" or not stop.group().startswith(".") or len(stop.group()) > 1:
        return True
    word = LAST_WORD.search(text, max(within.start, stop.start() - 20), stop.start())
    if word is None:
        return True
    last = word.group().lower().strip(".")
    if last in ABBREVIATIONS:
        return last in ("etc", "inc", "ltd", "co", "a.m", "p.m") and first.isupper()
    is_initial = len(last) == 1 and last.isalpha() and word.group().isupper()
    return not is_initial
