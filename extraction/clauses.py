"""What is reported, by whom: patterns over a row of items, for the engine without a parser."""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.draft import Draft
from extraction.lexicon import word_set
from extraction.lexicon.grammar import (
    ADVERBS,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
)
from extraction.lexicon.nouns import OUTLETS, PRONOUNS, SAYING_GROUP
from extraction.lexicon.verbs import NOUN_CONTENT, VERB_OF_FORM, Verb
from extraction.loose import Lead
from extraction.model import Span
from extraction.phrases import (
    MONTHS_AND_DAYS,
    Row,
    has_verb,
    is_finite,
    noun_phrase_from,
    skip_auxiliaries,
    subject_ending,
    verb_at,
)
from extraction.spans import trimmed
from extraction.tokens import bare
from extraction.units import Unit, is_speech

TELLING = word_set("tell inform notify assure remind warn advise promise ask brief")
MEDIA = word_set(
    """
    statement interview twitter facebook telegram instagram tweet post letter email e-mail
    speech conference blog report message video press radio television tv court reporters
    article book youtube x website testimony briefing broadcast response reply
    """
)
CONTRAST = word_set("but while although though whereas")
NOT_SPOKEN = word_set("highlight show find underscore signal describe present")
QUESTION_WORDS = word_set("how what why whether if who where when which")
NO_OBJECT = PRONOUNS | SUBORDINATORS | word_set("this that these those such")
HEDGES = word_set("only just nearly almost about even more less than at least some up")
FRONTED = PREPOSITIONS | word_set("although though if when while because despite there")
LISTING = word_set("such including like who which")
EDGES = " \t\n\r\f\v.,;:–—-"


@dataclass(frozen=True)
class Clause:
    """A reporting clause: its verb, its subject and what surrounds it."""

    cue: tuple[int, int]
    verb: Verb
    subject: tuple[int, int] | None
    negated: bool = False


def find(text: str, unit: Unit) -> list[Draft]:
    """Return the attributions that show within one unit."""
    row = unit.items
    drafts = [*_according(text, row), *_noun_cues(text, row), *_quoting(text, row)]
    taken = [span for draft in drafts for span in draft.cue]
    for clause in _clauses(row):
        cue = _range(row, *clause.cue)
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
    draft = Draft([], [_range(row, *clause.cue)], group=clause.verb.group)
    draft.source = [_range(row, *clause.subject)] if clause.subject else []
    draft.reasons.append(f"reporting verb “{row[clause.cue[0]].token.text}” and a colon")
    return Lead(unit.span.end, draft)


def _clauses(row: Row) -> Iterator[Clause]:
    previous: tuple[int, int] | None = None
    for index in range(len(row)):
        verb = verb_at(row, index)
        if verb is None:
            continue
        end, negated, passive = skip_auxiliaries(row, index - 1)
        if passive:
            continue
        subject = subject_ending(row, end)
        if subject and row[subject[0]].lower in ("who", "which", "that"):
            continue
        if subject is None and end >= 0 and row[end].lower in ("and", "but", "or", "then", ","):
            subject = previous
        if subject is None:
            subject = _inverted(row, index)
        if subject is None and not row[index].lower.endswith("ing"):
            continue
        if subject is None:  # "…, adding that"
            subject = previous
        yield Clause((index, index + 1), verb, subject, negated)
        previous = subject or previous


def _inverted(row: Row, index: int) -> tuple[int, int] | None:
    """“…,” said the mayor."""
    if index == 0 or not (row[index - 1].quote or row[index - 1].lower == ","):
        return None
    if row[index].lower.endswith("ing"):
        return None
    end = noun_phrase_from(row, index + 1, len(row))
    return (index + 1, end) if end > index + 1 else None


def _range(row: Row, start: int, end: int) -> Span:
    return Span(row[start].span.start, row[end - 1].span.end)


def _reported(text: str, row: Row, clause: Clause) -> Draft | None:
    found = _content_before(text, row, clause) or _content_after(text, row, clause)
    if found is None:
        return None
    draft = found
    draft.cue = [_range(row, *clause.cue)]
    draft.group = clause.verb.group
    draft.negated = clause.negated
    if clause.subject is not None:
        draft.source = [_range(row, *clause.subject)]
    draft.reasons.append(f"reporting verb “{row[clause.cue[0]].token.text}”")
    return draft


