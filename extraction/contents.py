"""What a reporting clause says: the words before or after it, by their order."""

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
from extraction.model import Span
from extraction.phrases import (
    MONTHS_AND_DAYS,
    Row,
    has_verb,
    is_finite,
    noun_phrase_from,
    skip_auxiliaries,
    span_over,
    subject_ending,
    verb_at,
)
from extraction.reading import Reading
from extraction.sentences import paragraphs
from extraction.spans import trimmed
from extraction.tokens import bare
from extraction.units import is_speech

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
# What is denied though nobody reports it: "any role", "responsibility for the crash".
NAMELY = word_set(
    """
    any all responsibility involvement wrongdoing liability knowledge guilt complicity collusion
    """
)
EDGES = " \t\n\r\f\v.,;:–—-"


@dataclass(frozen=True)
class Clause:
    """A reporting clause: its verb, its subject and what surrounds it."""

    cue: tuple[int, int]
    verb: Verb
    subject: tuple[int, int] | None
    negated: bool = False


def content_before(text: str, row: Row, clause: Clause) -> Draft | None:
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
    draft.content.extend(rest_of_quotation(text, row, last))
    draft.medium = aside.medium
    _note_addressee(row, clause, draft)
    return draft


def _ends(row: Row, index: int) -> bool:
    return index >= len(row) or row[index].lower in (",", ".", ";", "")


def rest_of_quotation(text: str, row: Row, index: int) -> list[Span]:
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
        draft.addressee = span_over(row, start, end)


def content_after(text: str, row: Row, clause: Clause) -> Draft | None:
    at = clause.cue[1]
    if clause.subject is not None and clause.subject[0] >= at:
        return None
    draft = Draft([], score=0.7)
    if clause.verb.lemma in TELLING:
        end = noun_phrase_from(row, at, len(row))
        if end > at and row[at].lower != "that":
            draft.addressee = span_over(row, at, end)
            at = end
    at = _skip_adverbials(row, at, draft)
    refused = _refused(row, at) if clause.verb.group == "deny" else None
    start = refused if refused is not None else _complement(text, row, at, clause)
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
    if refused is not None:
        draft.rule = "refusal"
    elif draft.rule == "clause-after" and not _opens_clause(row, start):
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
            draft.medium = span_over(row, at, end)
        at = end
    return at


def _refused(row: Row, at: int) -> int | None:
    """Return where what is denied begins, if it is named and not told in a clause.

    denied | any role in …, | taking money, | the allegation that …; dismissed as untrue | reports
    """
    if at < len(row) and row[at].lower == "as":
        named = DETERMINERS | SAYING_GROUP.keys()
        after = (i for i in range(at + 1, min(at + 5, len(row))) if row[i].lower in named)
        at = next(after, at)
    if at + 1 >= len(row) or not row[at].is_word:
        return None
    word = row[at].lower
    if word.endswith("ing") and len(word) > 4:
        says = word in VERB_OF_FORM and VERB_OF_FORM[word].cue_class == "communication"
        return None if says or not row[at + 1].is_word else at
    if word in NAMELY or _opens_noun(row, at):
        return at
    return None


def _opens_noun(row: Row, at: int) -> bool:
    """(the | earlier) claims that …, of …: a noun of saying that goes on."""
    for index in range(at, min(at + 4, len(row) - 1)):
        word = row[index].lower
        if word in SAYING_GROUP:
            return row[index + 1].is_word or row[index + 1].quote is not None
        if not row[index].is_word or word in PRONOUNS or is_finite(row, index):
            return False
    return False


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


def reads_as_clause(words: str) -> bool:
    """Tell whether English `words` begin with a subject and its finite verb."""
    units = Reading(words, paragraphs(words)).units
    return bool(units) and bool(units[0].items) and _is_clause(units[0].items, 0)


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
