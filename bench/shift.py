"""One shift: reviewers at the same time on one team's mentions and claims, and what each won."""

import random
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from bench.people import DIFFERENT, VERDICT, AtPages, ByApi, Refused, Times
from bench.proposals import fill
from bench.serving import session_of
from claims.models import Mention
from teams.models import Team
from teams.services import make_token
from teams.vocabularies import SecondReview
from tests.factories.actors import make_actor
from tests.factories.teams import make_member, make_team

PER_DOCUMENT = 20
RIVALS = 3  # who try for a mention that is meant to be fought over
BY_API = 2  # one in so many reviewers is a program


@dataclass
class Ledger:
    """What the server told each person: ("mention", id) or (duty, claim id) → who won it how."""

    won: dict[tuple[str, int], list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """One thing to do. `rivals`: others try it too. `never`: who must not be given it."""

    what: str
    pk: int
    do: Callable[[AtPages], None]
    rivals: bool = False
    never: int = 0


class Board:
    """What is to be done; threads take from it until nothing is left and nobody adds more."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.mentions: deque[Task] = deque()
        self.claims: deque[Task] = deque()
        self.inboxes: dict[int, deque[Task]] = defaultdict(deque)
        self.busy = 0

    def put(self, task: Task, *, copies: int = 1, to: int = 0) -> None:
        with self.changed:
            (self.inboxes[to] if to else self.claims).extend([task] * copies)
            self.changed.notify_all()

    def take(self, person: int) -> Task | None:
        """The next for `person`, their own first, then claims; None when the shift is over."""
        with self.changed:
            while (task := self._next(person)) is None:
                if not (self.busy or self.claims or self.mentions or any(self.inboxes.values())):
                    return None
                self.changed.wait()
            self.busy += 1
            return task

    def _next(self, person: int) -> Task | None:
        for tasks in (self.inboxes[person], self.claims, self.mentions):
            for at, task in enumerate(tasks):
                if task.never != person:
                    del tasks[at]
                    return task
        return None

    def done(self) -> None:
        with self.changed:
            self.busy -= 1
            if not self.busy:
                self.changed.notify_all()


class Shift:
    """Reviewers, mentions and the claims that some of these become, in one new team."""

    def __init__(
        self,
        address: str,
        *,
        reviewers: int,
        mentions: int,
        reviews: int,
        at_pages: type[AtPages] = AtPages,
        by_api: type[ByApi] = ByApi,
    ) -> None:
        self.team = make_team(
            "Load",
            slug="load",
            second_review_normal=SecondReview.SIGN_OFF,
            second_review_high=SecondReview.BLIND,
        )
        self.reviews, self.times, self.ledger = reviews, Times(), Ledger()
        self.board, self.attachable = Board(), []
        self.random = random.Random(7)  # noqa: S311
        self.at_pages, self.by_api = at_pages, by_api
        self.people = [self._person(address, number) for number in range(reviewers)]
        self._fill(mentions)
        self.seconds = 0.0

    def _person(self, address: str, number: int) -> AtPages:
        person = make_member(self.team, "reviewer")
        given = (person, address, self.team.slug, session_of(person), self.times)
        if number % BY_API:
            return self.at_pages(*given)
        return self.by_api(*given, secret=_secret(self.team, person))

    def _fill(self, mentions: int) -> None:
        """Documents of 20 mentions; which of these is to be decided how, and by how many."""
        adder = make_member(self.team, "contributor")
        actors = [make_actor(self.team, f"Speaker {n}", by=adder) for n in range(20)]
        for begin in range(0, mentions, PER_DOCUMENT):
            count = min(PER_DOCUMENT, mentions - begin)
            fill(self.team, adder, actors, words=12 * count, mentions=count)
        rows = list(Mention.objects.filter(team=self.team).order_by("pk"))
        every = max(1, len(rows) // self.reviews) if self.reviews else 0
        for number, row in enumerate(rows):
            checked = bool(every) and number % every == 0 and number // every < self.reviews
            fought_over = number % 5 == 0
            task = Task("mention", row.pk, self._mention(row, number, checked), fought_over)
            self.board.mentions.extend([task] * (RIVALS if fought_over else 1))

    def work(self) -> None:
        """Let all work at once until nothing is left."""
        began = time.perf_counter()
        with ThreadPoolExecutor(len(self.people)) as pool:
            list(pool.map(self._work, self.people))
        self.seconds = time.perf_counter() - began

    def _work(self, person: AtPages) -> None:
        with person.http:
            while task := self.board.take(person.person):
                try:
                    task.do(person)
                except Refused as refused:
                    if not task.rivals:
                        self.ledger.faults.append(f"{task.what} {task.pk}: {refused}")
                    self.ledger.refused[task.what] += 1
                except Exception as error:  # the others go on; the shift has failed
                    self.ledger.faults.append(f"{task.what} {task.pk}: {error!r}")
                finally:
                    self.board.done()

    def note(self, what: str, pk: int, person: AtPages, how: str = "") -> None:
        self.ledger.won[what, pk].append((person.person, how))

    # --- Mentions ---------------------------------------------------------------------------------
    def _mention(self, row: Mention, number: int, checked: bool) -> Callable[[AtPages], None]:
        priority = "high" if number % 2 else "normal"

        def do(person: AtPages) -> None:
            if number % 50 == 0:
                person.look_round()
            # Rivals are on pages that they opened before one of them decided.
            seen = 1 if number % 5 == 0 else person.version_of_mention(row.pk, row.document_id)
            verb, form = self._verb(checked, priority)
            person.decide(row.pk, verb, row_version=seen, **form)
            self.note("mention", row.pk, person, verb)
            if checked:
                self._to_be_checked(person.claim_of(row.pk), blind=priority == "high")

        return do

    def _verb(self, checked: bool, priority: str) -> tuple[str, dict[str, Any]]:
        if checked:
            return "accept", {"to_check": True, "priority": priority}
        verb = self.random.choice(("accept", "accept", "reject", "aside", "attach"))
        if verb == "attach" and self.attachable:
            return verb, {"claim": self.random.choice(self.attachable)}
        if verb == "reject":
            return verb, {"reason": self.random.choice(("not_a_claim", "said_already"))}
        return ("aside" if verb == "aside" else "accept"), {}

    # --- Claims -----------------------------------------------------------------------------------
    def _to_be_checked(self, claim: int, *, blind: bool) -> None:
        self.attachable.append(claim)
        task = Task("take", claim, lambda person: self._first(person, claim, blind), rivals=True)
        self.board.put(task, copies=2)

    def _first(self, person: AtPages, claim: int, blind: bool) -> None:
        person.step(claim, "take")
        self.note("take", claim, person)
        review = {**VERDICT, "cited": [person.cite(claim)], "stands_alone": True}
        person.seal(claim, "first", review, twice=claim % 5 == 0)
        self.note("first", claim, person)
        first = person.person
        second = self._blind if blind else self._sign_off
        do = lambda other: second(other, claim, first)  # noqa: E731
        self.board.put(Task("second", claim, do, rivals=True, never=first), copies=2)

    def _sign_off(self, person: AtPages, claim: int, _first: int) -> None:
        person.step(claim, "sign")
        self.note("decide", claim, person, "sign")

    def _blind(self, person: AtPages, claim: int, first: int) -> None:
        differs = claim % 4 < 2
        cited = [person.cite(claim)]
        person.seal(claim, "second", {**(DIFFERENT if differs else VERDICT), "cited": cited})
        self.note("second", claim, person)
        if not differs:
            self.note("decide", claim, person, "agreed")
            return
        # Both propose what they could sign together; one of them is faster.
        for one, other in ((first, person.person), (person.person, first)):
            do = lambda proposer, other=other: self._propose(proposer, claim, other)  # noqa: E731
            self.board.put(Task("joint", claim, do, rivals=True), to=one)

    def _propose(self, person: AtPages, claim: int, other: int) -> None:
        review = {**VERDICT, "cited": [person.cite(claim)], "settled_by": "The log of the quay"}
        person.seal(claim, "joint", review)
        self.note("joint", claim, person)
        self.board.put(Task("sign", claim, lambda signer: self._sign(signer, claim)), to=other)

    def _sign(self, person: AtPages, claim: int) -> None:
        person.step(claim, "sign_joint")
        self.note("decide", claim, person, "joint")


def _secret(team: Team, person: Any) -> str:
    made = make_token(
        team=team,
        user=person,
        name=f"Program of {person.name}",
        scopes=["read", "documents", "review"],
        days=2,
        by=None,
        task="bench",
    )
    return made.secret
