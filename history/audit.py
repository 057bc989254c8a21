"""Everything that verifying a team does, and how much of it."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence

from history import holding, registry
from history.breaks import Break, Kind
from history.heads import Head
from history.registry import Proof
from history.verifying import Chain

Progress = Callable[[str, int], None]


class Audit:
    """Holds the chain of a team together, its rows against the events, contents against contents.

    `counts` tells of what was compared how much, `seconds` how long it took.
    """

    def __init__(self, team_id: int, against: Sequence[str] = ()) -> None:
        self.chain = Chain(team_id, against)
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0

    def breaks(self, progress: Progress = lambda _what, _done: None) -> Iterator[Break]:
        """Every break, one after the other. progress: told what is compared and how much so far."""
        start = time.monotonic()

        def counting(what: str) -> Callable[[int], None]:
            def step(done: int) -> None:
                self.counts[what] += done
                self.seconds = time.monotonic() - start
                progress(what, self.counts[what])

            return step

        yield from self.chain.breaks(counting("event"))
        self.counts["imprint"] = self.chain.imprints
        for name, proof in registry.proofs().items():
            names = yield from self._names(name, proof)
            if names:
                yield from holding.breaks(proof, self.chain.team_id, names, counting(name))
        for name, check in registry.checks().items():
            yield from check(self.chain.team_id, counting(name))
        self.seconds = time.monotonic() - start

    @property
    def head(self) -> Head:
        """The last event that is there."""
        return Head(self.chain.seq, self.chain.hash)

    def told(self) -> str:
        """What was compared and how long it took, in one line."""
        each = ", ".join(f"{count} {what}" for what, count in self.counts.items() if count)
        pace = self.rows / self.seconds if self.seconds else 0
        taken = f"{self.seconds:.1f} s, {pace:.0f} rows a second"
        return f"{self.rows} rows held against the history in {taken} ({each})"

    @property
    def rows(self) -> int:
        """How many rows were held against the history."""
        return sum(self.counts[name] for name in registry.proofs())

    def _names(self, name: str, proof: Proof) -> Generator[Break, None, set[str]]:
        """The fields that events of this team tell of: all, even where every event is gone."""
        every = {field.name for field in proof.fields()}
        told = {field for model, field in self.chain.proves if model == name}
        if not self.chain.seq:
            return every
        if every - told:
            fields = ", ".join(sorted(every - told))
            yield Break(Kind.ROWS, name, fields, "events that tell of it", "none: run migrate")
        return every & told
