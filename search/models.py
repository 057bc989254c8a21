"""The words of whatever can be searched."""

from django.db import models

from common import triggers
from teams.models import Team

PART_BITS = 10
MOST_PARTS = 1 << PART_BITS
KIND_BITS = 3


class Entry(models.Model):
    """The words of a row, or of one part of a long one: what the full-text indexes are made of.

    `id` is made of the row's number, the part and the kind (`entry_id`), so that an index gives
    the row without a look at this table. The first word names team and kind, as "claim_12": a
    small team does not pay for what others have. SQLite's index is the table `search_words`
    (FTS5), kept by the triggers below; PostgreSQL's is the generated column `vector` (GIN).
    """

    id = models.BigIntegerField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField()
    object_id = models.BigIntegerField()
    # As search.words has them, parted by spaces; those with "_" are ours.
    words = models.TextField()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["kind", "object_id"], name="search_entry_of_row")]

    def __str__(self) -> str:
        return self.words[:80]


def entry_id(kind: int, object_id: int, part: int) -> int:
    return (object_id << PART_BITS | part) << KIND_BITS | kind


OUT = """
    INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', OLD.id, OLD.words);
"""
INTO = "INSERT INTO search_words(rowid, words) VALUES (NEW.id, NEW.words);"
DOES = {"INSERT": INTO, "UPDATE": OUT + INTO, "DELETE": OUT}
REFRESH = """
    INSERT INTO search_words(search_words) SELECT 'rebuild'
    WHERE (SELECT count(*) FROM search_entry) <> (SELECT count(*) FROM search_words_docsize)
"""


class IndexTrigger(triggers.Trigger):
    """Keeps SQLite's index in step with the table; PostgreSQL's column keeps itself.

    Where rows came or went without it, making it fills the index anew.
    """

    def sqlite(self) -> list[str]:
        when = f'AFTER {self.event} ON "{self.table}"'
        return [REFRESH, f'CREATE TRIGGER "{self.full_name}" {when} BEGIN {DOES[self.event]} END']

    def postgresql(self) -> list[str]:
        return []


triggers.declare(
    *(IndexTrigger(f"search_{event.lower()}", "search_entry", event, message="") for event in DOES)
)
