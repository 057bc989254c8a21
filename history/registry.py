"""What the apps above tell this one at start, because it may not import them.

Why so: docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
