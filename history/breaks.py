"""What verifying can find wrong."""

from dataclasses import dataclass
from enum import IntFlag


class Kind(IntFlag):
    """Of what kind a break is; the exit code of `verify_history` is the sum of those found."""

    CHAIN = 2
    ROWS = 4
    CONTENT = 8
    HEAD = 16


@dataclass(frozen=True)
class Break:
    """Something that is not as it was written.

    row: what it is about, as "claim 12" or "event 7"; field: which of its fields, "" for all of it;
    seq: the event that says otherwise, None where there is none.
    """

    kind: Kind
    row: str
    field: str
    expected: str
    found: str
    seq: int | None = None

    @property
    def reason(self) -> str:
        return f"{self.field or 'the row'}: expected {self.expected}, found {self.found}"

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
