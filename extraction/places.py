"""Where something is said to happen: a preposition and a name that is no date and no person."""

import re

from extraction.cast import Cast
from extraction.dates import MONTHS, WEEKDAYS
from extraction.model import Place, Span

LOCAL = re.compile(
    r"\b(?P<whole>(?:in|at|near|outside|inside|across|throughout|around) "
    r"(?P<name>(?:the )?(?:(?:north|south|east|west|central|eastern|western|northern|southern|"
    r"south-?east|north-?east|south-?west|north-?west)(?:ern)? )?"
    r"[A-Z][\w’'-]*(?:[ -](?:of )?[A-Z][\w-]*)*))"
)
NOT_PLACES = frozenset(MONTHS) | frozenset(WEEKDAYS) | {"parliament", "congress", "twitter"}


def places_in(text: str, content: list[Span], cast: Cast) -> tuple[Place, ...]:
    """Return the places named within the content, in text order."""
    found: list[Place] = []
    for span in content:
        for match in LOCAL.finditer(text, span.start, span.end):
            name = re.sub(r"^the |['’]s$", "", match["name"])
            if name.split()[0].lower() in NOT_PLACES or _is_nobodys(cast, match):
                continue
            start, end = match.span("whole")
            end -= 2 if match["name"].endswith(("'s", "’s")) else 0
            found.append(Place(text[start:end], (Span(start, end),), name))
    return tuple(found)


def _is_nobodys(cast: Cast, match: re.Match[str]) -> bool:
    member = cast.at(match.start("name"))
    return member is not None and bool(member.kind) and bool(member.spoke)
