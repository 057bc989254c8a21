"""The words of whatever can be searched, and filters that people keep."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import triggers
from common.models import Versioned
from teams.models import Team
from teams.querysets import in_teams_of

if TYPE_CHECKING:
    from teams.models import User

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


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: "User") -> Self:
        """One's own views and those that others share, in the teams that one is in."""
        mine = Q(owner_id=user.pk) | Q(is_shared=True)
        return self.filter(mine, in_teams_of(user))


class SavedView(Versioned):
    """Filters of the list of claims under a name, for their owner or for the whole team.

    Only its owner changes it; whoever else wants it otherwise takes a copy. It holds no rows: each
    sees of it what they may read.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    name = models.CharField(_("name"), max_length=80)
    # As in the address, without what belongs to one look at it (`services.KEPT_OUT`).
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(_("shared with the team"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["team", "owner", "name"], name="saved_view_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ViewReader(models.Model):
    """When a person last opened a view, and whether they want to be told of what is new in it."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="view_readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    wants_notice = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "person"], name="view_reader_once"),
        ]

    def __str__(self) -> str:
        return f"{self.view_id} seen by {self.person_id}"
