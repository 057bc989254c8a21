"""How quick searching 200,000 claims is over HTTP, beside a bare Django view on the same machine.

    python bench/search.py --floor raw_ceilings.py [--postgres] [--claims 200000] [--folder DIR]

The floor is not part of this repository: a module with the source of a Django application in
`FLOOR_APP` (its `/search?q=` ranks a full-text search), with `rows()`, `fresh()`, `INS_D`, `INS_C`
for its database, and a module `corpus` beside it that makes the texts. Both servers hold the same
claims and are asked in turns, so that whatever else the machine does slows both. Prints the p50 of
each and the ratio, and beside the search those lists that give out all of each claim. Ends with 1
if a row is wrong, or a search for one word takes over six times the floor's. Everything is written
to a scratch folder, which is kept if --folder names it.
"""

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.serving import (  # noqa: E402
    database,
    free_address,
    migrate,
    session_of,
    until_it_answers,
)

PER_DOCUMENT = 10
TIMES = 100
MOST = 6.0
BATCH = 2000
SLUG = "bench"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--floor", type=Path, required=True)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="corroborate-bench-"))
    floor, corpus = load(chosen.floor, folder)
    try:
        with database(folder, postgres=chosen.postgres):
            cookie = prepare(corpus, chosen.claims)
            return measure(folder, floor, corpus, cookie, chosen.claims)
    finally:
        if not chosen.folder:
            shutil.rmtree(folder, ignore_errors=True)


def load(path: Path, folder: Path) -> tuple[ModuleType, ModuleType]:
    os.environ["PEERS_BENCH_DIR"] = str(folder / "floor")
    sys.path.insert(0, str(path.resolve().parent))
    return importlib.import_module(path.stem), importlib.import_module("corpus")


def prepare(corpus: ModuleType, wanted: int) -> str:
    """Migrate and fill the product's database, unless that was done; the cookie of a session."""
    from claims.models import Claim
    from search import indexing, registry
    from teams.models import Team

    migrate()
    if Claim.objects.count() < wanted:
        began = time.perf_counter()
        team, person = people()
        fill(corpus, team, person, wanted)
        print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
        began = time.perf_counter()
        for source in registry.sources():
            indexing.fill(source)
        print(f"indexed in {time.perf_counter() - began:.0f} s", flush=True)
        analyze()
    return session_of(Team.objects.get(slug=SLUG).memberships.get().user)


def people() -> tuple[Any, Any]:
    from teams.models import Membership, Team, User

    person = User.objects.create(email="bench@ostrel.example", name="Bench")
    other = Team.objects.create(name="Other", slug="other")
    Membership.objects.create(
        team=other, user=User.objects.create(email="x@x.example"), role="lead"
    )
    team = Team.objects.create(name="Bench", slug=SLUG)
    Membership.objects.create(team=team, user=person, role="lead")
    return team, person


def fill(corpus: ModuleType, team: Any, person: Any, wanted: int) -> None:
    """Claims as the floor has them, with speakers; one in fifty is of another team as well."""
    from actors.models import Actor
    from claims.models import Claim, ClaimSpeaker
    from teams.models import Team

    other = Team.objects.get(slug="other")
    Actor.objects.bulk_create(
        Actor(team=team, kind="person", name=f"Speaker {n}", folded=f"speaker {n}", added_by=person)
        for n in range(1, 901)
    )
    actors = list(Actor.objects.order_by("pk"))
    rows: list[Any] = []
    for number in range(wanted // PER_DOCUMENT):
        text, spans = corpus.document(number)
        for start, end, _label in spans:
            rows.append(claim_of(team, person, text[start:end], len(rows)))
        if number % 500 == 0:
            rows.append(claim_of(other, person, text, 0))
    for begin in range(0, len(rows), BATCH):
        made = Claim.objects.bulk_create(rows[begin : begin + BATCH])
        ClaimSpeaker.objects.bulk_create(
            ClaimSpeaker(claim=claim, actor=actors[claim.pk % len(actors)])
            for claim in made
            if claim.team_id == team.pk
        )


def claim_of(team: Any, person: Any, statement: str, number: int) -> Any:
    from claims.models import Claim

    state = "on_record" if number % 3 else "to_check"
    kind = ("fact", "prediction", "call")[number % 7 % 3]
    words = [f"story {number % 40}"] if number % 5 == 0 else []
    return Claim(
        team=team, added_by=person, statement=statement, state=state, kind=kind, topic_words=words
    )


def analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def floor_database(floor: ModuleType, corpus: ModuleType) -> None:
    path = corpus.BASE / "raw.sqlite3"
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    documents, claims = floor.rows()
    db = floor.fresh(str(path), "wal", "normal")
    for statement, rows in ((floor.INS_D, documents), (floor.INS_C, claims)):
        db.execute("begin")
        db.executemany(statement, rows)
        db.execute("commit")
    columns = "quote, speaker, content='claim', content_rowid='id'"
    db.execute(f"create virtual table claim_fts using fts5({columns})")
    db.execute("insert into claim_fts(claim_fts) values('rebuild')")
    db.execute("analyze")
    db.close()


@contextmanager
def served(application: str, cwd: Path, **environment: str) -> Iterator[str]:
    """gunicorn with two workers; gives its address."""
    address = free_address()
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "--threads", "4", "-b", address]
    process = subprocess.Popen(
        [*command, application],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=(Path(os.environ["DATA_DIR"]) / f"{application}.log").open("w"),
    )
    try:
        until_it_answers(f"http://{address}")
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def measure(folder: Path, floor: ModuleType, corpus: ModuleType, cookie: str, claims: int) -> int:
    floor_database(floor, corpus)
    (corpus.BASE / "floorapp.py").write_text(floor.FLOOR_APP)
    raw = str(corpus.BASE / "raw.sqlite3")
    with (
        served("floorapp:application", corpus.BASE, RAW_DB=raw) as below,
        served("project.wsgi", ROOT) as ours,
        httpx.Client(timeout=60) as client,
    ):
        asked = {"floor": f"{below}/search?q={corpus.TERM}"} | addresses(ours, corpus)
        headers = {"Cookie": cookie, "Accept-Encoding": "identity"}
        seconds = in_turns(client, asked, headers)
        wrong = faults(client, ours, headers, corpus)
    return report(seconds, wrong, claims)


