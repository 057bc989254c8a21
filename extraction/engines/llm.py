"""The engine that asks a language model. Settings: llm_url, llm_model, llm_key."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.draft import Draft
from extraction.kinds import mode_of
from extraction.languages import detect
from extraction.llm import asking
from extraction.llm.asking import Told
from extraction.llm.client import Endpoint, LlmError, ask
from extraction.llm.locating import Folded, fold, nearest, only
from extraction.model import (
    CancelCheck,
    Cancelled,
    Candidate,
    Extraction,
    Options,
    Party,
    Progress,
    Span,
)
from extraction.reading import Reading
from extraction.sentences import paragraphs

PIECE = 6_000  # characters asked about at once
OVERLAP = 600  # a claim cut by one piece's end is whole in the next
SCORE = 0.6


@dataclass
class Tally:
    """What one run found, refused and cost."""

    candidates: dict[tuple[Span, ...], Candidate] = field(default_factory=dict)
    refused: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def notes(self) -> tuple[str, ...]:
        """Return the run's figures in words."""
        cost = f"Tokens: {self.prompt_tokens} asked, {self.completion_tokens} answered."
        if not self.refused:
            return (cost,)
        return (cost, f"{self.refused} answers were refused: not verbatim, or not in one place.")


class LlmEngine:
    """Any OpenAI-compatible server; every word it gives back must stand in the text."""

    name = "llm"
    version = "1"

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """As Engine.extract. Raises LlmError when the server fails for good."""
        endpoint = _endpoint(options)
        tally = Tally()
        for piece in overlapping(text):
            if cancelled():
                raise Cancelled
            answer = ask(
                endpoint,
                asking.messages(text[piece.start : piece.end]),
                asking.SCHEMA,
                cancelled=cancelled,
            )
            tally.prompt_tokens += answer.prompt_tokens
            tally.completion_tokens += answer.completion_tokens
            reply = asking.read(answer.content)
            tally.refused += reply.unreadable
            _take(text, piece, reply.told, tally)
            progress(piece.end, len(text))
        progress(len(text), len(text))
        found = tuple(tally.candidates.values())
        return Extraction(found, tally.refused, tally.notes(), detect(text)[0])


def _endpoint(options: Options) -> Endpoint:
    settings = options.settings
    url, model = str(settings.get("llm_url") or ""), str(settings.get("llm_model") or "")
    if not url or not model:
        raise LlmError("The language model engine needs the settings llm_url and llm_model.")
    return Endpoint(
        url,
        model,
        str(settings.get("llm_key") or ""),
        timeout=float(settings.get("llm_timeout") or 60.0),
        attempts=int(settings.get("llm_attempts") or 3),
        pause=float(settings.get("llm_pause") or 1.0),
    )


def overlapping(text: str) -> Iterator[Span]:
    """Yield the pieces to ask about: whole paragraphs if they fit, each reaching back a little."""
    start = 0
    while start < len(text):
        limit = min(len(text), start + PIECE)
        end = limit
        if limit < len(text):
            end = max(
                text.rfind("\n", start + PIECE // 2, limit), text.rfind(". ", start, limit) + 1
            )
            end = end if end > start + OVERLAP else limit
        if text[start:end].strip():
            yield Span(start, end)
        if end >= len(text):
            return
        start = max(start + 1, end - OVERLAP)


def _take(text: str, piece: Span, told: list[Told], tally: Tally) -> None:
    """Keep what stands verbatim in the piece; count the rest."""
    folded = fold(text, piece.start, piece.end)
    for claim in told:
        draft = _located(folded, claim)
        if draft is None:
            tally.refused += 1
            continue
        key = tuple(draft.content)
        if key not in tally.candidates:
            tally.candidates[key] = _candidate(text, draft, claim, folded)


def _located(folded: Folded, claim: Told) -> Draft | None:
    content = [only(folded, part) for part in claim.content]
    spans = sorted(span for span in content if span is not None)
    if len(spans) < len(content):
        return None
    draft = Draft(spans, group="deny" if claim.polarity == "denied" else "assert")
    around = Span(spans[0].start, spans[0].end)
    for words, found in ((claim.source, draft.source), (claim.cue, draft.cue)):
        if not words.strip():
            continue
        span = nearest(folded, words, around)
        if span is None:
            return None
        found.append(span)
    return draft


def _candidate(text: str, draft: Draft, claim: Told, folded: Folded) -> Candidate:
    inside = Span(draft.start, draft.end)
    reading = Reading(text[inside.start : inside.end], paragraphs(text[inside.start : inside.end]))
    marked = [
        Span(quote.start + inside.start, quote.end + inside.start) for quote in reading.quotes
    ]
    return Candidate(
        source=tuple(draft.source),
        cue=tuple(draft.cue),
        content=tuple(draft.content),
        mode=mode_of(text, draft, marked),
        kind=claim.kind,
        polarity=claim.polarity,
        cue_class="communication" if draft.cue else "none",
        speakers=tuple(_speaker(text, span, claim, folded) for span in draft.source),
        addressee=None,
        medium=None,
        hops=(),
        dates=(),
        places=(),
        floating=False,
        score=SCORE,
        reasons=("a language model marked it; the words were found in the text",),
        rule="llm",
    )


def _speaker(text: str, span: Span, claim: Told, folded: Folded) -> Party:
    """A name counts only if the text has it."""
    words = text[span.start : span.end]
    if claim.speaker and folded.spans_of(claim.speaker):
        reason = "named so by a language model; the name stands in the text"
        return Party(words, (span,), claim.speaker, reason=reason, confidence=0.6)
    return Party(words, (span,), reason="not resolved", confidence=0.2)
