"""Whether the rows of a team are what its events say of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from common.snapshots import snapshot
from history import imprints
from history.breaks import Break, Kind
from history.imprints import Row
from history.models import Act, Imprint
from history.registry import Proof
from history.verifying import Step

AT_ONCE = 1000


@dataclass
class Told:
    """What the events say of one row: of each field the newest one, with its salt and number."""

    is_made: bool = False
    is_gone: bool = False
    seq: int = 0
    fields: dict[str, tuple[Any, str, int]] = field(default_factory=dict)


def breaks(
    proof: Proof, team_id: int, names: Collection[str], step: Step = lambda _done: None
) -> Iterator[Break]:
    """Rows of `proof` in the team that are not as told, in the order of their ids.

    names: the fields that events tell of in this team. step: told how many rows were compared
    since the last time. `AT_ONCE` rows are in memory, each read at one moment with its events.
    """
    last = 0
    while True:
        with snapshot():
            pks, is_last = _next_ids(proof, team_id, last)
            rows = imprints.rows_of(proof, pks)
            rows = {pk: row for pk, row in rows.items() if row.team_id == team_id}
            told = _told(proof, team_id, pks)
            excused = _excused(proof, pks)
        for pk in pks:
            yield from _of_row(proof, pk, rows.get(pk), told.get(pk), names, pk in excused)
        step(len(rows))
        if is_last:
            return
        last = pks[-1]


def _next_ids(proof: Proof, team_id: int, last: int) -> tuple[list[int], bool]:
    """The next ids that rows or events have, and whether there are no more."""
    rows = proof.model._base_manager.filter(pk__gt=last, **{proof.team: team_id})
    there = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    imprinted = Imprint.objects.filter(
        row_type=proof.name, row_id__gt=last, event__team_id=team_id
    ).order_by("row_id")
    told = list(imprinted.values_list("row_id", flat=True).distinct()[:AT_ONCE])
    full = [ids[-1] for ids in (there, told) if len(ids) == AT_ONCE]
    every = sorted({*there, *told})
    return [pk for pk in every if not full or pk <= min(full)], not full


def _told(proof: Proof, team_id: int, pks: list[int]) -> dict[int, Told]:
    found: dict[int, Told] = defaultdict(Told)
    kept = Imprint.objects.filter(row_type=proof.name, row_id__in=pks, event__team_id=team_id)
    columns = ("row_id", "act", "fields", "event__payload__salt", "event__seq")
    for pk, act, fields, salt, seq in kept.order_by("row_id", "event__seq").values_list(*columns):
        told = found[pk]
        told.is_made |= act in {Act.MADE, Act.FOUND}
        told.is_gone, told.seq = act == Act.GONE, seq
        told.fields |= {name: (value, salt or "", seq) for name, value in fields.items()}
    return found


def _excused(proof: Proof, pks: list[int]) -> set[int]:
    if proof.unless is None:
        return set()
    rows = proof.model._base_manager.filter(proof.unless[0], pk__in=pks)
    return set(rows.values_list("pk", flat=True))


def _of_row(
    proof: Proof, pk: int, row: Row | None, told: Told | None, names: Collection[str], excused: bool
) -> Iterator[Break]:
    name = f"{proof.name} {pk}"
    if row is None:
        if told and not told.is_gone:
            yield Break(Kind.ROWS, name, "", "the row", "it is missing", told.seq)
        return
    if told is None:
        if not excused:
            yield Break(Kind.ROWS, name, "", "no such row", "one that no event tells of")
        return
    if told.is_gone:
        yield Break(Kind.ROWS, name, "", "no row: it was deleted", "the row", told.seq)
        return
    if not told.is_made:
        yield Break(Kind.ROWS, name, "", "an event that made it", "none", told.seq)
    for each in proof.fields():
        if each.name in names and (told.is_made or each.name in told.fields):
            yield from _of_field(name, each, row.values[each.name], told)


def _of_field(name: str, column: Any, value: Any, told: Told) -> Iterator[Break]:
    expected, salt, seq = told.fields.get(column.name, (None, "", told.seq))
    found = imprints.told(column, value, salt)
    if found != expected and (found or expected):
        yield Break(Kind.ROWS, name, column.name, _shown(expected), _shown(found), seq)


def _shown(value: Any) -> str:
    return str(value) if value else "nothing"