def addresses(ours: str, corpus: ModuleType) -> dict[str, str]:
    page, api = f"{ours}/t/{SLUG}", f"{ours}/api/v1/t/{SLUG}"
    term, rare = corpus.TERM, corpus.RARE
    return {
        "search, one word": f"{api}/search?q={term}",
        "search, two words": f"{api}/search?q={term}+speaker",
        "search, begins so": f"{api}/search?q={term[:4]}*",
        "search, a word of 60 %": f"{api}/search?q=the",
        "whole claims, one word": f"{api}/claims?q={term}",
        "page of results": f"{page}/search/?q={term}",
        "page of results, rare": f"{page}/search/?q={rare}",
        "page of results, 60 %": f"{page}/search/?q=the",
        "list of claims, q": f"{page}/claims/?q={term}",
        "list of claims, q of 60 %": f"{page}/claims/?q=the",
        "list of claims": f"{page}/claims/",
        "its facets": f"{page}/claims/?part=facets",
    }


def in_turns(
    client: httpx.Client, asked: dict[str, str], headers: dict[str, str]
) -> dict[str, list[float]]:
    """Seconds of each address, all of them asked once before any is asked again."""
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(-5, TIMES):
        for name, address in asked.items():
            more = {"HX-Request": "true"} if "part=" in address else {}
            began = time.perf_counter()
            client.get(address, headers={**headers, **more}).raise_for_status()
            if turn >= 0:
                seconds[name].append(time.perf_counter() - began)
    return seconds


def faults(
    client: httpx.Client, ours: str, headers: dict[str, str], corpus: ModuleType
) -> list[str]:
    """What is wrong with the rows: one twice, of another team, without the word, or lost."""
    from claims.models import Claim

    found: list[dict[str, Any]] = []
    address: str | None = f"{ours}/api/v1/t/{SLUG}/claims?q={corpus.TERM}&page_size=200"
    while address:
        page = client.get(address, headers=headers).json()
        found += page["results"]
        address = page["next"]
    ids = [row["id"] for row in found]
    word = Claim.objects.filter(team__slug=SLUG, statement__icontains=corpus.TERM)
    wrong = []
    if len(ids) != len(set(ids)):
        wrong.append("a row comes twice")
    if set(ids) != set(word.values_list("pk", flat=True)):
        wrong.append("the rows are not those that a scan of the team's claims finds")
    print(f"{len(ids)} rows hold “{corpus.TERM}”: {json.dumps(wrong) if wrong else 'all right'}")
    return wrong


def report(seconds: dict[str, list[float]], wrong: list[str], claims: int) -> int:
    p50 = {name: statistics.median(times) * 1000 for name, times in seconds.items()}
    print(f"{claims} claims; p50 and p95 of {TIMES} requests in ms, load {os.getloadavg()[0]:.1f}")
    for name, times in seconds.items():
        p95 = statistics.quantiles(times, n=20)[-1] * 1000
        print(f"{name:<28}{p50[name]:8.1f}{p95:8.1f}{p50[name] / p50['floor']:7.1f} ×")
    slow = p50["search, one word"] > MOST * p50["floor"]
    return 1 if wrong or slow else 0


if __name__ == "__main__":
    sys.exit(main())
