"""How far a document's mentions are. Mentions live above: their app registers the counting."""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """So many of a document's mentions are done."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


NOTHING = Progress(0, 0)
# Progress by document id, for those of the given documents that have mentions, in one query.
Counter = Callable[[Collection[int]], dict[int, Progress]]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    _counters[:] = [counter]


def progress_of(document_ids: Collection[int]) -> dict[int, Progress]:
    """Progress of each of the documents, `NOTHING` for those without mentions. One query."""
    counted = _counters[0](document_ids) if _counters and document_ids else {}
    return {pk: counted.get(pk, NOTHING) for pk in document_ids}
