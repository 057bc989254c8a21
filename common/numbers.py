"""Numbers that come in addresses and forms."""

import re

from django.http import QueryDict

# The largest number of a row that either database can be asked for. Whatever is beyond is
# malformed, like any word that is no number: their drivers would fail at it.
LARGEST_ID = 2**63 - 1


def row_number(words: str) -> int | None:
    """The number that `words` are, if a row could have it."""
    number = int(words) if re.fullmatch(r"[0-9]{1,19}", words) else LARGEST_ID + 1
    return number if number <= LARGEST_ID else None


def number_in(given: QueryDict, name: str) -> int:
    """The number that `given` has for `name`; 0 where it has none that a row could have."""
    return row_number(given.get(name, "")) or 0
