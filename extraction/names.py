"""Names in a text: found by capitals alone, or handed over by an engine that knows better."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from extraction.lexicon import word_set
from extraction.lexicon.given import FEMALE, MALE
from extraction.lexicon.names import (
    ARMED_WORDS,
    GOVERNMENT_WORDS,
    INNER,
    NOT_NAMES,
    ORGANISATION_WORDS,
    OUTLET_NAMES,
    OUTLET_WORDS,
    PLATFORMS,
)
from extraction.lexicon.nouns import FEMALE_WORDS, MALE_WORDS, PERSONS, TITLES
from extraction.lexicon.places import CAPITALS, COUNTRIES, PEOPLES
from extraction.model import Span
from extraction.spans import Cover
from extraction.tokens import Token, bare, tokens

WORD = re.compile(r"[\w’']+")
SOMEBODY = re.compile(
    r"\b(?P<words>(?:[Aa]n?|[Tt]he|[Aa]nother|[Oo]ne) (?:[a-z-]+ ){0,2}?(?P<head>[a-z0-9-]+))\b"
)
ONE_PERSON = PERSONS - word_set("general chief head leader official source member speaker critic")
IN_NAMES = word_set("police people officials")  # part of a name, never its beginning
ORGANISATION_KINDS = frozenset({"organisation", "government", "armed_group", "outlet"})


@dataclass(frozen=True)
class Name:
    """A name as it stands in the text. kind: person, organisation …, place, or "" if unknown."""

    words: str
    span: Span
    kind: str = ""
    gender: str = ""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple(bare(word) for word in WORD.findall(self.words))


def organisation_kind(words: str) -> str:
    """Return what a named body is: outlet, armed_group, government, or organisation."""
    parts = {bare(word) for word in WORD.findall(words)}
    if parts & OUTLET_NAMES or parts & (OUTLET_WORDS - {"sun", "star", "post", "review", "press"}):
        return "outlet"
    if parts & ARMED_WORDS:
        return "armed_group"
    if parts & GOVERNMENT_WORDS:
        return "government"
    return "organisation"


def capital_names(text: str, sentences: list[Span]) -> list[Name]:
    """Return the runs of capitalised words that are names, with a guess at their kind."""
    found: list[Name] = []
    for sentence in sentences:
        row = tokens(text, sentence.start, sentence.end)
        index = 0
        while index < len(row):
            end = _run(row, index)
            if end > index:
                found.extend(_named(text, row, index, end))
                index = end
            else:
                index += 1
    return _with_surnames(text, found)


def _run(row: list[Token], start: int) -> int:
    """Return the end of the run of name words that begins at `start`."""
    if not _is_name_word(row, start):
        return start
    end = start + 1
    while end < len(row):
        if row[end - 1].lower.endswith(("'s", "’s")):
            break
        if _is_name_word(row, end) or (row[end].is_capital and row[end].lower in IN_NAMES):
            end += 1
            continue
        step = end
        while step < len(row) and step - end < 3 and row[step].lower in INNER:
            step += 1
        joins = step > end and step < len(row) and _is_name_word(row, step)
        if (
            not joins
            or row[end].lower in ("and", "to", "in", "on", "&")
            or row[step].lower in NOT_NAMES
        ):
            break
        if row[end].lower == "of" and not _is_body(row[start:end]):
            break
        end = step + 1
    return end


def _is_body(row: list[Token]) -> bool:
    return any(bare(token.text) in ORGANISATION_WORDS | PERSONS for token in row)


def _is_name_word(row: list[Token], index: int) -> bool:
    token = row[index]
    if not token.is_capital or not token.is_word or bare(token.text) in NOT_NAMES:
        return False
    return len(token.text) > 1 or token.text.isupper()


def _named(text: str, row: list[Token], start: int, end: int) -> list[Name]:
    first = start
    while first < end - 1 and bare(row[first].text) in TITLES | PERSONS:
        first += 1
    gender = gender_of([token.text for token in row[max(0, start - 2) : first]])
    has_title = first > start or (start > 0 and bare(row[start - 1].text) in TITLES | PERSONS)
    last = row[end - 1]
    stop = last.end - 2 if last.lower.endswith(("'s", "’s")) else last.end
    span = Span(row[first].start, stop)
    words = text[span.start : span.end]
    parts = [bare(token.text) for token in row[first:end]]
    if first == end - 1 and parts[0] in TITLES | PERSONS | {"republicans", "democrats"}:
        return []
    return [Name(words, span, _kind(parts, has_title=has_title), gender or _by_given_name(parts))]


def _kind(parts: list[str], *, has_title: bool) -> str:
    if set(parts) & ORGANISATION_WORDS or set(parts) & OUTLET_NAMES:
        return organisation_kind(" ".join(parts))
    if set(parts) & PLATFORMS:
        return "organisation"
    if set(parts) <= COUNTRIES | CAPITALS | PEOPLES:
        return "place"
    if has_title and len(parts) <= 4:
        return "person"
    return "person" if len(parts) > 1 and parts[0] in MALE | FEMALE else ""


def _by_given_name(parts: list[str]) -> str:
    if len(parts) < 2 or parts[0] in MALE & FEMALE:
        return ""
    return "m" if parts[0] in MALE else "f" if parts[0] in FEMALE else ""


def gender_of(words: list[str]) -> str:
    """Return m or f if a word beside the name tells, else ""."""
    lower = {bare(word) for word in words}
    if lower & FEMALE_WORDS:
        return "f"
    return "m" if lower & MALE_WORDS else ""


def _with_surnames(text: str, found: list[Name]) -> list[Name]:
    """Cut "… Relations Alia Salem" to "Alia Salem" where the text later says just "Salem"."""
    counts = Counter(name.parts[-1] for name in found if len(name.parts) == 1)
    better: list[Name] = []
    for name in found:
        parts = name.words.split()
        if (
            len(parts) > 3
            and parts[-2][:1].isupper()
            and parts[-3].lower() not in INNER
            and counts[name.parts[-1]]
            and not set(name.parts[-2:]) & ORGANISATION_WORDS
        ):
            words = " ".join(parts[-2:])
            start = name.span.end - len(words)
            if text[start : name.span.end] == words:
                name = replace(name, words=words, span=Span(start, name.span.end), kind="person")
        better.append(name)
    return better


def with_kinds(found: list[Name], labelled: list[Name]) -> list[Name]:
    """Return the names found by capitals with the kinds another reader gives them.

    What the capitals already tell stands. Names only the other reader has are added; peoples
    ("French") are no names of anybody.
    """
    by_end = {name.span.end: name for name in labelled}
    better: list[Name] = []
    for name in found:
        other = by_end.get(name.span.end)
        if other is not None and not name.kind:
            if other.kind == "people":
                continue
            is_likely = other.kind != "person" or len(name.parts) > 1 or len(other.parts) > 1
            name = replace(name, kind=other.kind if is_likely else "")
        better.append(name)
    taken = Cover(name.span for name in better)
    for name in labelled:
        is_named = name.kind != "people" and name.words[:1].isupper()
        if is_named and not taken.meets(name.span):
            better.append(name)
    return sorted(better, key=lambda name: name.span)


def described_people(text: str, sentences: list[Span]) -> list[Name]:
    """Return the people the text brings in without a name: "a man", "the 35-year-old".

    They are no speakers by themselves, but "he" may mean them.
    """
    found: list[Name] = []
    for sentence in sentences:
        for match in SOMEBODY.finditer(text, sentence.start, sentence.end):
            head = match["head"].lower()
            follows = text[match.end() : match.end() + 2].strip()
            if (head in ONE_PERSON or head.endswith("-old")) and not follows[:1].isupper():
                span = Span(match.start("words"), match.end("words"))
                gender = gender_of([head])
                found.append(Name(match["words"], span, "unnamed", gender))
    return found
