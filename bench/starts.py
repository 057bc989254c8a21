"""First starts in a row on a busy machine: does each come up, and stay up when its worker dies?

    python -m bench.starts [--times 50] [--busy 2]

Each time `make run` (its command) begins with a new data folder, beside processes that only burn
time. Once it answers, its worker is killed (SIGKILL): another must live within ten seconds, and the
page of sign-in, asked for all the while, must never fail. Then Ctrl-C: it must end within eight
seconds and leave no process behind. With DEMO=false in the environment it starts empty.

Ends with one line of figures, and with 1 if anything failed.
"""

import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import psutil

from bench.serving import ROOT, free_address

COMES_UP_WITHIN = 600.0
BACK_WITHIN = 10.0
STOPS_WITHIN = 8.0


class Fault(Exception):
    pass


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--busy", type=int, default=2, help="processes that only burn time")
    chosen = parser.parse_args()
    burn = [sys.executable, "-S", "-c", "while True: pass"]
    busy = [subprocess.Popen(burn) for _number in range(chosen.busy)]
    took: list[tuple[float, float]] = []
    faults = 0
    try:
        for number in range(chosen.times):
            try:
                took.append(attempt())
                up, back = took[-1]
                told = f"up after {up:.1f} s, a killed worker back after {back:.1f} s"
                if back > BACK_WITHIN:
                    raise Fault(told)
            except Fault as fault:
                faults += 1
                told = f"failed: {fault}"
            print(f"  start {number + 1}: {told}", flush=True)
    finally:
        for process in busy:
            process.kill()
    told = f"{chosen.times} first starts beside {chosen.busy} busy loops: {faults} failed"
    if took:
        up, back = (max(each) for each in zip(*took, strict=True))
        told += f"; up after {up:.0f} s at most, a killed worker back after {back:.1f} s at most"
    print(told, flush=True)
    return 1 if faults else 0


def attempt() -> tuple[float, float]:
    """Seconds until it answered, and until a worker was back. Raises Fault."""
    folder = Path(tempfile.mkdtemp(prefix="corroborate-start-"))
    log = folder / "log"
    address = free_address()
    variables = {"DATA_DIR": str(folder / "data"), "PORT": address.rpartition(":")[2]}
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "project.run"],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _wait(lambda: _answers(process, log), COMES_UP_WITHIN, "an answer")
        up = time.monotonic() - began
        page = f"http://{address}/accounts/login/"
        back = _killed_worker_comes_back(process, page, folder / "data" / "corroborate.sqlite3")
        _stop(process)
    except Fault as fault:
        raise Fault(f"{fault}\n{log.read_text()}") from None
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return up, back


def _answers(process: subprocess.Popen[bytes], log: Path) -> bool:
    if process.poll() is not None:
        raise Fault(f"it ended by itself ({process.returncode})")
    return "Corroborate answers at" in log.read_text()


def _killed_worker_comes_back(process: subprocess.Popen[bytes], page: str, database: Path) -> float:
    """Seconds until the new worker beats, as its process alone may still be starting."""
    (worker,) = _workers(process)
    before = _beating(database)
    with _asked_all_the_while(page) as faults:
        began = time.monotonic()
        worker.kill()
        _wait(lambda: _beating(database) - before, 10 * BACK_WITHIN, "another worker")
        took = time.monotonic() - began
    if faults:
        raise Fault(f"the page went away: {faults[0]}")
    return took


@contextmanager
def _asked_all_the_while(page: str) -> Iterator[list[str]]:
    """Ask for the page until the block ends; what went wrong is in the list."""
    faults: list[str] = []
    over = threading.Event()

    def ask() -> None:
        while not over.wait(0.1):
            try:
                status = httpx.get(page, timeout=20).status_code
            except httpx.HTTPError as error:
                faults.append(repr(error))
            else:
                if status != 200:
                    faults.append(f"status {status}")

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield faults
    finally:
        over.set()
        thread.join()


def _workers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children()
    return [each for each in children if "worker" in each.cmdline() and "celery" in each.cmdline()]


def _beating(database: Path) -> set[str]:
    """The workers that have said that they live."""
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM jobs_worker")}


def _stop(process: subprocess.Popen[bytes]) -> None:
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    try:
        code = process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        raise Fault("it did not stop in time") from None
    left = [each for each in family if each.is_running() and each.status() != "zombie"]
    if code or left:
        raise Fault(f"it ended with {code} and left {len(left)} processes behind")


def _wait(condition: Callable[[], object], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Fault(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
