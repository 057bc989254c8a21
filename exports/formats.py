"""Rows as bytes, a few at a time."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from exports.columns import Column

# Excel reads UTF-8 as such only with this mark; every other reader knows it as `utf-8-sig`.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would run as a formula if a cell began with it, also in the full width that
# some take for the same. In countries that write decimal commas, spreadsheets cut lines at “;”,
# within quotation marks too, and pasted ones at tabs: what follows begins a cell there.
_FORMULA = re.compile(r"(^|[;\t\r\n])([\s\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_SEND_FROM = 65536


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """A table with a line of names; each text stands in quotation marks. What a spreadsheet would
    take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([cell(column.get(row)) for column in columns])
        if buffer.tell() > _SEND_FROM:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def cell(value: Any) -> str | int | float:
    """Numbers as they are, all else as text that no spreadsheet computes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    guarded = _FORMULA.sub(r"\1\2'", text)
    # A cell that begins with a tab or a line break is trimmed before it is looked at.
    return f"'{guarded}" if text[:1] in {"\t", "\r"} and guarded == text else guarded


def as_ndjson(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """One JSON object a line."""
    buffer = bytearray()
    for row in rows:
        buffer += orjson.dumps(_record(columns, row), option=orjson.OPT_APPEND_NEWLINE)
        if len(buffer) > _SEND_FROM:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)


def as_json(
    columns: Sequence[Column], rows: Iterable[Any], *, head: dict[str, Any]
) -> Iterator[bytes]:
    """One object: the entries of `head`, the data dictionary in `columns`, and `rows`."""
    told = {**head, "columns": dictionary(columns)}
    yield orjson.dumps(told, default=str)[:-1] + b',"rows":['
    separator = b""
    for line in as_ndjson(columns, rows):
        if line:
            yield separator + line.rstrip().replace(b"\n", b",")
            separator = b","
    yield b"]}\n"


def dictionary(columns: Sequence[Column]) -> list[dict[str, str]]:
    """What each column means."""
    return [{"name": c.name, "label": c.label, "meaning": c.meaning} for c in columns]


def _record(columns: Sequence[Column], row: Any) -> dict[str, Any]:
    return {column.name: column.get(row) for column in columns}
