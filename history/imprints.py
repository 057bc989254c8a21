"""What rows hold, in the form that events keep of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from common import writing
from history import chain, registry
from history.models import Act, Imprint
from history.registry import Proof

BATCH = 1000


@dataclass(frozen=True)
class Row:
    """What a row holds now: its team, and the values of its fields by name."""

    team_id: int
    values: dict[str, Any]


def rows_of(proof: Proof, pks: Collection[int]) -> dict[int, Row]:
    """The rows of `proof` with these ids that are there. One query, and one per set of people."""
    every = list(proof.fields())
    columns = [each for each in every if not each.many_to_many]
    rows = proof.model._base_manager.filter(pk__in=pks).order_by("pk")
    found = {
        pk: Row(team_id, {each.name: value for each, value in zip(columns, values, strict=True)})
        for pk, team_id, *values in rows.values_list(
            "pk", proof.team, *(each.attname for each in columns)
        )
    }
    for each in every:
        if each.many_to_many:
            _add_many(each, found)
    return found


def _add_many(many: Any, found: dict[int, Row]) -> None:
    for row in found.values():
        row.values[many.name] = []
    owner, other = many.m2m_column_name(), many.m2m_reverse_name()
    through = many.remote_field.through._base_manager.filter(**{f"{owner}__in": found})
    for pk, named in through.order_by(other).values_list(owner, other):
        found[pk].values[many.name].append(named)


def told(field: Any, value: Any, salt: str) -> Any:
    """`value` as an imprint holds it: texts as digests, so that no name stays behind in it."""
    if isinstance(value, datetime):
        return chain.stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if not value or field.choices or field.many_to_many or isinstance(value, bool | int | float):
        return value
    return chain.content_digest(value, salt)


@dataclass(frozen=True)
class Touched:
    """A row that a transaction wrote: in which fields, None for all of them."""

    proof: Proof
    pk: int
    act: Act
    fields: frozenset[str] | None = None

    @property
    def key(self) -> tuple[str, int]:
        return (self.proof.name, self.pk)


# A row that was written, and as it stands now: None if it is no more.
Told = tuple[Touched, Row | None]


def touched(team_id: int) -> list[Told]:
    """What the transaction wrote of this team's rows since it last told, as they stand now."""
    proofs = {proof.model: proof for proof in registry.proofs().values()}
    noted: dict[str, dict[int, Touched]] = defaultdict(dict)
    for each in writing.take():
        proof = proofs[each.model]
        act = Act.GONE if each.gone else Act.CHANGED if each.fields is not None else Act.MADE
        for pk in each.pks:
            noted[proof.name][pk] = _merged(noted[proof.name].get(pk), proof, pk, act, each.fields)
    found: list[Told] = []
    for rows in noted.values():
        proof = next(iter(rows.values())).proof
        kept = {row.pk: row for row in rows.values() if row.act != Act.GONE}
        now = {pk: row for part in batches(kept) for pk, row in rows_of(proof, part).items()}
        for row in rows.values():
            here = now.get(row.pk)
            if row.act == Act.GONE or (here and here.team_id == team_id):
                found.append((row, here))
    return found


def _merged(
    before: Touched | None, proof: Proof, pk: int, act: Act, fields: frozenset[str] | None
) -> Touched:
    """`before` and what was noted after it, as one."""
    if before is None or act != Act.CHANGED:
        return Touched(proof, pk, act, fields)
    if before.fields is None or fields is None:
        return Touched(proof, pk, before.act, None)
    return Touched(proof, pk, before.act, before.fields | fields)


def batches(items: Iterable[Any], size: int = BATCH) -> Iterable[list[Any]]:
    every = list(items)
    return (every[start : start + size] for start in range(0, len(every), size))


def imprint(row: Touched, here: Row | None, salt: str) -> Imprint:
    """What an event with this salt keeps of `row`."""
    values: dict[str, Any] = {}
    for field in row.proof.fields() if here else ():
        if row.fields is None or field.name in row.fields:
            value = told(field, here.values[field.name], salt) if here else None
            if value or row.act != Act.MADE:
                values[field.name] = value
    return Imprint(row_type=row.proof.name, row_id=row.pk, act=row.act, fields=values)


def digest(imprints: Sequence[Imprint], salt: str) -> str:
    """What an event's content holds of its imprints, in any order."""
    rows = sorted([each.row_type, each.row_id, each.act, each.fields] for each in imprints)
    return chain.content_digest(rows, salt)


def proven() -> dict[str, list[str]]:
    """The fields that events tell of, by model: what `proves` of an event's content says."""
    return {
        name: sorted(each.name for each in proof.fields())
        for name, proof in registry.proofs().items()
    }
