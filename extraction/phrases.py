"""Noun phrases and verbs in a row of items, without a parser."""

from collections.abc import Sequence

from extraction.lexicon import word_set
from extraction.lexicon.grammar import (
    ADVERBS,
    AUXILIARIES,
    COMMON_VERBS,
    DETERMINERS,
    HOLDING_BACK,
    NEGATIONS,
    NOT_ONLY,
    NOT_VERBS_ED,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
)
from extraction.lexicon.nouns import FIRST_PERSON, PRONOUNS
from extraction.lexicon.verbs import NOUN_FORMS, REFUSING, VERB_OF_FORM, Verb
from extraction.model import Span
from extraction.tokens import bare
from extraction.units import Item

Row = Sequence[Item]
SUBJECT_PRONOUNS = word_set("he she it they i we you who which")
LONGEST_PHRASE = 30
MONTHS_AND_DAYS = word_set(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday today yesterday tonight week month year
    morning evening afternoon
    """
)


def verb_at(items: Row, index: int) -> Verb | None:
    """Return the reporting verb at `index`, if the word there reads as a verb."""
    word = items[index].lower
    verb = VERB_OF_FORM.get(word)
    if verb is None or (items[index].token.is_capital and index and not items[index - 1].is_mark):
        return None
    before = items[index - 1].lower if index else ""
    if before in DETERMINERS | PREPOSITIONS - {"to"} and word not in ("said", "says"):
        return None
    if word in NOUN_FORMS and (
        is_refused([item.lower for item in items[max(0, index - 3) : index]])
        or not _can_be_verb(items, index)
    ):
        return None
    return verb


def is_refused(before: Sequence[str]) -> bool:
    """Tell whether the words right before "claims" or "reports" make it a noun that is denied.

    "rejected claims that …", "dismissed earlier reports that …", "rejected as false claims that …"
    """
    *_, third, second, first = ["", "", "", *before]
    if first in REFUSING:
        return True
    return (second in REFUSING and first.isalpha() and first not in PRONOUNS) or (
        third in REFUSING and second == "as"
    )


def _can_be_verb(items: Row, index: int) -> bool:
    if index == 0:
        return False
    before = items[index - 1]
    if before.lower in SUBJECT_PRONOUNS | AUXILIARIES | ADVERBS | {"to"}:
        return True
    if not before.is_word or before.lower in DETERMINERS | PREPOSITIONS:
        return before.is_mark
    following = items[index + 1] if index + 1 < len(items) else None
    after = items[index + 2] if index + 2 < len(items) else None
    if (
        following is not None
        and following.is_mark
        and after is not None
        and after.quote is not None
    ):
        return following.lower in (",", ":")  # "The report notes, “…”"
    if following is None or following.lower in (".", ","):  # "…, the report notes."
        return items[index].lower.endswith("s") and any(i.lower == "," for i in items[:index])
    if following.lower in PREPOSITIONS:
        return False
    # "Paris claims she …", but not "the insurance claims department"
    opens_clause = following.lower in DETERMINERS | PRONOUNS | AUXILIARIES | {"that", "to", ":"}
    return opens_clause or following.quote is not None or following.token.is_capital


def is_finite(items: Row, index: int) -> bool:
    """Guess whether the word at `index` is a finite verb or an auxiliary."""
    word = items[index].lower
    if not word:
        return False
    before = items[index - 1].lower if index else ""
    if before in DETERMINERS | PREPOSITIONS:
        return False
    if word in AUXILIARIES | COMMON_VERBS or word.endswith(("n't", "n’t", "n`t")):
        return not items[index].token.is_capital or word in AUXILIARIES
    if "'" in word or "’" in word:  # it's, they've
        return word.rpartition("'")[0] in PRONOUNS or word.rpartition("’")[0] in PRONOUNS
    if word.endswith("ed") and len(word) > 4 and word not in NOT_VERBS_ED:
        return not items[index].token.is_capital
    if items[index].token.is_capital:
        return False
    return word in VERB_OF_FORM and (word not in NOUN_FORMS or _can_be_verb(items, index))


def span_over(items: Row, start: int, end: int) -> Span:
    """Return what items[start:end] cover, from the first to the last character."""
    return Span(items[start].span.start, items[end - 1].span.end)


def has_verb(items: Row, start: int, end: int) -> bool:
    """Tell whether items[start:end] hold something like a finite verb."""
    return any(is_finite(items, index) for index in range(start, end))


def skip_auxiliaries(items: Row, index: int) -> tuple[int, bool, bool]:
    """Step left from before a verb over auxiliaries and adverbs.

    Returns where the subject would end (inclusive), whether a negation was met, and whether the
    last auxiliary before the verb makes it passive ("was told").
    """
    negated = passive = False
    first = True
    while index >= 0:
        word = items[index].lower
        if word in NEGATIONS or word.endswith(("n't", "n’t", "n`t")):
            negated = items[index + 1].lower not in NOT_ONLY
        elif word == "to" and index and items[index - 1].lower in HOLDING_BACK:
            negated = True  # "has refused to | say"
            index -= 1
        elif word in AUXILIARIES:
            passive = passive or (first and word in ("was", "were", "been", "being", "is", "are"))
            first = False
        elif not (word in ADVERBS or (word.endswith("ly") and len(word) > 4)):
            break
        index -= 1
    return index, negated, passive


def subject_ending(items: Row, end: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at `end` (inclusive) as a half-open range of items."""
    if end < 0:
        return None
    if items[end].lower in (",", "–", "—", "-"):
        return _with_apposition(items, end)
    if not (items[end].is_word or _is_name_quote(items[end])):
        return None
    start = _phrase_start(items, end)
    return (start, end + 1) if start is not None else None


def _with_apposition(items: Row, closing: int) -> tuple[int, int] | None:
    """Paul Dewar, a member of parliament, | said"""
    mark = items[closing].lower
    opening = closing - 1
    while opening > 0 and items[opening].lower != mark:
        if items[opening].quote or items[opening].lower in (":", ";") or closing - opening > 20:
            return None
        opening -= 1
    if opening <= 0 or closing - opening < 2:
        return None
    inside = items[opening + 1]
    if inside.lower in SUBORDINATORS - {"who", "which", "whose"} | {"and", "or"}:
        return None
    start = _phrase_start(items, opening - 1)
    return (start, closing) if start is not None else None


def _phrase_start(items: Row, end: int) -> int | None:
    """Step left over the words of a noun phrase that ends at `end`."""
    word = items[end].lower
    if word in SUBJECT_PRONOUNS:
        return end
    if word in SUBORDINATORS | AUXILIARIES | PREPOSITIONS | {"and", "or", "nor"}:
        return None
    start = end
    while start > 0 and end - start < LONGEST_PHRASE:
        before = items[start - 1]
        if before.quote:
            if not _is_name_quote(before):
                break
        elif (
            (before.is_mark and before.lower not in ("-", "&", "/", "’", "'"))
            or before.lower in SUBORDINATORS - {"of"}
            or before.lower in SUBJECT_PRONOUNS
        ):
            break
        elif before.lower in ("and", "or"):
            if not _joins_phrases(items, start - 1):
                break
        elif is_finite(items, start - 1) or _is_infinitive(items, start - 1):
            break
        start -= 1
    return _without_opening(items, start, end)


def _is_infinitive(items: Row, index: int) -> bool:
    """Tell whether the word is the "to" of "able to meet"."""
    after = items[index + 1]
    is_noun = after.lower in DETERMINERS | PREPOSITIONS or (
        after.is_word and after.token.is_capital
    )
    return items[index].lower == "to" and not is_noun


def _is_name_quote(item: Item) -> bool:
    if item.quote is None:
        return False
    words = item.token.text.split()
    return len(words) <= 6 and words[-1][-2:-1] not in ",.!?…" and words[0][1:2].isupper()


def _joins_phrases(items: Row, index: int) -> bool:
    """Tell "Ann and Bob said" from "Ann left and Bob said"."""
    start = index
    while start > 0 and not items[start - 1].is_mark and not items[start - 1].quote:
        start -= 1
        if items[start].lower in SUBORDINATORS:
            break
    return start < index and not has_verb(items, start, index)


def _without_opening(items: Row, start: int, end: int) -> int | None:
    """Drop what opens a sentence before its subject: "In June", "But", "Of the process"."""
    while start <= end and items[start].lower in ("and", "or", "nor", "so", "then"):
        start += 1
    while start <= end and items[start].lower in ADVERBS:
        start += 1
    if start <= end and items[start].lower in PREPOSITIONS:
        for index in range(start + 1, end + 1):
            if bare(items[index].lower) in MONTHS_AND_DAYS or items[index].lower.isdigit():
                return index + 1 if index < end else None
        return None
    return start if start <= end else None


def noun_phrase_from(items: Row, start: int, limit: int) -> int:
    """Return the end (exclusive) of the noun phrase that begins at `start`."""
    index = start
    while index < limit:
        item = items[index]
        if item.is_mark and item.lower not in ("-", "&", "/"):
            break
        if item.lower in SUBORDINATORS or (index > start and item.lower in SUBJECT_PRONOUNS):
            break
        if index > start and item.lower in DETERMINERS and not _after_preposition(items, index):
            break
        if is_finite(items, index) or item.lower == "to":
            break
        index += 1
    return index


def _after_preposition(items: Row, index: int) -> bool:
    return items[index - 1].lower in PREPOSITIONS | {"and", "or", "of"} | POSSESSIVES


def is_first_person(items: Row, start: int, end: int) -> bool:
    """Tell whether the phrase is "I" or "we"."""
    return end - start == 1 and items[start].lower in FIRST_PERSON
