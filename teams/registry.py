"""What the apps above tell this one at start, because it may not import them.

They call the functions here in their modules `registering.py`, which are imported once all models
are there. Why so: docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from history.services import Change

if TYPE_CHECKING:
    from teams.models import Team, User

# How many of something wait for this person in this team.
Counter = Callable[["User", "Team"], int]
# Called with the keywords `membership` and `by`; answers what it changed, for the history.
Departure = Callable[..., list[Change]]


@dataclass(frozen=True)
class Vocabulary:
    """One fixed vocabulary as the help page shows it."""

    title: Any
    choices: type[models.TextChoices] | type[models.IntegerChoices]
    definitions: Mapping[Any, Any]

    def rows(self) -> list[tuple[Any, Any]]:
        """Label and definition of each code, in the order of the vocabulary."""
        return [(code.label, self.definitions.get(code, "")) for code in self.choices]


# Whether this person holds a sealed review of a round that is not over.
Holder = Callable[["User"], bool]

_holders: list[Holder] = []
_counters: dict[str, Counter] = {}
_departures: list[Departure] = []
_signs_of_work: list[Callable[["Team"], bool]] = []
_vocabularies: list[Vocabulary] = []


def add_counter(name: str, count: Counter) -> None:
    """Show `count` beside the link called `name` in the frame: "my_work", "documents"."""
    _counters[name] = count


def counter(name: str) -> Counter | None:
    return _counters.get(name)


def add_departure(hand_back: Departure) -> None:
    """Have `hand_back` called in the transaction in which a member leaves or gets another role.

    It returns the open work that the person may not do, or read, any more to the queue and answers
    one Change per row it changed; they are recorded with the membership's own as one action.
    """
    _departures.append(hand_back)


def departures() -> list[Departure]:
    return list(_departures)


def add_holder(holds: Holder) -> None:
    """Have nobody but themselves sign in as people of whom `holds` is true."""
    _holders.append(holds)


def holds_sealed_review(user: "User") -> bool:
    return any(holds(user) for holds in _holders)


def add_sign_of_work(has_begun: Callable[["Team"], bool]) -> None:
    """Have the start page step aside for teams of which `has_begun` is true."""
    _signs_of_work.append(has_begun)


def has_begun(team: "Team") -> bool:
    return any(sign(team) for sign in _signs_of_work)


def add_vocabulary(title: Any, choices: Any, definitions: Mapping[Any, Any]) -> None:
    """Show a vocabulary, with its definitions, on the page "Keys and words"."""
    _vocabularies.append(Vocabulary(title, choices, definitions))


def vocabularies() -> list[Vocabulary]:
    return list(_vocabularies)
