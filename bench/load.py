"""Fifty reviewers at once on one server: is anything lost, doubled or refused for no reason?

    python -m bench.load [--reviewers 50] [--mentions 5000] [--reviews 500] [--on sqlite]

They work through the mentions of a new team (accept, reject, set aside, attach; one mention in five
by three people at once) and take some claims through review: evidence, drafts, sealing, sign-off or
a blind second review, a joint one where the two differ. Half are at the pages, half
are programs at the API; nobody pauses. The server is the one of `make run`.

Prints how long requests took, and ends with one line for each database. Ends with 1 where a request
failed, the server's log tells of a fault, or the database holds anything but what people were told.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.serving import WEB, Server, database, free_address, migrate, until_it_answers

DATABASES = ("sqlite", "postgres")
SHOWN = 20  # losses or faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--mentions", type=int, default=5000)
    parser.add_argument("--reviews", type=int, default=500)
    parser.add_argument("--on", choices=[*DATABASES, "both"], default="both")
    chosen = parser.parse_args()
    if chosen.on == "both":  # Django's settings name one database for the whole of a process
        again = [sys.executable, "-m", "bench.load", *sys.argv[1:], "--on"]
        return max(subprocess.run([*again, name], check=False).returncode for name in DATABASES)
    folder = Path(tempfile.mkdtemp(prefix="corroborate-load-"))
    try:
        with database(folder, postgres=chosen.on == "postgres"):
            return run(chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(chosen: argparse.Namespace) -> int:
    from bench.audit import losses
    from bench.shift import Shift

    migrate()
    server = Server(WEB, host_and_port=free_address())
    size = {name: getattr(chosen, name) for name in ("reviewers", "mentions", "reviews")}
    shift = Shift(server.address, **size)
    server.start()
    try:
        until_it_answers(server.address)
        shift.work()
    finally:
        server.end()
    faults = shift.ledger.faults + server.faults()
    lost = losses(shift.team, shift.ledger)
    for line in [*faults[:SHOWN], *lost[:SHOWN]]:
        print(f"  {line}")
    print(f"{chosen.on}: {told(shift)}, {len(faults)} errors, {len(lost)} lost or doubled")
    return 1 if faults or lost else 0


def told(shift: Any) -> str:
    """The figures of a shift in one line."""
    from history.models import Event
    from review.models import Review

    times, ledger = shift.times, shift.ledger
    asked = len(times.reads) + len(times.writes)
    won = [what for what, _pk in ledger.won]
    events = Event.objects.filter(team_id=shift.team.pk).count()
    return ", ".join(
        [
            f"{len(shift.people)} reviewers",
            f"{won.count('mention')} mentions",
            f"{won.count('decide')} claims decided by {Review.objects.count()} reviews",
            f"{ledger.refused.total()} came second",
            f"{events} events in the chain",
            f"{asked / shift.seconds:.0f} requests/s in {shift.seconds:.0f} s",
            f"reads {_spread(times.reads)}",
            f"writes {_spread(times.writes)}",
        ]
    )


def _spread(seconds: list[float]) -> str:
    """p50 and p95 in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {cuts[9] * 1000:.0f} p95 {cuts[18] * 1000:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
