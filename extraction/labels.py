"""Speech under a label: transcripts and interviews ("ROE: …"), releases ("From Chair Ann Roe:")."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.draft import Draft
from extraction.lexicon import word_set
from extraction.loose import Lead
from extraction.model import Span
from extraction.spans import trimmed

_PART = r"[A-Z][\w.’'-]*"
_NAME = rf"{_PART}(?: (?:{_PART}|of|the|de|van|von|al|bin|and|for)){{0,7}}"
LABEL = re.compile(rf"(?P<name>{_NAME}|[QA])(?:,? ?\([^()\n]{{1,40}}\))?:\s+(?=\S)")
FROM = re.compile(
    rf"(?:From|Statement (?:from|by)|Remarks (?:from|by)|Quote from|Comment from) "
    rf"(?P<name>{_NAME}(?:, [^:\n]{{2,80}})?):?"
)
HEADINGS = word_set(
    """
    abstract keywords note notes image photo picture video source sources date location time place
    subject summary background contact re cc to when where who what why how figure table listing
    example warning update correction disclaimer copyright license tags related category details
    address phone email website results conclusion introduction methods q
    """
)
FEWEST = 3  # labels, before a text counts as a transcript
SHORTEST = 4  # words of a turn worth showing


@dataclass(frozen=True)
class Turn:
    """What one speaker says under a label; `label` is where the name stands."""

    label: Span
    content: Span
    continued: bool = False


def turns(text: str, paragraphs: list[Span]) -> list[Turn]:
    """Return the turns of a transcript, one per paragraph; none if the text is no transcript."""
    labels = {p.start: m for p in paragraphs if (m := _label(text, p)) is not None}
    names = Counter(match["name"] for match in labels.values())
    if len(labels) < FEWEST or max(names.values()) < 2:
        return []
    found: list[Turn] = []
    current: Span | None = None
    for paragraph in paragraphs:
        match = labels.get(paragraph.start)
        start = match.end() if match else paragraph.start
        if match is not None:
            current = Span(*match.span("name"))
        content = trimmed(text, start, paragraph.end)
        if current is not None and content is not None:
            found.append(Turn(current, content, continued=match is None))
    return found


def _label(text: str, paragraph: Span) -> re.Match[str] | None:
    match = LABEL.match(text, paragraph.start, paragraph.end)
    if match is None or match["name"].split()[0].lower() in HEADINGS:
        return None
    return match


def labelled(text: str, found: list[Turn]) -> Iterator[Draft]:
    """Yield a draft per turn that states something, without bare questions and short answers."""
    for turn in found:
        words = text[turn.content.start : turn.content.end]
        is_question = words.endswith("?") and words.count(".") + words.count("!") == 0
        if is_question or len(words.split()) < SHORTEST:
            continue
        draft = Draft([turn.content], source=[turn.label], mode="direct", group="assert")
        draft.floating, draft.rule, draft.score = turn.continued, "speaker-label", 0.6
        draft.reasons.append("words under a speaker's label")
        yield draft


def releases(text: str, paragraphs: list[Span]) -> Iterator[Lead]:
    """Yield the lines that say whose words follow: "From Chair Ann Roe:"."""
    for paragraph in paragraphs:
        match = FROM.fullmatch(text, paragraph.start, paragraph.end)
        if match is not None:
            draft = Draft([], source=[Span(*match.span("name"))], group="assert", mode="direct")
            draft.reasons.append("words under a line that says whose they are")
            yield Lead(paragraph.end, draft)
