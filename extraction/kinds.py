"""What sort of statement it is, and whether it is affirmed, denied or not said."""

import re
from collections.abc import Sequence

from extraction.draft import Draft
from extraction.model import Span
from extraction.spans import touching

WILL = re.compile(
    r"\b(?:will|shall|won['’]t|going to|(?:is|are) (?:set|expected|due) to|would(?! have\b))\b"
    r"|['’]ll\b",
    re.IGNORECASE,
)
JUDGE = re.compile(
    r"\b(?:must|should|ought to|needs? to|ha(?:ve|s) to be|deserves?|unacceptable|outrageous|"
    r"disgraceful|shameful|wonderful|terrible|great|important|best|worst|wrong|unfair|absurd|"
    r"ridiculous|disappointing|proud|beautiful|amazing|reckless|irresponsible)\b",
    re.IGNORECASE,
)
_WHO = r"\b(?:I|we|he|she|they|it)"
BELIEVE = re.compile(
    _WHO + r" (?:also )?(?:thinks?|thought|believe[sd]?|felt|feels?|suspect(?:s|ed)?|fear(?:s|ed)?|"
    r"hope[sd]?|doubt(?:s|ed)?)\b",
    re.IGNORECASE,
)
INTEND = re.compile(
    _WHO + r"(?: will|['’]ll| shall| (?:is|are|am) going to)\b|"
    r"\b(?:plan|intend|aim|seek|want|wish(?:e)?)s? to\b|\bto [a-z]+\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^[“\"„«‘']?(?:(?:please|let us|let['’]s|do not|don['’]t|never|stop|join|come|go|vote|stand|"
    r"help|give|take|leave|stay|remember|listen|look|support|fight|send|call|make sure|keep|end|"
    r"free|boycott|resist|wake up|get out|donate|refuse) )",
    re.IGNORECASE,
)
# Each word is taken in one way only (no going back): "AAAAAAAA 1" has very many.
NAME_ONLY = re.compile(r"^(?:(?>[^\W\d_]*[A-Z][\w’'.-]*)|of|the|for|and|in|&|\W)++$")
THAT = re.compile(r"[“\"„«‘']?(?:that|dass|daß|que|что|що)\b", re.IGNORECASE)
FIRST_WILL = re.compile(r"\b(?:we|I)(?:['’]ll| will| shall| (?:are|am) going to)\b", re.I)


def mode_of(text: str, draft: Draft, marked: Sequence[Span]) -> str:
    """Return direct, mixed or indirect by how much of the content stands between marks.

    marked: what stands between quotation marks, in order. Marks around a mere name do not count.
    """
    if draft.mode in ("direct", "asserted"):
        return draft.mode
    letters = quoted = 0
    real = False
    for span in draft.content:
        letters += _letters(text, span)
        for mark in touching(marked, span):
            inside = Span(max(mark.start, span.start), min(mark.end, span.end))
            quoted += _letters(text, inside)
            real = real or not NAME_ONLY.match(text[mark.start : mark.end])
    if letters and quoted / letters > 0.97:
        return "direct"
    return "mixed" if real else "indirect"


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[span.start : span.end]))


def kind_of(text: str, draft: Draft, mode: str) -> str:
    """Return fact, prediction, intention, belief, opinion or call."""
    if mode == "asserted":
        return "fact"
    words = " ".join(text[span.start : span.end] for span in draft.content)
    if draft.group == "believe":
        return "belief"
    if draft.group in ("want", "promise"):
        return "intention"
    if draft.group == "command" or (mode == "direct" and IMPERATIVE.match(words)):
        return "call"
    main = main_clause(words)[:200]
    if JUDGE.search(main) and not re.search(r"\d", main):
        return "opinion"
    if FIRST_WILL.search(words) and mode == "direct" and len(words) < 120:
        return "intention"
    if WILL.search(main):
        return "prediction"
    if BELIEVE.match(words.lstrip("“\"' ").removeprefix("that ")):
        return "belief"
    return "intention" if INTEND.match(words.lstrip("“\"' ").removeprefix("that ")) else "fact"


def main_clause(words: str) -> str:
    """Return the words up to the first relative clause or reason."""
    return re.split(r",? (?:which|who|because|if|when|although|while|where) ", words, maxsplit=1)[0]


def polarity_of(text: str, draft: Draft, mode: str) -> str:
    """Return denied for what the speaker denies ("denied that …"), not_said for "did not say".

    The speaker's own words beside a verb of denial ("“We were not there,” he denied") are what
    they say: taken for what they deny, they would be turned round.
    """
    if draft.negated:
        return "not_said"
    denies = draft.group == "deny" and not is_own_words(text, draft, mode)
    return "denied" if denies else "affirmed"


def is_own_words(text: str, draft: Draft, mode: str) -> bool:
    """Tell whether the content is a whole quotation before the cue, or behind a comma or colon."""
    if mode != "direct" or not draft.cue or THAT.match(text, draft.start):
        return False
    cue = draft.cue[-1]
    if draft.start < cue.start:
        return True
    return text[cue.end : draft.start].rstrip().endswith((":", ","))


def polarity_reasons(text: str, draft: Draft, mode: str) -> list[str]:
    """Return what a person who judges the polarity should know."""
    if draft.negated and draft.group == "deny":
        return ["the text says that this was not denied: neither said nor denied"]
    if draft.negated:
        return ["the text says that this was not said"]
    if draft.group == "deny" and is_own_words(text, draft, mode):
        return ["a verb of denial beside the speaker's own words: they are taken as they stand"]
    return []
