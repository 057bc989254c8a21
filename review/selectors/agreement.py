"""How far first and blind second reviews agree, as far as a person may read both."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from claims.vocabularies import ClaimState, Holds, Said
from review.agreement import ALPHA_FROM, alpha, percent
from review.models import Decision, Review
from review.querysets import is_kept
from review.vocabularies import Axis, Duty

if TYPE_CHECKING:
    from teams.models import Team, User

CODES: dict[str, type[TextChoices]] = {Axis.SAID: Said, Axis.HOLDS: Holds}
# A question that a review leaves open, or that a kind of claim does not ask, is a missing value.
OPEN_CODES = frozenset({Said.NOT_EXAMINED.value, Holds.NOT_APPLICABLE.value})

Codes = Mapping[str, str]


class Settled(TextChoices):
    """What became of two reviews that differ."""

    JOINT = "joint", _("Settled together")
    THIRD = "third", _("Settled by a third person")
    OPEN = "open", _("Not settled yet")
    LEFT = "left", _("Not pursued")


@dataclass(frozen=True)
class Twice:
    """A round of a claim that two people reviewed, the second without seeing the first.

    first, second: their verdict on each axis; final: the verdict in force after it, if there is
    one; settled: what became of a difference, "" where there was none.
    """

    claim_id: int
    first: Codes
    second: Codes
    final: Codes
    settled: str

    def both_answer(self, axis: str) -> bool:
        return not {self.first[axis], self.second[axis]} & OPEN_CODES

    def pair(self, axis: str) -> tuple[str, str]:
        return self.first[axis], self.second[axis]


@dataclass(frozen=True)
class Cell:
    """How many pairs of reviews gave these two verdicts on a question."""

    axis: str
    first: str
    second: str
    number: int

    @property
    def key(self) -> str:
        """What `chosen` finds these pairs again by."""
        return f"{self.axis}:{self.first}:{self.second}"

    @property
    def is_agreed(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True)
class Agreement:
    """Of one question. `compared` are the pairs of reviews that both answer it, `left_open` the
    others; `pairs` counts (first, second) verdicts; `stood_*` tell of the differences on it that
    are settled, whose verdict is the final one. `alpha` is None below `ALPHA_FROM` pairs, and
    where everybody always gave one and the same verdict.
    """

    axis: Axis
    compared: int
    left_open: int
    agreeing: int
    pairs: Counter[tuple[str, str]]
    stood_first: int
    stood_second: int
    stood_neither: int
    alpha: float | None

    @property
    def percent(self) -> float | None:
        return percent(self.agreeing, self.compared)

    @property
    def settled(self) -> int:
        return self.stood_first + self.stood_second + self.stood_neither

    @property
    def has_enough(self) -> bool:
        return self.compared >= ALPHA_FROM

    def codes(self) -> list[str]:
        """The verdicts in use, in the order of the vocabulary."""
        used = {code for pair in self.pairs for code in pair}
        return [code for code in CODES[self.axis].values if code in used]

    def table(self) -> list[list[Cell]]:
        """A row for each verdict of first reviews, in it a cell for each of second reviews."""
        codes = self.codes()
        return [
            [Cell(self.axis, first, second, self.pairs[first, second]) for second in codes]
            for first in codes
        ]


def blind_seconds(user: "User", team: "Team") -> QuerySet[Review]:
    """Standing second reviews that have a standing first beside them, in rounds that conceal
    nothing any more from anybody: a person's own concealed review is no exception here.
    """
    rows = _standing(user, team)
    return rows.filter(Exists(_in_same_round(rows.filter(duty=Duty.FIRST))), duty=Duty.SECOND)


def reviewed_twice(user: "User", team: "Team", seconds: QuerySet[Review]) -> list[Twice]:
    """The pairs whose second review is among `seconds` (of `blind_seconds`), the newest first.

    Three queries.
    """
    of_pair = Exists(_in_same_round(seconds.order_by()))
    columns = ("claim_id", "round", "said", "holds")
    firsts = _by_round(_standing(user, team).filter(of_pair, duty=Duty.FIRST).values_list(*columns))
    decisions = Decision.objects.visible_to(user).filter(of_pair, team=team)
    final = _by_round(
        decisions.values_list("claim_id", "round", "review__said", "review__holds", "kind")
    )
    more = ("claim__state", "claim__round")
    rows = seconds.order_by("-sealed_at", "-pk").values_list(*columns, *more)
    return [
        Twice(
            claim_id=claim,
            first=_codes(firsts[claim, number]),
            second=_codes((said, holds)),
            final=_codes(final.get((claim, number), ())),
            settled=""
            if firsts[claim, number] == (said, holds)
            else _settled(final.get((claim, number)), state, is_now=number == current),
        )
        for claim, number, said, holds, state, current in rows
    ]


def agreement_on(axis: Axis, twice: Iterable[Twice]) -> Agreement:
    """The figures of one question."""
    twice = list(twice)
    both = [each for each in twice if each.both_answer(axis)]
    pairs = Counter(each.pair(axis) for each in both)
    ended = [each for each in both if each.final and len(set(each.pair(axis))) == 2]
    stood = Counter(_whose(each, axis) for each in ended)
    return Agreement(
        axis=axis,
        compared=len(both),
        left_open=len(twice) - len(both),
        agreeing=sum(number for (first, second), number in pairs.items() if first == second),
        pairs=pairs,
        stood_first=stood["first"],
        stood_second=stood["second"],
        stood_neither=stood["neither"],
        alpha=alpha(each.pair(axis) for each in both) if len(both) >= ALPHA_FROM else None,
    )


def ways_of_settling(twice: Iterable[Twice]) -> dict[Settled, int]:
    """How many differences ended in each way; ways that did not come up are left out."""
    counts = Counter(each.settled for each in twice)
    return {way: counts[way] for way in Settled if counts[way]}


def chosen(twice: Iterable[Twice], key: str) -> list[Twice]:
    """The pairs that `key` names: "said:said:reported" (a cell), "said:left_open" (not answered by
    both), "settled:joint" (a way of settling). None for any other words.
    """
    match key.split(":"):
        case [axis, first, second] if axis in CODES:
            return [e for e in twice if e.pair(axis) == (first, second) and e.both_answer(axis)]
        case [axis, "left_open"] if axis in CODES:
            return [each for each in twice if not each.both_answer(axis)]
        case ["settled", way] if way in Settled:
            return [each for each in twice if each.settled == way]
    return []


def claims_of(user: "User", twice: Iterable[Twice], *, limit: int) -> list[Claim]:
    """The first `limit` claims of these pairs, in their order."""
    ids = list(dict.fromkeys(each.claim_id for each in twice))[:limit]
    found = Claim.objects.visible_to(user).select_related("team").in_bulk(ids)
    return [found[each] for each in ids if each in found]


def _standing(user: "User", team: "Team") -> QuerySet[Review]:
    rows = Review.objects.visible_to(user).standing().filter(team=team)
    return rows.filter(~Q(is_kept("reviewer_id", "sealed_at")))


def _in_same_round(rows: QuerySet[Review]) -> QuerySet[Review]:
    return rows.filter(claim_id=OuterRef("claim_id"), round=OuterRef("round"))


def _by_round(rows: Iterable[tuple]) -> dict[tuple[int, int], tuple[str, ...]]:
    return {(claim, number): tuple(rest) for claim, number, *rest in rows}


def _codes(row: tuple[str, ...]) -> Codes:
    return dict(zip(CODES, row, strict=False))


def _settled(decision: tuple[str, ...] | None, state: str, *, is_now: bool) -> str:
    if decision:
        return decision[-1]
    return Settled.OPEN if is_now and state == ClaimState.DIFFERING else Settled.LEFT


def _whose(each: Twice, axis: str) -> str:
    final = each.final[axis]
    if final == each.first[axis]:
        return "first"
    return "second" if final == each.second[axis] else "neither"
