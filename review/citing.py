"""Citations as they were read: each carries the version of the evidence that the person saw."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from common.errors import ConflictError
from history.models import Event
from review.models import Evidence
from review.models.evidence import JUDGED

if TYPE_CHECKING:
    from claims.models import Claim

# "12:3": evidence 12 as it stood at its version 3. Without a version it was not read at all.
_READ = re.compile(r"(\d{1,15})(?::(\d{1,9}))?")
CHANGES = ("evidence.edited", "evidence.graded", "evidence.withdrawn", "evidence.restored")
# What the first reviewer of a blind round gave is not shown to others, changed or not.
_CONCEALABLE = frozenset({"stance", "credibility"})


@dataclass(frozen=True)
class Stale:
    """An item that was changed after it was read. `before` and `now` hold what differs, by field,
    as far as the reader may know it.
    """

    evidence: Evidence
    before: dict[str, Any]
    now: dict[str, Any]


class StaleError(ConflictError):
    """Evidence that a review cites is not what its author read; nothing was sealed."""

    def __init__(self, claim: "Claim", stale: Sequence[Stale]) -> None:
        message = _("Evidence that you cite was changed after you read it. Nothing was sealed.")
        super().__init__(message, current=claim)
        self.stale = stale
        self.details["stale"] = [
            {
                "id": each.evidence.pk,
                "row_version": each.evidence.row_version,
                "before": each.before,
                "now": each.now,
            }
            for each in stale
        ]


def written(item: Evidence) -> str:
    """How a form names `item` as it stands: "12:3"."""
    return f"{item.pk}:{item.row_version}"


def read_from(values: Iterable[str]) -> dict[int, int]:
    """What a form says was cited: id → version, 0 where none is given. Other words are left out."""
    found = (_READ.fullmatch(value) for value in values)
    return {int(each[1]): int(each[2] or 0) for each in found if each}


def stale_among(cited: Mapping[int, int], evidence: Iterable[Evidence]) -> list[Stale]:
    """Those of `evidence` that are cited in another version than they have now.

    evidence: rows of `visible_to`. One query for each that is stale.
    """
    return [
        _compared(item, cited[item.pk])
        for item in evidence
        if item.pk in cited and cited[item.pk] != item.row_version
    ]


def refuse_stale(claim: "Claim", cited: Mapping[int, int], evidence: Iterable[Evidence]) -> None:
    """Raise StaleError where something cited is not as it was read: what is sealed was seen."""
    stale = stale_among(cited, evidence)
    if stale:
        raise StaleError(claim, stale)


def _compared(item: Evidence, version: int) -> Stale:
    """Each change of an item is one event and one version, so the events lead back."""
    events = Event.objects.filter(object_type="evidence", object_id=item.pk, kind__in=CHANGES)
    events = events.order_by("-seq")
    contents = events.values_list("payload__content", flat=True)
    steps = item.row_version - version if 0 < version < item.row_version else 0
    before: dict[str, Any] = {}
    for content in contents[:steps]:
        before |= (content or {}).get("before") or {}
    hidden = _CONCEALABLE if item.is_concealed else frozenset()
    kept = {_told(name) for name in JUDGED} - hidden
    before = {name: value for name, value in before.items() if name in kept}
    now = {name: _plain(getattr(item, Evidence._meta.get_field(name).attname)) for name in before}
    return Stale(item, before, now)


def _told(column: str) -> str:
    return column.removesuffix("_id")


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
