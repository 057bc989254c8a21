"""How long the workbench of a long document takes, and how much it sends.

    python bench/workbench.py [--words 20000] [--mentions 500] [--others 500]

Opens it, chooses a mention, accepts one and asks what is new, through the whole server without a
network; beside no other documents and beside `--others`, each with mentions and claims of its own.
Prints median server time (of the processor, so that a busy machine does not count), bytes and
queries of each. Runs on SQLite in a data folder of its own.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="corroborate-bench-"))
os.environ |= {
    "DATA_DIR": str(FOLDER),
    "DJANGO_SETTINGS_MODULE": "project.settings",
    "SECRET_KEY": "only-for-the-bench-" + "0" * 32,
}

import django  # noqa: E402

from project.setup import make_data_folder  # noqa: E402

make_data_folder(FOLDER)
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.proposals import fill  # noqa: E402
from claims.models import Claim, ClaimMention, ClaimSpeaker  # noqa: E402
from documents.models import Document  # noqa: E402
from tests.factories.actors import make_actor  # noqa: E402
from tests.factories.teams import make_member, make_team  # noqa: E402

TIMES = 7
HTMX = {"HTTP_HX_REQUEST": "true"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--mentions", type=int, default=500)
    parser.add_argument("--others", type=int, default=500)
    chosen = parser.parse_args()
    # As in production: what the browser gets, without the stores of a server's start.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.ALLOWED_HOSTS = ["testserver"]
    try:
        run(chosen)
    finally:
        connection.close()
        shutil.rmtree(FOLDER, ignore_errors=True)
    return 0


def run(chosen: argparse.Namespace) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    team = make_team("Bench", second_review_normal="none")
    person = make_member(team, "reviewer")
    actors = [make_actor(team, f"Speaker {n}", by=person) for n in range(20)]
    document = fill(team, person, actors, words=chosen.words, mentions=chosen.mentions)
    claimed(document, person, one_in=2)
    alone = measured(document, person)
    for _n in range(chosen.others):
        claimed(fill(team, person, actors, words=400, mentions=10), person)
    beside = measured(document, person)
    print(f"{connection.vendor}: {chosen.words:,} words, {chosen.mentions} mentions")
    print(f"{'':>16}  {'alone':>26}  {f'beside {chosen.others} documents':>26}")
    for name, one in alone.items():
        print(f"{name:>16}  {one:>26}  {beside[name]:>26}")


def claimed(document: Document, person: Any, one_in: int = 1) -> None:
    """A claim on record for each of its mentions, or for one in so many."""
    rows = list(document.mentions.prefetch_related("speakers"))[::one_in]
    document.mentions.filter(pk__in=[row.pk for row in rows]).update(
        curation="accepted", curated_by=person, curated_at=timezone.now()
    )
    claims = Claim.objects.bulk_create(
        Claim(
            team=document.team,
            added_by=person,
            statement=f"{row.content_words}.",
            polarity=row.polarity,
            made_in=document,
        )
        for row in rows
    )
    pairs = list(zip(claims, rows, strict=True))
    ClaimSpeaker.objects.bulk_create(
        ClaimSpeaker(claim=claim, actor_id=row.speakers.all()[0].actor_id) for claim, row in pairs
    )
    ClaimMention.objects.bulk_create(
        ClaimMention(claim=claim, mention=row, state="confirmed", by=person, is_origin=True)
        for claim, row in pairs
    )


def measured(document: Document, person: Any) -> dict[str, str]:
    """What each request costs: "12.3 ms  45 kB  20 queries"."""
    client = Client()
    client.force_login(person)
    page = document.get_absolute_url()
    to_do = document.mentions.to_do().order_by("start")

    def choose() -> Any:
        return client.get(page, {"mention": to_do[to_do.count() // 2].pk}, **HTMX)

    def accept() -> Any:
        mention = to_do[to_do.count() // 2]
        address = reverse("claims:accept", args=[document.team.slug, mention.pk])
        return client.post(address, {"row_version": mention.row_version}, **HTMX)

    asked = {"open": lambda: client.get(page), "choose": choose, "accept": accept}
    asked |= {"nothing new": nothing_new(client, document)}
    return {name: cost(ask) for name, ask in asked.items()}


def nothing_new(client: Client, document: Document) -> Callable[[], Any]:
    """Ask again and again, as each open page does."""
    address = reverse("claims:live", args=[document.team.slug, document.pk])
    known = [""]

    def ask() -> Any:
        answer = client.get(address, headers={"If-None-Match": known[0]})
        known[0] = answer.headers.get("ETag", known[0])
        return answer

    return ask


def cost(ask: Callable[[], Any]) -> str:
    ask()
    times = []
    for _n in range(TIMES):
        begin = time.process_time()
        answer = ask()
        times.append((time.process_time() - begin) * 1000)
        assert answer.status_code in {200, 304}, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        ask()
    kilobytes = len(answer.content) / 1000
    return f"{statistics.median(times):.1f} ms {kilobytes:.1f} kB {len(queries)} queries"


if __name__ == "__main__":
    sys.exit(main())
