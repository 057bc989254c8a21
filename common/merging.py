"""Two people edit one row at once: what each did, field by field, and what fits together."""

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merge:
    """values: each field as it would be saved; where both changed it, as the person typed it.

    taken: fields that only the others changed; clashes: those that both changed, each otherwise.
    """

    values: dict[str, Any]
    taken: list[str]
    clashes: list[str]


def merge(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    same: Callable[[str, Any, Any], bool] = lambda _name, one, other: operator.eq(one, other),
    together: Collection[Collection[str]] = (),
) -> Merge:
    """Put `theirs` and `mine`, which both began from `base`, together field by field.

    base: without a field where nobody knows what it held: it then clashes wherever the two differ.
    same: whether two values of a field say the same. together: groups of fields that mean
    something only side by side, such as the two ends of a stretch of time: where both changed one
    of a group, the whole group clashes. The order is that of `mine`.
    """
    group_of = {name: group for group in together for name in group}

    def changed(side: Mapping[str, Any], names: Collection[str]) -> bool:
        return any(
            name not in base or not same(name, base[name], side[name])
            for name in names
            if name in side
        )

    values, taken, clashes = dict(mine), [], []
    for name in mine:
        if name not in theirs or same(name, theirs[name], mine[name]):
            continue
        names = group_of.get(name, (name,))
        if not changed(mine, names):
            values[name] = theirs[name]
            taken.append(name)
        elif changed(theirs, names):
            clashes.append(name)
    return Merge(values, taken, clashes)
