"""Whether a team's chain is whole: each event, its content and its imprints, and the head."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from common.snapshots import snapshot
from history import chain, imprints, registry
from history.breaks import Break, Kind
from history.models import ChainHead, Event, EventPayload, Imprint

AT_ONCE = 500
HEAD = re.compile(r"(?:(?P<seq>\d+)[ :.-])?(?P<hash>[0-9a-f]{64})")

Step = Callable[[int], None]


class Chain:
    """Goes through the events of a team in order, `AT_ONCE` in memory.

    against: heads held elsewhere, each a hash or its number and the hash, that must occur.
    """

    def __init__(self, team_id: int, against: Sequence[str] = ()) -> None:
        self.team_id = team_id
        self.seq, self.hash = 0, chain.FIRST
        self.imprints = 0
        # The fields that events tell of, each with the number of the event since which they do.
        self.proves: dict[tuple[str, str], int] = {}
        self._wanted = list(against)

    def breaks(self, step: Step = lambda _done: None) -> Iterator[Break]:
        """Everything that is wrong with it. step: told how many events were done since the last."""
        last = 0
        while True:
            with snapshot():
                events, kept = self._next(last)
                head = ChainHead.objects.filter(team_id=self.team_id).first()
            for event in events:
                yield from self._of_event(event, kept[event.pk])
            if len(events) < AT_ONCE:
                break
            last = events[-1].seq
            step(len(events))
        step(len(events))
        yield from self._of_head(head)
        for wanted in self._wanted:
            yield Break(Kind.HEAD, "chain", "head", wanted, "it does not occur in this history")

    def _next(self, last: int) -> tuple[list[Event], dict[int, list[Imprint]]]:
        events = Event.objects.filter(team_id=self.team_id, seq__gt=last).order_by("seq")
        read = list(events.select_related("payload")[:AT_ONCE])
        kept: dict[int, list[Imprint]] = defaultdict(list)
        for each in Imprint.objects.filter(event__in=[event.pk for event in read]):
            kept[each.event_id].append(each)
        return read, kept

    def _of_event(self, event: Event, kept: list[Imprint]) -> Iterator[Break]:
        row, seq = f"event {event.seq}", event.seq
        if seq != self.seq + 1:
            missing = self.seq + 1
            yield Break(Kind.CHAIN, f"event {missing}", "", "the event", "it is missing", missing)
        elif event.previous_hash != self.hash:
            found = event.previous_hash
            yield Break(Kind.CHAIN, row, "previous_hash", self.hash, found, seq)
        link = chain.link(chain.hashed_fields(event), event.previous_hash)
        if event.hash != link:
            yield Break(Kind.CHAIN, row, "hash", link, event.hash, seq)
        for field, expected, found in _of_content(event, kept):
            yield Break(Kind.CHAIN, row, field, expected, found, seq)
        self.seq, self.hash = seq, event.hash
        self.imprints += len(kept)
        self._wanted = [each for each in self._wanted if not _is_head(each, event)]
        self._note_proves(event)

    def _note_proves(self, event: Event) -> None:
        payload = getattr(event, "payload", None)
        content = payload.content if payload else None
        proves = content.get("proves") if isinstance(content, dict) else None
        for model, fields in (proves or {}).items():
            for field in fields:
                self.proves.setdefault((model, field), event.seq)

    def _of_head(self, head: ChainHead | None) -> Iterator[Break]:
        expected = f"{self.seq} {self.hash}"
        if head is None:
            if self.seq:
                yield Break(Kind.CHAIN, "chain", "head", expected, "it is missing", self.seq)
        elif (head.seq, head.hash) != (self.seq, self.hash):
            seq = min(head.seq, self.seq) + 1
            yield Break(Kind.CHAIN, "chain", "head", expected, f"{head.seq} {head.hash}", seq)


def _of_content(event: Event, kept: list[Imprint]) -> Iterator[tuple[str, str, str]]:
    payload = getattr(event, "payload", None)
    if payload is None:
        yield "content", event.content_digest, "it is missing"
        return
    if payload.content is None:
        yield "content", event.content_digest, "it was emptied, and no event says why"
        return
    digest = chain.content_digest(payload.content, payload.salt)
    if digest != event.content_digest:
        yield "content", event.content_digest, digest
    imprinted = payload.content.get("imprints") if isinstance(payload.content, dict) else None
    found = imprints.digest(kept, payload.salt) if kept else None
    if imprinted != found:
        yield "imprints", imprinted or "none", found or "none"


def _is_head(wanted: str, event: Event) -> bool:
    head = HEAD.fullmatch(wanted)
    if not head or head["hash"] != event.hash:
        return False
    return head["seq"] is None or int(head["seq"]) == event.seq


def stray(team_ids: Sequence[int]) -> Iterator[Break]:
    """Rows that belong to none of these teams, and rows of the history that belong to no event."""
    for model in (Event, ChainHead):
        for other in model._base_manager.exclude(team_id__in=team_ids).order_by("pk"):
            yield _stray(other, "team", f"team {other.team_id}, which is not there")
    for proof in registry.proofs().values():
        of_teams = proof.model._base_manager.filter(**{f"{proof.team}__in": team_ids})
        lost = proof.model._base_manager.exclude(pk__in=of_teams.values("pk"))
        for pk in lost.order_by("pk").values_list("pk", flat=True):
            yield Break(Kind.ROWS, f"{proof.name} {pk}", "", "a row of a team", "it has none")
    for owned in (EventPayload, Imprint):
        has_event = Exists(Event.objects.filter(pk=OuterRef("event_id")))
        for other in owned._base_manager.exclude(has_event).order_by("pk"):
            yield _stray(other, "event", f"event {other.event_id}, which is not there")


def _stray(row: Any, field: str, found: str) -> Break:
    name = row._meta.verbose_name
    return Break(Kind.CHAIN, f"{name} {row.pk}", field, "one that is there", found)
