"""Numbers that come in addresses and forms."""

from django.http import QueryDict


def number_in(given: QueryDict, name: str) -> int:
    """The number that `given` has for `name`; 0 where it has none that a row could have."""
    value = given.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else 0
