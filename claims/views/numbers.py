"""Numbers that come in addresses."""

from django.http import HttpRequest


def number_in(request: HttpRequest, name: str) -> int:
    """The number that the address gives for `name`; 0 where it gives none that a row could have."""
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else 0
