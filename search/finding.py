"""The one way to search, on both databases: from a query to a condition on rows.

A condition says nothing of who may read: callers start from `visible_to(user)` and filter by it.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

from search import registry
from search.models import KIND_BITS, PART_BITS
from search.query import Term, parse
from teams.models import Team, User

# Ways to say the same thing, one of which a row must have.
Choice = list[Term]


def matching(source: str, typed: str, *, team: Team, user: User) -> Q:
    """The condition that a row of `source` in `team` holds what was typed; no words hold always.

    Names count as `user` may read them. No query is made of the rows, one or two for each term of
    the names. Use it as `rows.filter(matching(…))`: it gives each row once.
    """
    query = parse(typed)
    if not query:
        return Q()
    wanted = [_choice(term, team, user) for term in query.wanted]
    excluded = [_choice(term, team, user) for term in query.excluded]
    here = scope(source, team)
    if not registry.source(source).is_long:
        return Q(pk__in=_ids(here, wanted, excluded))
    condition = Q()
    for choice in wanted or [[]]:
        condition &= Q(pk__in=_ids(here, [choice] if choice else [], []))
    for choice in excluded:
        condition &= ~Q(pk__in=_ids(here, [choice], []))
    return condition


def ids_of(source: str, term: Term, *, team: Team) -> Any:
    """A subquery of the ids of the rows that hold `term`, names of others not counted."""
    return _ids(scope(source, team), [[term]], [])


def scope(source: str, team: Team) -> str:
    """The first word of every entry of `source` in `team`."""
    return f"{source}_{team.pk}"


def _choice(term: Term, team: Team, user: User) -> Choice:
    plain = Term(term.words, term.is_prefix)
    return [plain, *(Term((mark,)) for mark in registry.marks_of(team, user, plain))]


def _ids(here: str, wanted: Iterable[Choice], excluded: Iterable[Choice]) -> RawSQL:
    wanted = [[Term((here,))], *wanted]
    if connection.vendor == "sqlite":
        shift = KIND_BITS + PART_BITS
        sql = f"SELECT rowid >> {shift} FROM search_words WHERE search_words MATCH %s"  # noqa: S608
        expression = _fts5(wanted, list(excluded))
    else:
        sql = "SELECT object_id FROM search_entry WHERE vector @@ %s::tsquery"
        expression = _tsquery(wanted, list(excluded))
    # Words have no quotation marks, and the expression is a parameter.
    return RawSQL(sql, [expression], output_field=BigIntegerField())  # noqa: S611


def _fts5(wanted: list[Choice], excluded: list[Choice]) -> str:
    def term(one: Term) -> str:
        return f'"{" ".join(one.words)}"' + ("*" if one.is_prefix else "")

    def choice(terms: Choice) -> str:
        return f"({' OR '.join(term(one) for one in terms)})"

    found = " AND ".join(choice(each) for each in wanted)
    without = " OR ".join(choice(each) for each in excluded)
    return f"({found}) NOT ({without})" if without else found


def _tsquery(wanted: list[Choice], excluded: list[Choice]) -> str:
    def term(one: Term) -> str:
        said = " <-> ".join(f"'{word}'" for word in one.words)
        return f"({said}{':*' if one.is_prefix else ''})"

    def choice(terms: Choice) -> str:
        return f"({' | '.join(term(one) for one in terms)})"

    parts = [choice(each) for each in wanted] + [f"!{choice(each)}" for each in excluded]
    return " & ".join(parts)
