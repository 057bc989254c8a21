"""Which rows the running transaction wrote, kept until somebody tells of them.

What has to be told of a row (`follow`) is noted where rows are written, in `common.models`, so that
no service can forget it. The notes stand among the transaction's commit hooks, because these alone
fall with the savepoint they were made in.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models, transaction

_followed: dict[type[models.Model], frozenset[str]] = {}


@dataclass(frozen=True, eq=False)
class Written:
    """Rows of `model` that were made (`fields` is None), changed in `fields`, or deleted."""

    model: type[models.Model]
    pks: tuple[int, ...]
    fields: frozenset[str] | None = None
    gone: bool = False

    def __call__(self) -> None:
        """Committed: there is nobody left to tell."""


def follow(model: type[models.Model], fields: Collection[str]) -> None:
    """Have writes to these fields of `model` noted, and that its rows come and go."""
    _followed[model] = frozenset(fields)


def note(
    model: type[models.Model],
    pks: Collection[int],
    fields: Collection[str] | None = None,
    *,
    gone: bool = False,
) -> None:
    """Say that these rows were written: all of them if `fields` is None, or deleted (`gone`).

    fields: names, or the columns of foreign keys. Nothing is kept outside a transaction.
    """
    if pks and is_noted(model, fields):
        transaction.on_commit(Written(model, tuple(pks), _followed_of(model, fields), gone))


def is_noted(model: type[models.Model], fields: Collection[str] | None = None) -> bool:
    """Whether a write to `fields` of `model` would be noted now."""
    is_followed = _followed_of(model, fields) != frozenset()
    return is_followed and transaction.get_connection().in_atomic_block


def _followed_of(
    model: type[models.Model], fields: Collection[str] | None
) -> frozenset[str] | None:
    if model not in _followed:
        return frozenset()
    if fields is None:
        return None
    return _followed[model] & {model._meta.get_field(name).name for name in fields}


def take() -> list[Written]:
    """Hand out, once, what was noted within the innermost atomic block and all in it."""
    connection = transaction.get_connection()
    here = set(connection.savepoint_ids)
    hooks = connection.run_on_commit
    mine = [hook for hook in hooks if isinstance(hook[1], Written) and here <= set(hook[0])]
    if mine:
        connection.run_on_commit = [hook for hook in hooks if hook not in mine]
    return [hook[1] for hook in mine]
