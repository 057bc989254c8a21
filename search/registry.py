"""What the apps above tell this one at start: what of theirs can be searched.

They call `add_source` in their modules `registering.py` or `wiring.py`. Why so:
docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from search.query import Term
    from teams.models import Team, User


@dataclass(frozen=True)
class Text:
    """What is searched of one row.

    pieces: texts of which no phrase runs from one into the next; marks: words with "_" in them,
    such as `speaker_mark` makes.
    """

    object_id: int
    team_id: int
    pieces: tuple[str, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One kind of row that can be searched.

    code: its number in the index, 0 to 7, never changed; texts: of the rows with these ids, one
    each, in any order; follows: how the ids of rows are
    got from another row that was changed, by that row's model; is_long: has texts of several
    parts, so each term may be in another part.
    """

    name: str
    code: int
    model: type[Model]
    texts: Callable[[Collection[int]], Iterable[Text]]
    follows: Mapping[type[Model], Callable[[Any], Collection[int]]] = field(default_factory=dict)
    is_long: bool = False


# The marks (as in `Text.marks`) of those whose names, as the person may read them, hold a term.
Namer = Callable[["Team", "User", "Term"], list[str]]

_namers: list[Namer] = []
_sources: dict[str, Source] = {}


def _nothing(_row: Any) -> str:
    return ""


# What people look for most comes first.
GROUPS = ("claim", "document", "mention", "comment")
_groups: dict[str, "Group"] = {}


@dataclass(frozen=True)
class Group:
    """How rows of one source are shown on the page of results.

    visible: those that a person may read in a team, with what the template draws; texts: what of
    each row is cut and marked, by key; reads: the fields of a row that `texts` takes it from;
    template: draws one `row` with `cut` and `query`; note: what a reader of the cut text has to
    know of its row, "" for nothing.
    """

    name: str
    title: Any
    visible: Callable[["Team", "User"], "QuerySet[Any]"]
    texts: Callable[[Sequence[Any]], Mapping[int, str]]
    template: str
    reads: tuple[str, ...] = ()
    note: Callable[[Any], str] = _nothing


def add_source(source: Source) -> None:
    _sources[source.name] = source


def source(name: str) -> Source:
    return _sources[name]


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.code)


def set_namer(name: Namer) -> None:
    """Have a term also find the rows that carry one of the marks `name` gives for it.

    So names are in no text but their bearer's own: whoever may not read one cannot find by it, and
    a new name, or one that is protected from now on, changes no other row of the index.
    """
    _namers[:] = [name]


def marks_of(team: "Team", user: "User", term: "Term") -> list[str]:
    return [mark for name in _namers for mark in name(team, user, term)]


def add_group(group: Group) -> None:
    """Show what is found in a source on the page of results."""
    _groups[group.name] = group


def group(name: str) -> Group:
    return _groups[name]


def groups() -> list[Group]:
    """In the order of the page: what stands highest first."""
    return sorted(_groups.values(), key=lambda group: GROUPS.index(group.name))
