"""What the engines that read in pieces share: language, pieces, progress, cancelling, notes."""

from collections.abc import Callable

from extraction import foreign
from extraction.dates import Anchor, anchor_of
from extraction.languages import chosen
from extraction.limits import joined
from extraction.model import (
    CancelCheck,
    Cancelled,
    Candidate,
    Extraction,
    Options,
    Progress,
    Span,
)
from extraction.pieces import pieces
from extraction.reading import Reading

ReadEnglish = Callable[[Reading, Anchor, Options], list[Candidate]]


def run(
    text: str,
    options: Options,
    read: ReadEnglish,
    *,
    progress: Progress,
    cancelled: CancelCheck,
) -> Extraction:
    """Read `text` piece by piece: English with `read`, other languages by their quotations.

    Raises Cancelled, also within a piece.
    """

    def check() -> None:
        if cancelled():
            raise Cancelled

    language, note = chosen(text, options.language)
    notes = [note] if note else []
    if language != "en":
        notes.append(foreign.note_for(language))
    anchor = anchor_of(text, options.published_on, options.published_precision)
    found: list[Candidate] = []
    passed: list[Span] = []
    for paragraphs in pieces(text):
        check()
        reading = Reading(text, paragraphs, check, passed)
        if language == "en":
            found += read(reading, anchor, options)
        else:
            found += foreign.finish(foreign.find(reading, language), reading, language)
        progress(paragraphs[-1].end, len(text))
    progress(len(text), len(text))
    reach = "all" if language == "en" else foreign.reach_of(language)
    return Extraction(tuple(found), 0, tuple(notes), language, reach, joined(passed))
