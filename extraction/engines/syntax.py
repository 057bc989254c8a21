"""The engine that reads sentences with a parser: our own small pipeline, or any of spaCy's."""

from functools import partial
from threading import Lock

from extraction.asserted import asserted
from extraction.cast import Cast
from extraction.clauses import find
from extraction.dates import Anchor, dates
from extraction.draft import Draft
from extraction.engines.rules import attach_speech
from extraction.finish import Setting, finish
from extraction.merging import (
    merged,
    outside_quotes,
    whole_quotes,
    without_nested,
    without_repeats,
)
from extraction.model import (
    CancelCheck,
    Candidate,
    Extraction,
    Options,
    Progress,
    Span,
)
from extraction.names import capital_names, described_people, with_kinds
from extraction.reading import Reading
from extraction.running import run
from extraction.syntax.mentions import mentioned
from extraction.syntax.parsing import Parser
from extraction.syntax.reporting import may_report, reported
from extraction.syntax.subjects import about

FROM_MARKS = (
    "quote",
    "noun-cue",
    "according-to",
    "refusal",
)  # what the word order alone shows well


class SyntaxEngine:
    """Reporting clauses from dependency trees, quotations from their marks."""

    name = "syntax"
    version = "3"

    def __init__(self) -> None:
        self._parsers: dict[str, Parser] = {}
        self._loading = Lock()

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """As Engine.extract. The setting "spacy_model" names another installed pipeline."""
        parser = self._parser(str(options.settings.get("spacy_model") or ""))
        read = partial(read_english, parser)
        return run(text, options, read, progress=progress, cancelled=cancelled)

    def _parser(self, pipeline: str) -> Parser:
        with self._loading:
            if pipeline not in self._parsers:
                self._parsers[pipeline] = Parser(pipeline)
            return self._parsers[pipeline]


def read_english(
    parser: Parser, reading: Reading, anchor: Anchor, options: Options
) -> list[Candidate]:
    """Return the candidates of one piece of an English text."""
    text = reading.text
    parsed = parser.read(text, reading.parsable)
    drafts: list[Draft] = []
    cues: set[Span] = set()
    subjects: list[Span] = []
    for tree in parsed.trees:
        reading.check()
        drafts += reported(text, tree)
        drafts += mentioned(text, tree)
        cues.update(may_report(tree))
        subjects += about(text, tree)
    whole_quotes(text, drafts, reading.quotes)
    ordered = [draft for unit in reading.units for draft in find(text, unit)]
    both = merged(drafts, ordered, keep=lambda draft: _is_plain(draft, cues))
    spoken = outside_quotes(text, both, reading.quotes)
    drafts = without_nested(without_repeats(spoken))
    attach_speech(reading, drafts, sorted(subjects))
    found = list(dates(text, reading.span, anchor))
    if options.include_asserted:
        drafts += asserted(text, reading.sentences, drafts, found)
    names = with_kinds(capital_names(text, reading.sentences), parsed.names)
    cast = Cast([*names, *described_people(text, reading.sentences)])
    setting = Setting(text, reading.quotes, reading.sentences, cast, found, options.publisher)
    return finish(drafts, setting)


def _is_plain(draft: Draft, cues: set[Span]) -> bool:
    """Tell whether the order of the words shows it well enough where the parser saw nothing."""
    if draft.rule.startswith(FROM_MARKS):
        return True
    return bool(draft.source) and draft.cue[0] in cues and draft.score >= 0.7
