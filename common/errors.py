"""Errors of the domain: their messages are written for the person who reads them."""

from typing import Any


class DomainError(Exception):
    """A rule of the product was broken. Pages show the message; the API returns it."""

    http_status = 400
    code = "error"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details


class RuleError(DomainError):
    """What was asked is not allowed now, or something is missing.

    `missing` lists what is missing, one sentence each, in the order of the form.
    """

    http_status = 422
    code = "rule"

    def __init__(self, message: str, *, missing: list[str] | None = None) -> None:
        super().__init__(message, missing=missing or [])
        self.missing = missing or []


class ConflictError(DomainError):
    """The row was changed by somebody else since the person saw it; nothing was written.

    `current` is the row as it stands now.
    """

    http_status = 409
    code = "conflict"

    def __init__(self, message: str, *, current: Any = None) -> None:
        super().__init__(message)
        self.current = current


class DuplicateError(DomainError):
    """The same thing is here already; `existing` is it, and the person may choose."""

    http_status = 409
    code = "duplicate"

    def __init__(self, message: str, *, existing: Any) -> None:
        super().__init__(message)
        self.existing = existing
