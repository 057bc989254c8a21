"""Quotations and the words beside them, in languages there is no parser for.

Direct and mixed speech with their speakers; reported speech without quotation marks is not looked
for.
"""

from collections.abc import Iterator

from extraction.draft import Draft
from extraction.kinds import mode_of, polarity_of, polarity_reasons
from extraction.lexicon.foreign import LEXICONS, Words
from extraction.model import Candidate, Party, Span
from extraction.phrases import Row
from extraction.reading import Reading
from extraction.spans import trimmed, words_at
from extraction.tokens import bare
from extraction.units import Item, is_speech

EDGES = " \t\n\r\f\v.,;:–—-"
REACH = 12  # items between a quotation and its verb
LONGEST_SOURCE = 9


def find(reading: Reading, language: str) -> list[Draft]:
    """Return the drafts for the quotations of a piece; those without a verb have no speaker."""
    lexicon = LEXICONS.get(language)
    drafts: list[Draft] = []
    for unit in reading.units:
        for index, item in enumerate(unit.items):
            if item.quote is None:
                continue
            draft = _draft(reading.text, unit.items, index, lexicon) if lexicon else None
            if (
                draft is None
                and is_speech(reading.text, item.quote)
                and not drafts_hold(drafts, item)
            ):
                draft = _alone(item, drafts, reading, known=lexicon is not None)
            if draft is not None and not _joins(drafts, draft):
                drafts.append(draft)
    return drafts


def drafts_hold(drafts: list[Draft], item: Item) -> bool:
    """Tell whether the quotation is in some content already."""
    return any(c.start <= item.span.start < c.end for d in drafts[-3:] for c in d.content)


def _alone(item: Item, drafts: list[Draft], reading: Reading, *, known: bool) -> Draft:
    draft = Draft([item.span], rule="floating-quote", score=0.35, floating=True, group="assert")
    last = drafts[-1] if drafts and known and not drafts[-1].negated else None
    gap = reading.text[last.end : item.span.start] if last is not None else ""
    if last is not None and last.source and len(gap) < 400:
        draft.source, draft.cue, draft.score = list(last.source), list(last.cue), 0.5
        draft.reasons.append("quotation on its own: the last speaker is kept")
    else:
        draft.reasons.append("quotation with no reporting verb beside it")
    return draft


def _joins(drafts: list[Draft], draft: Draft) -> bool:
    """Join the second half of an interrupted quotation to its first."""
    if drafts and draft.cue and drafts[-1].cue == draft.cue and not draft.floating:
        drafts[-1].content += [s for s in draft.content if s not in drafts[-1].content]
        return True
    return False


def _draft(text: str, row: Row, index: int, lexicon: Words) -> Draft | None:
    found = _after(row, index, lexicon) or _before(row, index, lexicon)
    if found is None:
        return None
    cue, source, group = found
    quote = row[index].quote
    if quote is None:
        return None
    content = [quote.span]
    rule = "quote-before" if cue.start > quote.start else "quote-after"
    if not is_speech(text, quote) or _goes_on(row, index):
        if cue.start > quote.start:
            return None
        whole = trimmed(text, _content_start(row, cue, lexicon), row[-1].span.end, EDGES)
        if whole is None or (source is not None and whole.start < source.end):
            return None
        content, rule = [whole], "clause-after"
    draft = Draft(content, [cue], [source] if source else [], group=group, rule=rule)
    draft.negated = _is_negated(row, cue, lexicon)
    draft.score = 0.75 if source else 0.45
    draft.reasons.append(f"{lexicon.name} reporting word “{text[cue.start : cue.end]}”")
    return draft


def _goes_on(row: Row, index: int) -> bool:
    """The quotation is a part of a longer clause: sagte, die Brücke sei „nicht sicher“ gewesen."""
    before = row[index - 1] if index else None
    return before is not None and before.is_word


def _is_negated(row: Row, cue: Span, lexicon: Words) -> bool:
    """n'a pas dit, no dijo, не сказал; sagte nicht, hat nie gesagt"""
    at = next(index for index, item in enumerate(row) if item.span.start == cue.start)
    beside = [row[at - 1]] if at else []
    if lexicon.negates_behind:
        beside += row[at + 1 : at + 2]
    return any(item.lower in lexicon.negations for item in beside)


def _content_start(row: Row, cue: Span, lexicon: Words) -> int:
    for item in row:
        if item.span.start >= cue.end and (item.lower in lexicon.that or item.lower in (",", ":")):
            return item.span.end if item.is_mark else item.span.start
    return cue.end


def _group(row: Row, at: int, lexicon: Words) -> str:
    word = row[at].lower
    if word in lexicon.denies_with:  # "wies … zurück", but not "wies darauf hin"
        rest = (item.lower for item in row[at + 1 :])
        return "deny" if any(word in lexicon.denies_by for word in rest) else "assert"
    if word in lexicon.denies:
        return "deny"
    if word in lexicon.asks:
        return "ask"
    return "assert" if word in lexicon.says else ""


def _after(row: Row, index: int, lexicon: Words) -> tuple[Span, Span | None, str] | None:
    """„…“, sagte Anna Roe am Montag.    « … », a déclaré Anna Roe."""
    at = index + 1
    while at < min(len(row), index + REACH):
        item = row[at]
        if item.quote is not None or item.lower in (".", ";", ":"):
            return None
        group = _group(row, at, lexicon)
        if group:
            before = _source_span(row, index + 1, at, lexicon)
            return item.span, _source_after(row, at + 1, lexicon) or before, group
        at += 1
    return None


