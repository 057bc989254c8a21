"""Writing down what stood there before events told of it.

An upgrade that has events tell of more models or fields leaves rows that no event has told of. Once
all is migrated, each team's chain gets events of kind "history.begun" that keep an imprint of those
rows; the last of them says which fields are proven from then on. A row that came past the services
before is taken as it stands: what happened earlier nobody can prove any more.
"""

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from history import imprints, registry, services
from history.imprints import Told, Touched
from history.models import Act, Event
from history.registry import Proof
from history.services import Change

KIND = "history.begun"
TASK = "upgrade"


def after_migrations(sender: Any, using: str, **_kwargs: Any) -> None:
    """Every team, once the whole database is as the code wants it."""
    teams = registry.proofs()["team"].model
    if using != DEFAULT_DB_ALIAS or not _is_migrated() or not teams._base_manager.exists():
        return
    for team in teams._base_manager.order_by("pk"):
        begin(team)


def _is_migrated() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def begin(team: Any) -> int:
    """Have the events of `team` tell of what they do not tell of yet; how many rows that were."""
    return tell(team, _missing(team.pk))


def tell(team: Any, fields: dict[str, list[str]]) -> int:
    """Take these fields, by model, as they stand from now on: also for a migration that wrote them.

    In pieces, each a transaction of its own; cut off in between it is done again from the start.
    """
    if not fields:
        return 0
    action, count = uuid.uuid4(), 0
    for name, names in fields.items():
        proof = registry.proofs()[name]
        is_whole = len(names) == len(list(proof.fields()))
        for part in imprints.batches(_ids(proof, team.pk)):
            with transaction.atomic():
                found = _found(proof, team.pk, part, None if is_whole else frozenset(names))
                _append(team, found, action=action)
            count += len(found)
    with transaction.atomic():
        _append(team, [], action=action, proves=fields)
    return count


def _missing(team_id: int) -> dict[str, list[str]]:
    """The fields that are declared and not told of yet, by model."""
    told: dict[str, set[str]] = {}
    for proves in said(team_id):
        for name, fields in proves.items():
            told.setdefault(name, set()).update(fields)
    missing = {
        name: [field for field in fields if field not in told.get(name, ())]
        for name, fields in imprints.proven().items()
    }
    return {name: fields for name, fields in missing.items() if fields}


def said(team_id: int) -> Iterator[dict[str, list[str]]]:
    """What the first event and those of our kind say that they prove."""
    events = Event.objects.filter(team_id=team_id)
    first = events.filter(seq=1) | events.filter(kind=KIND)
    for content in first.order_by("seq").values_list("payload__content", flat=True):
        if content and content.get("proves"):
            yield content["proves"]


def _ids(proof: Proof, team_id: int) -> Iterator[int]:
    rows = proof.model._base_manager.filter(**{proof.team: team_id})
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=imprints.BATCH)


def _found(
    proof: Proof, team_id: int, pks: Collection[int], fields: frozenset[str] | None
) -> list[Told]:
    act = Act.FOUND if fields is None else Act.CHANGED
    rows = imprints.rows_of(proof, pks)
    return [
        (Touched(proof, pk, act, fields), row) for pk, row in rows.items() if row.team_id == team_id
    ]


def _append(
    team: Any, found: list[Told], *, action: uuid.UUID, proves: dict[str, list[str]] | None = None
) -> None:
    after = {"rows": len(found)} if found else {}
    change = Change(KIND, team, after=after)
    pair = [(change, found)]
    services.append(pair, team_id=team.pk, by=None, task=TASK, action=action, proves=proves)
