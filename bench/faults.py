"""Servers killed at random moments: is anything that people were told, or a run found, lost?

    python -m bench.faults [--rounds 20] [--on sqlite|postgres]

First the worker: each round adds a text, has its job delivered twice, kills the worker (SIGKILL) at
some moment of the reading and starts another. In the end each text must have been read once, with
what an undisturbed reading of it found. Then the web server: each round kills all its processes
under eight reviewers, who send again what was not answered. In the end each mention must have been
decided once, by whoever was told so. Both histories must be whole.

Ends with one line of figures, and with 1 if anything was lost or doubled.
"""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from bench.people import AtPages, ByApi, Refused
from bench.serving import (
    WEB,
    WORKER,
    Server,
    database,
    free_address,
    migrate,
    until_it_answers,
)

QUICK = {"JOB_BEAT_SECONDS": "1", "JOB_LOST_SECONDS": "2"}
LENGTH = 60  # times the sample text: seconds to be killed in
REVIEWERS = 8
PER_ROUND = 30  # mentions
PATIENCE = 180.0  # seconds
moments = random.Random()  # noqa: S311  when to kill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--on", choices=["sqlite", "postgres"], default="sqlite")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="corroborate-faults-"))
    try:
        with database(folder, postgres=chosen.on == "postgres"):
            migrate()
            lost: list[str] = []
            read = killed_while_reading(chosen.rounds, lost)
            decided = killed_while_deciding(chosen.rounds, lost)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in lost:
        print(f"  {line}")
    print(f"{chosen.on}: {read}; {decided}; {len(lost)} lost or doubled")
    return 1 if lost else 0


# --- The worker -----------------------------------------------------------------------------------
def killed_while_reading(rounds: int, lost: list[str]) -> str:
    """The figures in words; what was lost is added to `lost`."""
    from django.conf import settings

    from history.services import verify
    from tests.factories.teams import make_member, make_team

    settings.JOB_LOST_AFTER = timedelta(seconds=2)
    team = make_team("Read", slug="read")
    person = make_member(team, "contributor")
    worker = Server(WORKER, host_and_port=free_address(), **QUICK)
    worker.start()
    try:
        _read(_added(team, person, "first"))  # which also loads the engine
        began = time.monotonic()
        wanted = _read(_added(team, person, "undisturbed"))
        seconds = time.monotonic() - began
        killed = 0
        for number in range(rounds):
            job = _added(team, person, f"number {number}")
            time.sleep(moments.uniform(0, seconds))
            worker.end(signal.SIGKILL)
            job.refresh_from_db()
            killed += job.state == "running"
            worker.start()
            found = _read(job)
            lost += [f"{what} in text {number}" for what in _differences(job, found, wanted)]
    finally:
        worker.end()
    lost += worker.faults()
    if verify(team.pk).broken_at is not None:
        lost.append("the history of what was read is broken")
    return f"worker killed {killed} times amid {rounds} runs that found {wanted.total()} each"


def _added(team: Any, person: Any, name: str) -> Any:
    """The job of a new text, delivered twice."""
    from documents import texts
    from documents.drafts import DocumentDraft
    from documents.sample import TEXT
    from documents.services import add_document
    from jobs.models import Job

    source = texts.pasted(f"{TEXT * LENGTH}\nEdition {name}.")
    added = add_document(team=team, draft=DocumentDraft(title=name), source=source, by=person)
    job = Job.objects.get(document_id=added.document.pk)
    _deliver(job)
    return job


def _deliver(job: Any) -> None:
    from celery import current_app

    current_app.send_task("jobs.run", args=[job.pk])


def _read(job: Any) -> Counter[tuple[int, str, str]]:
    """What was found once the job is over, which is then delivered once more."""
    from claims.models import Mention
    from jobs import running

    def over() -> bool:
        running.reconcile()  # what the scheduler does every half minute
        job.refresh_from_db()
        return job.state not in {"queued", "running"}

    wait(over, f"job {job.pk}")
    _deliver(job)
    found = Mention.objects.filter(document_id=job.document_id)
    return Counter(found.values_list("start", "source_words", "content_words"))


def _differences(job: Any, found: Counter[Any], wanted: Counter[Any]) -> list[str]:
    from claims.models import ExtractionRun
    from history.models import Event

    runs = ExtractionRun.objects.filter(version__document=job.document_id)
    events = Event.objects.filter(kind="extraction_run.done", document_id=job.document_id)
    differences = []
    if job.state != "done" or runs.count() != 1 or events.count() != 1:
        told = f"{runs.count()} runs and {events.count()} events"
        differences.append(f"a job that is {job.state} ({job.error}), {told}")
    if found != wanted:
        missing, more = (wanted - found).total(), (found - wanted).total()
        differences.append(f"{missing} mentions lost, {more} too many")
    return differences


# --- The web server -------------------------------------------------------------------------------
class Patient:
    """Somebody who sends again whatever was not answered, as a person presses the button again."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.unanswered = 0
        self.won: set[int] = set()

    def asked(self, method: str, path: str, **sent: Any) -> httpx.Response:
        while True:
            try:
                return super().asked(method, path, **sent)
            except httpx.TransportError:
                self.unanswered += method == "POST"
                time.sleep(0.2)

    def decide(self, mention: int, verb: str, **form: Any) -> None:
        """Refused after no answer, it may have been done the first time: the server knows."""
        before = self.unanswered
        try:
            super().decide(mention, verb, **form)
        except Refused:
            if mention in self.won or self.unanswered == before or not self.is_mine(mention):
                raise
        self.won.add(mention)

    def is_mine(self, mention: int) -> bool:
        by = self.api("GET", f"mentions/{mention}")["curated_by"]
        return bool(by) and by["id"] == self.person


class PatientAtPages(Patient, AtPages):
    pass


class PatientByApi(Patient, ByApi):
    pass


def killed_while_deciding(rounds: int, lost: list[str]) -> str:
    from bench.audit import losses
    from bench.shift import Shift

    server = Server(WEB, host_and_port=free_address())
    shift = Shift(
        server.address,
        reviewers=REVIEWERS,
        mentions=PER_ROUND * rounds,
        reviews=0,
        at_pages=PatientAtPages,
        by_api=PatientByApi,
    )
    work, killed = threading.Thread(target=shift.work), 0
    server.start()
    try:
        until_it_answers(server.address)
        work.start()
        while killed < rounds and work.is_alive():
            time.sleep(moments.uniform(0, 3))
            server.end(signal.SIGKILL)
            killed += 1
            server.start()
            until_it_answers(server.address)
        work.join()
    finally:
        server.end()
    lost += [*shift.ledger.faults, *server.faults(), *losses(shift.team, shift.ledger)]
    unanswered = sum(person.unanswered for person in shift.people)
    return (
        f"web server killed {killed} times, {unanswered} writes unanswered and sent again, "
        f"{len(shift.ledger.won)} mentions decided"
    )


def wait(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not end within {PATIENCE:.0f} s")
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
