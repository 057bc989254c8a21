"""Speech without quotation marks: set off by a colon, signed with a name, labelled by speaker."""

import re
from bisect import bisect_left
from dataclasses import replace

from extraction.draft import Draft
from extraction.loose import Lead
from extraction.model import Span
from extraction.sentences import sentences
from extraction.spans import Cover, trimmed

MARKED = '“"«„‘-–—•*'  # quotes and list items are found elsewhere
FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b", re.IGNORECASE)
NAME_LINE = re.compile(
    r"[-–—\s]*(?P<name>[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]+|de|van|von|al|bin)){1,4})"
)


def set_off(
    text: str, leads: list[Lead], drafts: list[Draft], paragraphs: list[Span]
) -> list[Draft]:
    """Return what stands unquoted after a colon at the end of a paragraph.

    The church denied this: ¶ She was not forced. She was never there. They also claimed …
    Reaches to the first sentence that has a reporting clause of its own.
    """
    found: list[Draft] = []
    taken = Cover(span for draft in drafts for span in (*draft.cue, *draft.content))
    for lead in leads:
        at = bisect_left(paragraphs, lead.end, key=lambda paragraph: paragraph.start)
        after = paragraphs[at] if at < len(paragraphs) else None
        if (
            after is None
            or text[after.start] in '“"«„‘-–—•*'
            or text[lead.end : after.start].strip()
        ):
            continue
        end = after.start
        for sentence in sentences(text, after):
            if taken.meets(sentence):
                break
            end = sentence.end
        span = trimmed(text, after.start, end)
        if span is not None and span.end - span.start > 20:
            found.append(replace(lead.draft, content=[span], rule="block-after-colon", score=0.6))
    return found


def signed(text: str, paragraphs: list[Span]) -> list[Draft]:
    """Return pull quotes: a paragraph in the first person that ends with a bare name.

    I was sent there against my will. Ann Roe
    """
    found: list[Draft] = []
    for paragraph in paragraphs:
        inside = sentences(text, paragraph)
        if len(inside) < 2 or text[inside[0].start] in '“"«„':
            continue
        last, body = inside[-1], Span(inside[0].start, inside[-2].end)
        match = NAME_LINE.fullmatch(text, last.start, last.end)
        if match is None or not FIRST_PERSON.search(text, body.start, body.end):
            continue
        draft = Draft([body], source=[Span(*match.span("name"))], mode="direct", group="assert")
        draft.rule, draft.score = "pull-quote", 0.7
        draft.reasons.append("first-person paragraph signed with a name")
        found.append(draft)
    return found
