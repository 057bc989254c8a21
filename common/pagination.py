"""Keyset pages: stable while rows are added, and no count of the whole table."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from common.numbers import row_number

PAGE_SIZE = 30
MOST_COUNTED = 1000


class ApiCursorPagination(CursorPagination):
    """Cursor pages of the API: newest first unless the view's queryset says otherwise."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"
    page_size_query_description = (
        f"How many rows, {page_size} unless it is from 1 to {max_page_size}."
    )

    def decode_cursor(self, request: Any) -> Any:
        """Raises NotFound also for what is a cursor in form, but stands at no number of a row."""
        cursor = super().decode_cursor(request)
        place = cursor.position if cursor else None
        if place is not None and row_number(place) is None:
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for each in parameters:
            if each["name"] == self.page_size_query_param:
                each["schema"] |= {"minimum": 1, "maximum": self.max_page_size}
        return parameters


@dataclass(frozen=True)
class Total:
    """How many rows there are, counted up to a bound: "1,000+" beyond it."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        shown = number_format(self.number, use_l10n=True, force_grouping=True)
        return f"{shown}+" if self.is_more else shown

    def __bool__(self) -> bool:
        return self.number > 0


def total_of(rows: QuerySet[Any], *, most: int = MOST_COUNTED) -> Total:
    """How many `rows` there are, up to `most`: what it costs does not grow beyond. One query."""
    number = rows.order_by()[: most + 1].count()
    return Total(min(number, most), number > most)


@dataclass(frozen=True)
class Page:
    """One page of rows. `next` and `previous` are cursors for the `after` / `before` parameter."""

    rows: list[Any]
    next: str = ""
    previous: str = ""


def keyset_page(
    rows: QuerySet[Any],
    *,
    order: tuple[str, ...],
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """One page of `rows` in `order`; the last field of `order` must be unique and none may be null.

    order: field names, each with "-" for descending. One query. A cursor that was not made here for
    this order gives the first page: it is a link somebody shortened, not an error worth a page of
    its own. It is signed, so what stands in it needs no look at every column that it is put to.
    """
    backwards = bool(before) and not after
    signer = Signer(salt=f"{rows.model._meta.label}:{','.join(order)}")
    keys = _decode(before if backwards else after, signer)
    effective = tuple(_flip(field) for field in order) if backwards else order
    if keys:
        rows = rows.filter(_beyond(effective, keys))
    found = list(rows.order_by(*effective)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_next, has_previous = (True, more) if backwards else (more, bool(keys))
    return Page(
        found,
        next=_encode(found[-1], order, signer) if has_next else "",
        previous=_encode(found[0], order, signer) if has_previous else "",
    )


def _flip(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(order: tuple[str, ...], keys: list[Any]) -> Q:
    """Rows after the one with `keys`: (a, b) > (x, y) written out for any mix of directions."""
    condition, same = Q(), Q()
    for field, key in zip(order, keys, strict=True):
        name = field.lstrip("-")
        step = "lt" if field.startswith("-") else "gt"
        condition |= same & Q(**{f"{name}__{step}": key})
        same &= Q(**{name: key})
    return condition


def _encode(row: Any, order: tuple[str, ...], signer: Signer) -> str:
    keys = [_value(row, field.lstrip("-")) for field in order]
    plain = base64.urlsafe_b64encode(json.dumps(keys, default=str).encode()).decode().rstrip("=")
    return signer.sign(plain)


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row


def _decode(cursor: str, signer: Signer) -> list[Any]:
    try:
        plain = signer.unsign(cursor)
    except BadSignature:
        return []
    keys: list[Any] = json.loads(base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4)))
    return keys
