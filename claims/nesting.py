"""Which mention lies inside which."""

from collections.abc import Iterable

from claims.spans import Spans, holds, length


def innermost(places: Iterable[tuple[int, Spans]]) -> dict[int, int]:
    """For each id the id of the smallest larger content that holds all of its own, if there is one.

    places: id and content spans. A sweep in text order: each is compared with those still open
    where it begins.
    """
    ordered = sorted(places, key=lambda place: (place[1][0][0], -length(place[1]), place[0]))
    still_open: list[tuple[int, Spans]] = []
    outer = {}
    for pk, spans in ordered:
        still_open = [each for each in still_open if each[1][-1][1] > spans[0][0]]
        around = [
            (length(other), other_pk)
            for other_pk, other in still_open
            if length(other) > length(spans) and holds(other, spans)
        ]
        if around:
            outer[pk] = min(around)[1]
        still_open.append((pk, spans))
    return outer
