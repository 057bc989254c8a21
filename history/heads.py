"""The last event of a chain, as it stands in exports, mails and the log."""

import logging
from dataclasses import dataclass

from history.models import ChainHead

# Written whatever the level of other logs is: what stands outside of the database counts.
log = logging.getLogger("history.heads")


@dataclass(frozen=True)
class Head:
    """Its number and its hash: what `verify_history --against` takes."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


def head_of(team_id: int) -> Head:
    """Of a team without events it is number 0. One query."""
    row = ChainHead.objects.filter(team_id=team_id).first() or ChainHead()
    return Head(row.seq, row.hash)


def write_down(slug: str, head: Head) -> None:
    log.info("history of %s: head %s", slug, head)
