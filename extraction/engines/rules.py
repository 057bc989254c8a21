"""The first engine: quotation marks, reporting verbs and the words beside them."""

import re

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

QUOTE = re.compile(r"[“\"]([^“”\"\n]{12,})[”\"]")
SAID = r"(?P<cue>said|says|wrote|told|added|claimed|claims|denied|announced|tweeted|warned)"
NAME = r"(?P<source>(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|[Hh]e|[Ss]he|[Tt]hey|[Tt]he [a-z]+))"
AFTER = re.compile(
    rf",?\s*(?:{NAME} {SAID}|{SAID.replace('cue', 'cue2')} {NAME.replace('source', 'source2')})"
)
BEFORE = re.compile(rf"{NAME} {SAID}[^“”\"\n.]{{0,40}}[:,]\s*$")


class RulesEngine:
    """Needs nothing but the standard library."""

    name = "rules"
    version = "0"

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """Find quotations with a reporting verb beside them."""
        if cancelled():
            raise Cancelled
        found = [c for match in QUOTE.finditer(text) if (c := _around(text, match))]
        progress(len(text), len(text))
        return Extraction(candidates=tuple(found), dropped=0, notes=())


def _around(text: str, quote: re.Match[str]) -> Candidate | None:
    before = BEFORE.search(text, max(0, quote.start() - 120), quote.start())
    after = AFTER.match(text, quote.end())
    match = before or after
    if match is None:
        return None
    suffix = "" if match.group("source") else "2"
    source, cue = (
        Span(*match.span("source" + suffix)),
        Span(*match.span("cue" + suffix)),
    )
    words = text[source.start : source.end]
    return Candidate(
        source=(source,),
        cue=(cue,),
        content=(Span(*quote.span()),),
        mode="direct",
        kind="fact",
        polarity="affirmed",
        cue_class="communication",
        speakers=(Party(words=words, spans=(source,)),),
        addressee=None,
        medium=None,
        hops=(),
        dates=(),
        places=(),
        floating=False,
        score=0.7,
        reasons=(f"quotation beside “{text[cue.start : cue.end]}”",),
        rule="quote-cue",
    )
