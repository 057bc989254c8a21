"""The engine that needs nothing but the standard library: marks, cue words, and their order."""

from collections.abc import Sequence

from extraction.asserted import asserted
from extraction.blocks import set_off, signed
from extraction.cast import Cast
from extraction.clauses import find, lead
from extraction.dates import Anchor, dates
from extraction.draft import Draft
from extraction.finish import Setting, finish
from extraction.labels import labelled, releases, turns
from extraction.loose import Lead, attach
from extraction.model import (
    CancelCheck,
    Candidate,
    Extraction,
    Options,
    Progress,
    Span,
)
from extraction.names import capital_names, described_people
from extraction.reading import Reading
from extraction.running import run
from extraction.spans import Cover


class RulesEngine:
    """Finds quotations and reporting clauses by rule, for English."""

    name = "rules"
    version = "3"

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """As Engine.extract."""
        return run(text, options, read_english, progress=progress, cancelled=cancelled)


def read_english(reading: Reading, anchor: Anchor, options: Options) -> list[Candidate]:
    """Return the candidates of one piece of an English text."""
    text = reading.text
    drafts = [draft for unit in reading.units for draft in find(text, unit)]
    attach_speech(reading, drafts)
    found = list(dates(text, reading.span, anchor))
    if options.include_asserted:
        drafts += asserted(text, reading.sentences, drafts, found)
    names = capital_names(text, reading.sentences)
    cast = Cast([*names, *described_people(text, reading.sentences)])
    setting = Setting(text, reading.quotes, reading.sentences, cast, found, options.publisher)
    return finish(drafts, setting)


def attach_speech(reading: Reading, drafts: list[Draft], subjects: Sequence[Span] = ()) -> None:
    """Add, in place, the speech that stands apart from its reporting clause."""
    text, paragraphs = reading.text, reading.paragraphs
    leads: list[Lead] = [found for unit in reading.units if (found := lead(text, unit)) is not None]
    leads += releases(text, paragraphs)
    said = list(labelled(text, turns(text, paragraphs)))
    drafts += set_off(text, leads, drafts, paragraphs) if not said else []
    pulled = signed(text, paragraphs)
    aside = Cover(draft.content[0] for draft in pulled)
    drafts[:] = [draft for draft in drafts if not aside.holds(draft.content[0])]
    drafts += [*pulled, *said]
    drafts.sort(key=lambda draft: draft.start)
    attach(text, reading.quotes, drafts, paragraphs, leads, subjects)
