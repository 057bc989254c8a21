"""The one way to search, on both databases: from a query to a condition on rows.

A condition says nothing of who may read: callers start from `visible_to(user)` and filter by it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

from search import registry
from search.models import KIND_BITS, PART_BITS
from search.query import Term, parse
from teams.models import Team, User

# Ways to say the same thing, one of which a row must have.
Choice = list[Term]


class Search:
    """What was typed, made ready to search one team for one person.

    Names count as the person may read them. They are looked up at the first use, one or two
    queries a term, and then kept: make one for each request.
    """

    def __init__(self, typed: str, *, team: Team, user: User) -> None:
        self.query = parse(typed)
        self.is_wordless = bool(typed.strip()) and not self.query
        self.team, self.user = team, user

    def within(self, source: str) -> Q:
        """The condition that a row of `source` is found; always true where nothing was typed, never
        where what was typed has no letter or digit.

        No query of the rows. Used as `rows.filter(search.within(…))` it gives each row once.
        """
        if not self.query:
            return Q(pk__in=[]) if self.is_wordless else Q()
        here = scope(source, self.team)
        if not registry.source(source).is_long:
            return Q(pk__in=_ids(here, self._wanted, self._excluded))
        condition = Q() if self._wanted else Q(pk__in=_ids(here, [], []))
        for choice in self._wanted:
            condition &= Q(pk__in=_ids(here, [choice], []))
        for choice in self._excluded:
            condition &= ~Q(pk__in=_ids(here, [choice], []))
        return condition

    @cached_property
    def _wanted(self) -> list[Choice]:
        return [self._choice(term) for term in self.query.wanted]

    @cached_property
    def _excluded(self) -> list[Choice]:
        return [self._choice(term) for term in self.query.excluded]

    def _choice(self, term: Term) -> Choice:
        plain = replace(term, is_excluded=False)
        marks = registry.marks_of(self.team, self.user, plain)
        return [plain, *(Term((mark,)) for mark in marks)]


def matching(source: str, typed: str, *, team: Team, user: User) -> Q:
    """The condition that a row of `source` in `team` holds what was typed: see `Search.within`."""
    return Search(typed, team=team, user=user).within(source)


def ids_of(source: str, term: Term, *, team: Team) -> Any:
    """A subquery of the ids of the rows that hold `term`, names of others not counted."""
    return _ids(scope(source, team), [[term]], [])


def is_anywhere(sources: Iterable[str], term: Term, *, team: Team) -> bool:
    """Whether a row of one of `sources` holds `term`. One query, of the index alone."""
    here = [Term((scope(source, team),)) for source in sources]
    sql, params = _select([here, [term]], [])
    with connection.cursor() as cursor:
        # All are counted: for the first alone, PostgreSQL would read the table until it comes.
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS found", params)  # noqa: S608 (ours)
        return cursor.fetchone()[0] > 0


def scope(source: str, team: Team) -> str:
    """The first word of every entry of `source` in `team`."""
    return f"{source}_{team.pk}"


def _ids(here: str, wanted: Iterable[Choice], excluded: Iterable[Choice]) -> RawSQL:
    sql, params = _select([[Term((here,))], *wanted], list(excluded))
    # Words have no quotation marks, and the expressions are parameters.
    return RawSQL(sql, params, output_field=BigIntegerField())  # noqa: S611


def _select(wanted: list[Choice], excluded: list[Choice]) -> tuple[str, list[str]]:
    """A statement that gives the ids of rows, and its parameters."""
    if connection.vendor == "sqlite":
        shift = KIND_BITS + PART_BITS
        sql = f"SELECT rowid >> {shift} FROM search_words WHERE search_words MATCH %s"  # noqa: S608 (numbers)
        return sql, [_fts5(wanted, excluded)]
    keys = _tsqueries(wanted, excluded)
    condition = " AND ".join(["vector @@ %s::tsquery"] * len(keys))
    return f"SELECT object_id FROM search_entry WHERE {condition}", keys  # noqa: S608 (ours)


def _fts5(wanted: list[Choice], excluded: list[Choice]) -> str:
    def term(one: Term) -> str:
        return f'"{" ".join(one.words)}"' + ("*" if one.is_prefix else "")

    def choice(terms: Choice) -> str:
        return f"({' OR '.join(term(one) for one in terms)})"

    found = " AND ".join(choice(each) for each in wanted)
    without = " OR ".join(choice(each) for each in excluded)
    return f"({found}) NOT ({without})" if without else found


def _tsqueries(wanted: list[Choice], excluded: list[Choice]) -> list[str]:
    """One for each choice: the index skips from row to row by the rarest. As one expression it
    would look at each row that any of a choice is in, which for a common name took 20 times as
    long. What is excluded goes with the first, because the index cannot begin with it.
    """

    def term(one: Term) -> str:
        said = " <-> ".join(f"'{word}'" for word in one.words)
        return f"({said}{':*' if one.is_prefix else ''})"

    def choice(terms: Choice) -> str:
        return f"({' | '.join(term(one) for one in terms)})"

    first, *others = (choice(each) for each in wanted)
    return [" & ".join([first, *(f"!{choice(each)}" for each in excluded)]), *others]
