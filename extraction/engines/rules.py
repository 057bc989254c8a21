"""The engine that needs nothing but the standard library: marks, cue words, and their order."""

from extraction.blocks import set_off, signed
from extraction.cast import Cast
from extraction.clauses import find, lead
from extraction.dates import Anchor, anchor_of, dates
from extraction.draft import Draft
from extraction.finish import Setting, finish
from extraction.loose import Lead, attach
from extraction.model import (
    CancelCheck,
    Cancelled,
    Candidate,
    Extraction,
    Options,
    Progress,
    Span,
)
from extraction.names import capital_names
from extraction.pieces import pieces
from extraction.quotes import quotes
from extraction.sentences import sentences
from extraction.units import units


class RulesEngine:
    """Finds quotations and reporting clauses by rule, for English."""

    name = "rules"
    version = "1"

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """As Engine.extract."""
        found: list[Candidate] = []
        anchor = anchor_of(text, options.published_on, options.published_precision)
        for paragraphs in pieces(text):
            if cancelled():
                raise Cancelled
            found += _in_piece(text, paragraphs, anchor)
            progress(paragraphs[-1].end, len(text))
        progress(len(text), len(text))
        return Extraction(candidates=tuple(found), dropped=0, notes=())


def _in_piece(text: str, paragraphs: list[Span], anchor: Anchor) -> list[Candidate]:
    quoted = quotes(text, paragraphs)
    drafts: list[Draft] = []
    leads: list[Lead] = []
    all_sentences: list[Span] = []
    for paragraph in paragraphs:
        inside = sentences(text, paragraph)
        all_sentences += inside
        for unit in units(text, inside, quoted, paragraph):
            drafts += find(text, unit)
            leads += [found for found in [lead(text, unit)] if found is not None]
    drafts += set_off(text, leads, drafts, paragraphs)
    drafts += signed(text, paragraphs, drafts)
    drafts.sort(key=lambda draft: draft.start)
    attach(text, quoted, drafts, paragraphs, leads)
    cast = Cast(capital_names(text, all_sentences))
    whole = Span(paragraphs[0].start, paragraphs[-1].end)
    found = list(dates(text, whole, anchor))
    return finish(drafts, Setting(text, quoted, all_sentences, cast, found))
