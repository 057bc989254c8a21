"""The boxes of the filter panel, and how many claims each would leave.

Up to `MOST_COUNTED` claims are read once and counted here. Where there are more, the page comes
with boxes alone and asks for their counts in a second request; what has no fixed list (topics,
speakers) is then that of the newest claims, without counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actors.models import Actor
from claims.filters import ORIGINS, ClaimFilters
from claims.models import Claim, ClaimSpeaker
from claims.places import origins_of, outlets_of
from claims.vocabularies import CLAIM_POLARITIES, ClaimState, Holds, Kind, Priority, Said
from common.numbers import row_number
from common.pagination import MOST_COUNTED, Total, total_of

MOST_SHOWN = 12
CODES = ("state", "said", "holds", "polarity", "kind", "priority")
COLUMNS = ("pk", *CODES, "needs_help", "needs_look", "topic_words")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int | Total | None
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]
    axis: str = ""


@dataclass(frozen=True)
class Sample:
    """The newest claims that some filters leave; `is_more` if there are others."""

    rows: list[dict[str, Any]]
    is_more: bool

    @property
    def ids(self) -> list[int]:
        return [row["pk"] for row in self.rows]


class Panel:
    """What the groups of the panel are made of. Each counts what the other filters leave.

    exact: also count where that means reading every claim.
    """

    def __init__(self, claims: QuerySet[Claim], request: HttpRequest, *, exact: bool) -> None:
        self.claims, self.request, self.exact = claims, request, exact
        self.found = ClaimFilters(request.GET, queryset=claims, request=request).qs
        self._samples = {"": self._read(self.found)}
        self._codes: Counter[tuple[str, str]] | None = None

    @property
    def total(self) -> Total:
        every = self._samples[""]
        return Total(len(every.rows), every.is_more)

    def chosen(self, name: str) -> list[str]:
        return self.request.GET.getlist(name)

    def sample(self, name: str) -> Sample:
        key = name if self.chosen(name) else ""
        if key not in self._samples:
            self._samples[key] = self._read(self._others(name))
        return self._samples[key]

    def codes(
        self, name: str, title: str, choices: Iterable[tuple[str, Any]], axis: str = ""
    ) -> Facet:
        """Codes that no claim has are left out, unless they are chosen or were not counted."""
        sample, chosen = self.sample(name), self.chosen(name)
        counts: Mapping[str, Any] = Counter(row[name] for row in sample.rows)
        if sample.is_more:
            counts = self._all_codes(name) if self.exact else dict.fromkeys(dict(choices))
        options = [
            Option(code, str(label), counts.get(code, 0), code in chosen)
            for code, label in choices
            if code in counts or code in chosen
        ]
        return Facet(name, title, options, axis)

    def mark(self, name: str, label: str, has: Q) -> Facet:
        """One box; left out where no claim is known to have the mark."""
        sample = self.sample(name)
        count: int | Total | None = sum(bool(row[name]) for row in sample.rows)
        if sample.is_more:
            count = total_of(self._others(name).filter(has)) if self.exact else None
        chosen = "true" in self.chosen(name)
        shown = [Option("true", label, count, chosen)] if count or sample.is_more or chosen else []
        return Facet(name, label, shown)

    def counted(
        self, name: str, title: str, choices: Iterable[tuple[str, Any]], counts: Mapping[str, int]
    ) -> Facet:
        """Boxes for what `counts` found of the sample; without counts where that is not all."""
        is_more, chosen = self.sample(name).is_more, self.chosen(name)
        options = [
            Option(code, str(label), None if is_more else counts.get(code, 0), code in chosen)
            for code, label in choices
            if is_more or counts.get(code) or code in chosen
        ]
        return Facet(name, title, options)

    def things(
        self,
        name: str,
        title: str,
        count: Callable[[Sample], Mapping[Any, int]],
        labels: Callable[[Iterable[Any]], Mapping[Any, str]],
        *,
        key: type = int,
    ) -> Facet:
        """Boxes for whatever the most claims have, and for what is chosen.

        count: of a sample, by thing; labels: of things, without those that the person may not see.
        """
        sample = self.sample(name)
        counts = Counter(count(sample))
        common = [thing for thing, _count in counts.most_common(MOST_SHOWN)]
        chosen = {key(each) for each in self.chosen(name) if key is str or _is_id(each)}
        names = labels([*common, *chosen])
        options = [
            Option(
                str(thing),
                names[thing],
                None if sample.is_more else counts[thing],
                thing in chosen,
            )
            for thing in dict.fromkeys([*common, *sorted(chosen)])
            if thing in names
        ]
        return Facet(name, title, options)

    def actors(self, ids: Iterable[Any]) -> dict[Any, str]:
        actors = Actor.objects.visible_to(self.request.user).in_bulk(list(ids))
        return {pk: str(actor) for pk, actor in actors.items()}

    def _others(self, name: str) -> QuerySet[Claim]:
        """The claims that every filter but `name` leaves."""
        if not self.chosen(name):
            return self.found
        query = self.request.GET.copy()
        query.pop(name)
        return ClaimFilters(query, queryset=self.claims, request=self.request).qs

    def _read(self, claims: QuerySet[Claim]) -> Sample:
        # By key where words are looked for, as the index has them; else by an index of the table.
        order = ["-pk"] if self.request.GET.get("q") else ["-updated_at", "-pk"]
        rows = list(claims.order_by(*order).values(*COLUMNS)[: MOST_COUNTED + 1])
        return Sample(rows[:MOST_COUNTED], len(rows) > MOST_COUNTED)

    def _all_codes(self, name: str) -> dict[str, Total]:
        """How many claims have each code: every claim is read, once for all that is not chosen."""
        if self.chosen(name):
            counted = _tally(self._others(name), [name])
        else:
            self._codes = self._codes or _tally(self.found, CODES)
            counted = self._codes
        return {
            code: Total(min(n, MOST_COUNTED), n > MOST_COUNTED)
            for (column, code), n in counted.items()
            if column == name
        }


Maker = Callable[[Panel], Facet]
_makers: list[Maker] = []


def add_facet(make: Maker) -> None:
    """Show a group of boxes below those of claims. Called by apps above, with their filters."""
    _makers.append(make)


def facets(panel: Panel) -> list[Facet]:
    """The groups of the panel that have a box."""
    groups = [
        panel.codes("state", _("State"), ClaimState.choices, axis="state"),
        panel.codes("said", _("Was it said?"), Said.choices, axis="said"),
        panel.codes("holds", _("Does it hold?"), Holds.choices, axis="holds"),
        panel.things("topic", _("Topic"), _topics, lambda words: {w: w for w in words}, key=str),
        panel.things("speaker", _("Speaker"), _speakers, panel.actors),
        panel.things(
            "outlet", _("Outlet"), lambda s: outlets_of(s.ids, panel.request.user), panel.actors
        ),
        panel.codes("polarity", _("Polarity"), CLAIM_POLARITIES),
        panel.codes("kind", _("Kind"), Kind.choices),
        panel.codes("priority", _("Priority"), Priority.choices),
        *(make(panel) for make in _makers),
        _origins(panel),
        panel.mark("needs_help", _("Needs help"), Q(needs_help=True)),
        panel.mark("needs_look", _("Needs a look"), ~Q(needs_look="")),
    ]
    return [group for group in groups if group.options]


def _topics(sample: Sample) -> Counter[str]:
    return Counter(word for row in sample.rows for word in row["topic_words"])


def _speakers(sample: Sample) -> Counter[int]:
    speaking = ClaimSpeaker.objects.filter(claim__in=sample.ids, actor__isnull=False)
    return Counter(speaking.order_by().values_list("actor", flat=True))


def _origins(panel: Panel) -> Facet:
    counts = Counter(
        "several" if origins > 1 else "one"
        for origins in origins_of(panel.sample("origins").ids, panel.request.user).values()
    )
    return panel.counted("origins", _("Origins"), ORIGINS, counts)


def _tally(claims: QuerySet[Claim], columns: Iterable[str]) -> Counter[tuple[str, str]]:
    """How many claims have each code of each column. One query."""
    columns = list(columns)
    tally: Counter[tuple[str, str]] = Counter()
    for *codes, number in claims.order_by().values_list(*columns).annotate(n=Count("pk")):
        for column, code in zip(columns, codes, strict=True):
            tally[column, code] += number
    return tally


def _is_id(value: str) -> bool:
    return row_number(value) is not None
