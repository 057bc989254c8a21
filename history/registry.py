"""What the apps above tell this one at start, because it may not import them.

Why so: docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from common import writing

if TYPE_CHECKING:
    from history.breaks import Break
    from history.services import Change

Follower = Callable[["Sequence[Change]"], None]
_followers: list[Follower] = []


def add_follower(follow: Follower) -> None:
    """Have `follow` called with the changes of each action, in its transaction.

    Every service records what it changed, so nothing that follows from a change can be forgotten.
    """
    if follow not in _followers:
        _followers.append(follow)


def followers() -> list[Follower]:
    return list(_followers)


@dataclass(frozen=True)
class Proof:
    """How rows of a model are held against the history.

    team: the lookup from a row to its team. untold: fields that write no history, each with the
    reason. unless: rows that need no event, with the reason, as long as none tells of them.
    """

    model: type[models.Model]
    team: str = "team"
    untold: Mapping[str, str] = field(default_factory=dict)
    unless: tuple[models.Q, str] | None = None

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    def fields(self) -> Iterator[Any]:
        """The fields that events tell of: columns, and who else is named in it."""
        meta = self.model._meta
        for each in (*meta.concrete_fields, *meta.local_many_to_many):
            if not each.primary_key and each.name not in self.untold:
                yield each


# Looks for contents of a team that contradict each other; told how many rows were looked at.
Check = Callable[[int, Callable[[int], None]], "Iterator[Break]"]

_proofs: dict[str, Proof] = {}
_checks: dict[str, Check] = {}
_unproven: dict[type[models.Model], str] = {}


def prove(model: type[models.Model], **how: Any) -> None:
    """Have every row of `model` told of by events and held against them; how: as in `Proof`.

    Called in the `proving` module of each app.
    """
    proof = Proof(model, **how)
    _proofs[proof.name] = proof
    writing.follow(model, [each.name for each in proof.fields()])


def leave_out(model: type[models.Model], why: str) -> None:
    """Say why rows of `model` write no history at all."""
    _unproven[model] = why


def add_check(name: str, check: Check) -> None:
    """Have `check` asked whenever a team is verified; name: of what is compared, in one word."""
    _checks[name] = check


def checks() -> dict[str, Check]:
    return dict(_checks)


def proofs() -> dict[str, Proof]:
    """By the name under which events know the model, lower apps first."""
    return dict(_proofs)


def unproven() -> dict[type[models.Model], str]:
    return dict(_unproven)
