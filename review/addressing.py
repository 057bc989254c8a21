"""Whom the words of a comment name: "@" and the name of a member, as it is written in the team."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from teams.models import User


def named_in(text: str, people: Iterable["User"]) -> list["User"]:
    """Those of `people` whom `text` names, each once, in the order of `people`.

    Of two names that fit at one place the longer counts; whoever shares a name is named with it.
    Case does not matter.
    """
    known = list(people)
    pattern = _pattern(str(person) for person in known)
    found = {match[1].casefold() for match in pattern.finditer(text)} if pattern else set()
    return [person for person in known if str(person).casefold() in found]


def with_names_marked(text: str, people: Iterable["User"]) -> SafeString:
    """`text` as HTML, escaped, with the names of `people` after an "@" as <b class="named">."""
    pattern = _pattern(str(person) for person in people)
    if pattern is None:
        return conditional_escape(text)
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts += [conditional_escape(text[at : match.start()])]
        parts += [format_html('<b class="named">{}</b>', match[0])]
        at = match.end()
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))  # noqa: S308 (escaped above)


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    if not longest_first:
        return None
    either = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<!\w)@({either})(?!\w)", re.IGNORECASE)
