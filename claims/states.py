"""Which changes of state there are. Who may make them and what they need is in the services.

The database's triggers are made from these tables, so nothing else gets past them.
"""

from claims.vocabularies import ClaimState as C
from claims.vocabularies import Curation as M

CLAIM_STARTS = frozenset({C.ON_RECORD, C.TO_CHECK})
CLAIM_MOVES: dict[str, frozenset[str]] = {
    C.ON_RECORD: frozenset({C.TO_CHECK, C.NOT_PURSUED}),
    C.TO_CHECK: frozenset({C.ON_RECORD, C.IN_REVIEW, C.NOT_PURSUED}),
    C.IN_REVIEW: frozenset({C.TO_CHECK, C.SECOND_REVIEW, C.DECIDED, C.NOT_PURSUED}),
    C.SECOND_REVIEW: frozenset({C.IN_REVIEW, C.DECIDED, C.DIFFERING, C.NOT_PURSUED}),
    C.DIFFERING: frozenset({C.DECIDED, C.NOT_PURSUED}),
    C.DECIDED: frozenset({C.TO_CHECK}),
    C.NOT_PURSUED: frozenset({C.TO_CHECK}),
}
# From submission on, what was judged stands as it is.
CLAIM_SEALED = frozenset({C.SECOND_REVIEW, C.DIFFERING, C.DECIDED})
# The round goes on. Back on record is no end of it either: what is sealed stays sealed.
CLAIM_UNFINISHED = frozenset({C.ON_RECORD, C.TO_CHECK, C.IN_REVIEW, C.SECOND_REVIEW})

MENTION_MOVES: dict[str, frozenset[str]] = {
    M.PROPOSED: frozenset({M.ACCEPTED, M.REJECTED, M.SET_ASIDE, M.STALE}),
    M.STALE: frozenset({M.PROPOSED}),
    M.ACCEPTED: frozenset({M.PROPOSED}),
    M.REJECTED: frozenset({M.PROPOSED}),
    M.SET_ASIDE: frozenset({M.PROPOSED}),
}


def refused_moves(column: str, moves: dict[str, frozenset[str]]) -> str:
    """SQL over OLD and NEW that holds for every change of `column` not in `moves`."""
    allowed = " OR ".join(
        f"(OLD.{column} = '{start}' AND NEW.{column} IN ({sql_list(ends)}))"
        for start, ends in moves.items()
    )
    return f"OLD.{column} <> NEW.{column} AND NOT ({allowed})"


def sql_list(codes: frozenset[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))