def _content_before(text: str, row: Row, clause: Clause) -> Draft | None:
    """“…,” she said.   Taxes will fall, analysts contend."""
    if clause.subject is None or row[clause.cue[0]].lower.endswith("ing"):
        return None
    first = min(clause.subject[0], clause.cue[0])
    last = max(clause.subject[1], clause.cue[1])
    if first == 0 or last - first > 25:
        return None
    before = row[first - 1]
    is_quote = before.quote is not None and is_speech(text, before.quote)
    if before.lower == "," and first > 1 and row[first - 2].quote is not None:
        is_quote, first = True, first - 1
    aside = Draft([])
    if not is_quote and not (
        before.lower == "," and _ends(row, _skip_adverbials(row, last, aside))
    ):
        return None
    if clause.subject[0] > clause.cue[0] and not is_quote and clause.verb.needs_clause:
        return None
    if clause.verb.group in ("promise", "want") or clause.verb.lemma in NOT_SPOKEN:
        return None
    start = 0
    while start < first and row[start].is_mark:
        start += 1
    if is_quote and not has_verb(row, start, first - 1):
        start = first - 1
    head = trimmed(text, row[start].span.start, row[first - 1].span.end, EDGES)
    if head is None or not (is_quote or has_verb(row, start, first - 1)):
        return None
    draft = Draft([head], rule="clause-before" if not is_quote else "quote-before", score=0.8)
    draft.content.extend(_rest(text, row, last))
    draft.medium = aside.medium
    _note_addressee(row, clause, draft)
    return draft


def _ends(row: Row, index: int) -> bool:
    return index >= len(row) or row[index].lower in (",", ".", ";", "")


def _rest(text: str, row: Row, index: int) -> list[Span]:
    """The second half of a quotation its reporting clause interrupts."""
    for following in range(index, len(row)):
        item = row[following]
        if item.quote is not None:
            return [item.span] if is_speech(text, item.quote) else []
        if is_finite(row, following):
            return []
    return []


def _note_addressee(row: Row, clause: Clause, draft: Draft) -> None:
    start = clause.cue[1]
    if clause.verb.lemma not in TELLING or start >= len(row):
        return
    end = noun_phrase_from(row, start, len(row))
    if end > start:
        draft.addressee = _range(row, start, end)


def _content_after(text: str, row: Row, clause: Clause) -> Draft | None:
    at = clause.cue[1]
    if clause.subject is not None and clause.subject[0] >= at:
        return None
    draft = Draft([], score=0.7)
    if clause.verb.lemma in TELLING:
        end = noun_phrase_from(row, at, len(row))
        if end > at and row[at].lower != "that":
            draft.addressee = _range(row, at, end)
            at = end
    at = _skip_adverbials(row, at, draft)
    start = _complement(text, row, at, clause)
    if start is None:
        return None
    end = _content_end(row, start)
    span = (
        trimmed(text, row[start].span.start, row[end - 1].span.end, EDGES) if end > start else None
    )
    if span is None:
        return None
    draft.content = [span]
    draft.rule = "quote-after" if row[start].quote is not None else "clause-after"
    if draft.rule == "clause-after" and not _opens_clause(row, start):
        draft.rule, draft.score = "object-after", 0.55
    return draft


def _skip_adverbials(row: Row, at: int, draft: Draft) -> int:
    """Step over "in June", "on Twitter", "on Tuesday", "in a statement"."""
    while at < len(row):
        word = row[at].lower
        if word in ADVERBS - {"only", "just", "even", "ever"} or bare(word) in MONTHS_AND_DAYS:
            at += 1
            continue
        if word not in ("in", "on", "at", "to", "during", "via", "by", "through"):
            break
        end = noun_phrase_from(row, at + 1, len(row))
        heads = {bare(row[index].lower) for index in range(at + 1, end)}
        if word in ("to", "by") or not heads & (MEDIA | MONTHS_AND_DAYS | OUTLETS):
            break
        if heads & MEDIA and not heads & MONTHS_AND_DAYS:
            draft.medium = _range(row, at, end)
        at = end
    return at


def _complement(text: str, row: Row, at: int, clause: Clause) -> int | None:
    """Return where the content begins, or None if what follows is none."""
    if at < len(row) and row[at].lower in (",", ":"):
        at += 1
        if at < len(row) and row[at].quote is None and row[at - 1].lower == ",":
            return at if _after_as(row, clause) else None
    if at >= len(row):
        return None
    first, group = row[at], clause.verb.group
    if first.quote is not None:
        is_said = is_speech(text, first.quote) or has_verb(row, at + 1, len(row))
        return at if is_said else None
    if clause.verb.only_quotes:
        return None
    if first.lower == "that":
        return at
    if first.lower == "to":
        fits = group in ("promise", "command", "want", "deny") or clause.verb.lemma == "claim"
        return at if fits else None
    if first.lower == "as" and clause.verb.lemma in ("describe", "characterise", "characterize"):
        return at
    if first.lower in QUESTION_WORDS:
        return None if group == "find" and first.lower in ("whether", "if") else at
    if first.lower in PREPOSITIONS and first.lower not in ("by", "in", "on", "at"):
        return None
    if not first.is_word:
        return None
    if _is_clause(row, at):
        return at
    is_object = clause.verb.lemma in NOUN_CONTENT and first.lower not in NO_OBJECT
    return at if is_object and (first.lower in DETERMINERS or first.token.is_capital) else None


