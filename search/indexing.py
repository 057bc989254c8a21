"""Writing the index: in the transaction of the change, by following the history."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from history.services import Change
from search import registry
from search.models import MOST_PARTS, Entry, entry_id
from search.registry import Source, Text
from search.words import words_of

BATCH = 500
# Words of one part. PostgreSQL keeps no place beyond the 16,383rd word of a vector, and no more
# than 255 places of one word.
PART = 2000
# So many words of a part stand at the start of the next: a phrase is found across the cut.
OVERLAP = 30
# Stands between pieces: nobody can look for it, and no phrase runs across it.
BREAK = "_"


def follow(changes: Sequence[Change]) -> None:
    """Index what `changes` changed. Called by `history.services.record`."""
    for source in registry.sources():
        ids: set[int] = set()
        for change in changes:
            if isinstance(change.row, source.model):
                ids.add(change.row.pk)
            for model, ids_of in source.follows.items():
                if isinstance(change.row, model):
                    ids.update(ids_of(change.row))
        index(source, ids)


def index(source: Source, ids: Collection[int]) -> int:
    """Write what is searched of these rows; how many entries were written or removed.

    Two queries for up to `BATCH` rows whose words are what the index has, besides those of
    `source.texts`.
    """
    every = sorted(ids)
    batches = (every[begin : begin + BATCH] for begin in range(0, len(every), BATCH))
    return sum(_index(source, batch) for batch in batches)


@transaction.atomic
def _index(source: Source, ids: list[int]) -> int:
    entries = {each.pk: each for text in source.texts(ids) for each in _entries(source, text)}
    rows = Entry.objects.filter(kind=source.code, object_id__in=ids)
    here = dict(rows.values_list("pk", "words"))
    written = [entry for pk, entry in entries.items() if here.get(pk) != entry.words]
    Entry.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["id"], update_fields=["words"]
    )
    gone = here.keys() - entries.keys()
    if gone:
        Entry.objects.filter(pk__in=gone).delete()
    return len(written) + len(gone)


def _entries(source: Source, text: Text) -> Iterator[Entry]:
    """One, or as many as a long text has parts; what is beyond the last part is not searched."""
    head = " ".join([f"{source.name}_{text.team_id}", *text.marks, BREAK])
    words = [word for piece in text.pieces for word in (*words_of(piece), BREAK)]
    starts = range(0, max(len(words), 1), PART)[: MOST_PARTS if source.is_long else 1]
    for part, start in enumerate(starts):
        yield Entry(
            id=entry_id(source.code, text.object_id, part),
            team_id=text.team_id,
            kind=source.code,
            object_id=text.object_id,
            words=f"{head} {' '.join(words[start : start + PART + OVERLAP])}",
        )


def unindexed(source: Source) -> QuerySet[Any]:
    """Rows of `source` that have no entry: none, unless something wrote past the services."""
    entries = Entry.objects.filter(kind=source.code, object_id=OuterRef("pk"))
    return source.model._base_manager.filter(~Exists(entries)).order_by("pk")


def fill(source: Source, *, everything: bool = False) -> int:
    """Index the rows that have no entry, or all; how many entries were written or removed."""
    rows = source.model._base_manager.order_by("pk") if everything else unindexed(source)
    changed, last = 0, 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        changed += index(source, ids)
        last = ids[-1]
    return changed