def _before(row: Row, index: int, lexicon: Words) -> tuple[Span, Span | None, str] | None:
    """Anna Roe sagte: „…“    Laut Anna Roe ist das „…“"""
    for at in range(index - 1, max(-1, index - 25), -1):
        item = row[at]
        if item.quote is not None and item.quote.end - item.quote.start > 40:
            break
        group = _group(row, at, lexicon)
        if group:
            source = _source_span(row, _clause_start(row, at), at, lexicon)
            return item.span, source or _source_after(row, at + 1, lexicon), group
    return _according(row, index, lexicon)


def _according(row: Row, index: int, lexicon: Words) -> tuple[Span, Span | None, str] | None:
    for words in lexicon.according:
        for at in range(index):
            if tuple(item.lower for item in row[at : at + len(words)]) == words:
                end = at + len(words)
                cue = Span(row[at].span.start, row[end - 1].span.end)
                source = _source_after(row, end, lexicon)
                if source is not None:
                    return cue, source, "assert"
    return None


def _clause_start(row: Row, at: int) -> int:
    start = at
    while start > 0 and not (row[start - 1].is_mark and row[start - 1].lower in ".;:!?—"):
        start -= 1
    return start


def _source_after(row: Row, start: int, lexicon: Words) -> Span | None:
    end = start
    while end < len(row) and end - start < LONGEST_SOURCE:
        item = row[end]
        if item.quote is not None or (item.is_mark and item.lower not in ("-", "’", "'")):
            break
        if item.lower in lexicon.ends_source | lexicon.that or _group(row, end, lexicon):
            break
        end += 1
    return _as_source(row, start, end, lexicon)


def _source_span(row: Row, start: int, end: int, lexicon: Words) -> Span | None:
    """The speaker before the verb, without what precedes its last comma and without auxiliaries."""
    while end > start and (row[end - 1].lower in lexicon.auxiliaries or row[end - 1].is_mark):
        end -= 1
    commas = [
        at for at in range(start, end) if row[at].is_mark and row[at].lower in (",", "—", "–")
    ]
    if commas and commas[-1] + 1 < end:
        start = commas[-1] + 1
    return _as_source(row, start, end, lexicon) if end - start <= LONGEST_SOURCE else None


def _as_source(row: Row, start: int, end: int, lexicon: Words) -> Span | None:
    words = [row[at] for at in range(start, end) if row[at].is_word]
    if not words:
        return None
    named = any(item.token.is_capital for item in words)
    if not named and words[0].lower not in lexicon.pronouns | lexicon.articles:
        return None
    return Span(words[0].span.start, words[-1].span.end)


def finish(drafts: list[Draft], reading: Reading, language: str) -> Iterator[Candidate]:
    """Make candidates of the drafts; a speaker gets a name only if the text gives one."""
    names = _full_names(reading)
    lexicon = LEXICONS.get(language)
    marked = [quote.span for quote in reading.quotes]
    for draft in drafts:
        speakers = tuple(_party(reading.text, s, names, lexicon) for s in draft.source)
        mode = mode_of(reading.text, draft, marked)
        reasons = [*polarity_reasons(reading.text, draft, mode), *draft.reasons]
        yield Candidate(
            source=tuple(draft.source),
            cue=tuple(draft.cue),
            content=tuple(sorted(draft.content)),
            mode=mode,
            kind="fact",
            polarity=polarity_of(reading.text, draft, mode),
            cue_class="communication" if draft.cue else "none",
            speakers=speakers,
            addressee=None,
            medium=None,
            hops=(),
            dates=(),
            places=(),
            floating=draft.floating,
            score=draft.score,
            reasons=(*reasons, *(party.reason for party in speakers)),
            rule=draft.rule,
        )


def _full_names(reading: Reading) -> dict[str, str]:
    """Return last words of the names in two or more parts that the text gives, with the name."""
    found: dict[str, str] = {}
    for unit in reading.units:
        run: list[str] = []
        for item in (*unit.items, None):
            if item is not None and item.is_word and item.token.is_capital:
                run.append(item.token.text)
                continue
            if 2 <= len(run) <= 4:
                found.setdefault(bare(run[-1]), " ".join(run[-2:]))
            run = []
    return found


def _party(text: str, span: Span, names: dict[str, str], lexicon: Words | None) -> Party:
    words = words_at(text, (span,))
    parts = words.split()
    if lexicon is None or parts[0].lower() in lexicon.pronouns:
        return Party(words, (span,), reason=f"“{words}” is not resolved", confidence=0.2)
    run: list[str] = []
    for part in parts:
        run = [*run, part] if part[:1].isupper() else []
    if len(run) >= 2:
        return Party(words, (span,), " ".join(run[-3:]), reason=f"named: “{words}”", confidence=0.8)
    if len(run) == 1 and (full := names.get(bare(run[0]))) is not None:
        return Party(words, (span,), full, reason=f"“{words}” is short for {full}", confidence=0.7)
    return Party(words, (span,), words, reason="taken as it stands", confidence=0.5)


def reach_of(language: str) -> str:
    """Return what is looked for in a text in this language, a code as Extraction has it."""
    return "quotations" if language in LEXICONS else "bare_quotations"


def note_for(language: str) -> str:
    """Return what a run over a text in this language did and did not look for."""
    lexicon = LEXICONS.get(language)
    if lexicon is not None:
        return (
            f"Read as {lexicon.name}: quotations with the reporting words beside them; reported "
            "speech without quotation marks, dates and places were not looked for."
        )
    return (
        f"There are no reporting words for this language ({language}): quotations only, their "
        "speakers unresolved."
    )