def _opens_clause(row: Row, at: int) -> bool:
    return row[at].lower in QUESTION_WORDS | {"that"} or _is_clause(row, at)


def _after_as(row: Row, clause: Clause) -> bool:
    """As Heald told the paper, …"""
    return bool(clause.subject and clause.subject[0] and row[clause.subject[0] - 1].lower == "as")


def _is_clause(row: Row, at: int) -> bool:
    """Tell whether a noun phrase and then its verb begin at `at`: "the bridge is safe"."""
    if row[at].lower in FRONTED:
        comma = next((i for i in range(at, len(row)) if row[i].lower == ","), len(row))
        return has_verb(row, comma + 1 if row[at].lower in PREPOSITIONS else at + 1, len(row))
    while at < len(row) - 1 and row[at].lower in HEDGES:
        at += 1
    end = noun_phrase_from(row, at, len(row))
    if end == at:
        end += 1
    if (
        end < len(row)
        and row[end].lower == ","
        and row[min(end + 1, len(row) - 1)].lower in LISTING
    ):
        return has_verb(row, end + 1, len(row))
    while end < len(row) and (row[end].lower in ADVERBS or row[end].lower.endswith("ly")):
        end += 1
    if end < len(row) and row[end].lower in ("who", "which", "that") and end - at < 8:
        return sum(is_finite(row, index) for index in range(end, len(row))) > 1
    return end < len(row) and is_finite(row, end)


def _content_end(row: Row, start: int) -> int:
    for index in range(start + 1, len(row)):
        word, following = row[index].lower, index + 1 < len(row) and row[index + 1].lower
        if word == ";":
            return index
        if word == "," and following in CONTRAST and _reports_soon(row, index + 2):
            return index
        if word in ("and", "but") and _same_speaker_goes_on(row, index + 1):
            return index
        if word == "," and _ends_with_aside(row, index + 1):
            return index
        if word == "," and following == "according":
            return index
        if word == "," and following and following.endswith("ing"):
            verb = VERB_OF_FORM.get(following)
            if verb is not None and verb.lemma in ("add", "say", "claim", "argue", "note", "warn"):
                return index
        if row[index - 1].quote is not None and index - 1 == start and word == ",":
            return index
    return len(row)


def _same_speaker_goes_on(row: Row, index: int) -> bool:
    """… claimed that A | and claims B"""
    verb = verb_at(row, index) if index < len(row) else None
    is_bare = verb is not None and row[index].lower == verb.lemma and index + 2 < len(row)
    return verb is not None and not verb.needs_clause and (not is_bare or row[index + 1].is_word)


def _ends_with_aside(row: Row, start: int) -> bool:
    """Tell whether the unit ends with its own reporting clause: ", a police statement said."""
    end = len(row) - 1 if row[-1].lower == "." else len(row)
    if not 2 <= end - start <= 9 or verb_at(row, end - 1) is None:
        return False
    subject = subject_ending(row, skip_auxiliaries(row, end - 2)[0])
    return subject is not None and subject[0] == start


def _reports_soon(row: Row, start: int) -> bool:
    return any(verb_at(row, index) is not None for index in range(start, min(start + 8, len(row))))


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
        draft = Draft([span], [_range(row, index, index + 2)], [_range(row, index + 2, end)])
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
        draft = Draft([content], [_range(row, cue, cue + 1)], [source], group=group)
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
        span = _range(row, *found)
        return cue, Span(span.start, span.end - (2 if word.endswith("s") else 1))
    return None


def _after_noun(text: str, row: Row, index: int) -> tuple[Span, Span | None] | None:
    at, addressee = index + 1, None
    if at < len(row) and row[at].lower == "to":
        end = noun_phrase_from(row, at + 1, len(row))
        if end < len(row) and row[end].lower == ":":
            addressee, at = _range(row, at + 1, end), end
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
        content = [row[first - 1].span, *_rest(text, row, index + 2)]
    elif index + 2 < len(row):
        span = trimmed(text, row[index + 2].span.start, row[-1].span.end, EDGES)
        content = [span] if span else []
    if not content:
        return None
    cue = [_range(row, verb, verb + 1), _range(row, index, index + 2)]
    draft = Draft(
        content, cue, [_range(row, *source)], group="assert", rule="quotes-as", score=0.85
    )
    if relay is not None and not passive:
        draft.hops, draft.medium = [_range(row, *relay)], _range(row, *relay)
    draft.reasons.append("relayed: “quotes … as saying”")
    return draft
