"""How far people who judge apart from each other agree. Pure arithmetic: no database, no words."""

from collections import Counter
from collections.abc import Iterable, Sequence

# With fewer units chance alone moves alpha too far to be worth a figure.
ALPHA_FROM = 50


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal values.

    units: for each thing judged the values that it was given, in any order, missing ones left out;
    things with fewer than two values say nothing of agreement and are passed over.
    Returns 1 for full agreement, 0 for what chance would give, less where people differ
    systematically; None where it is undefined, because no two values can be compared or all of
    them are the same.

    Nominal, because neither question has answers on a scale: "disputed" and "cannot be verified
    yet" are not between others.

    Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, sections A to C.
    """
    totals: Counter[str] = Counter()
    observed = 0.0
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        totals.update(counts)
        observed += _unequal_pairs(counts) / (len(values) - 1)
    expected = _unequal_pairs(totals)
    return 1 - (totals.total() - 1) * observed / expected if expected else None


def _unequal_pairs(counts: Counter[str]) -> int:
    """Ordered pairs of values that differ."""
    return counts.total() ** 2 - sum(number**2 for number in counts.values())


def percent(part: int, whole: int) -> float | None:
    """With one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None
