"""Start everything with one command and stop it with Ctrl-C: `python -m project.run [--file F]`.

Web server, worker and scheduler are three children of this process, in process groups of their
own, so that Ctrl-C reaches this one alone and it stops them in order. They die with it, also when
it is killed. A lock in the data folder keeps a second start away.
"""

import argparse
import errno
import fcntl
import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from project import env
from project.children import Child, Children, Failed, Stopped
from project.setup import cannot_write, make_data_folder

# Seconds after which, again and again, somebody who waits for the first page is told why.
WAITS_LONG = 60.0
# Not through a proxy that the environment names: we ask ourselves.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Refused(Exception):
    """The start cannot begin; the message says why and what to do."""


def main() -> int:
    file = _options().file
    children = Children(_say)
    children.stop_on_signals()
    try:
        folder = env.data_dir()
        with only_one(folder):
            _run(file, folder, children)
    except (Refused, ImproperlyConfigured) as refused:
        _say(str(refused))
        return 1
    except Failed:
        return 1
    except Stopped as stopped:
        if stopped.reason:
            _say(stopped.reason)
        return 1 if stopped.failed else 0
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description="Start Corroborate.")
    parser.add_argument("--file", type=Path, help="a text to add to the demo team")
    return parser.parse_args()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Make the folder and hold its lock. Raises Refused if another start holds it."""
    try:
        make_data_folder(folder)
        opened = (folder / "run.lock").open("a+")
    except OSError as error:
        raise Refused(cannot_write(folder, error)) from None
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Refused(
                f"Corroborate already runs on {folder} (process {lock.read().strip()}). "
                "Stop that one first, or choose another folder: make run DATA_DIR=…"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def free_port(host: str, port: int) -> None:
    """Raise Refused if we could not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except (OSError, OverflowError) as error:
        other = port + 1 if port < 65535 else 8000
        reason = getattr(error, "strerror", None) or error
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        way_out = (
            f"Choose another port: make run PORT={other}" if taken else "BIND and PORT set another."
        )
        raise Refused(f"Cannot listen on {host}, port {port}: {reason}. {way_out}") from None


def _run(file: Path | None, folder: Path, children: Children) -> None:
    """Prepare, start, tell, and wait until something ends."""
    host, port = env.bind(), env.number("PORT", 8000)
    free_port(host, port)
    if file and not file.is_file():
        raise Refused(f"There is no file {file}.")
    _say(f"Preparing {folder} …")
    prepared = json.loads(children.output_of([sys.executable, "-m", "project.prepare"]))
    try:
        for child in servers(host, port):
            children.start(child)
        _wait_until_ready(children, _address(host, port))
        _tell(env.text("SITE_URL", _address(host, port)), folder, prepared)
        if file:
            _add(file, children)
        children.wait()
    finally:
        children.stop()
        _say("Stopped.")


def servers(host: str, port: int) -> list[Child]:
    """Web server, worker and scheduler, in this order and not yet started."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "project.wsgi", "--bind", f"{env.in_address(host)}:{port}"]
    web += ["--worker-class", "gthread", "--workers", str(env.number("WEB_WORKERS", 2))]
    web += ["--threads", str(env.number("WEB_THREADS", 8)), "--graceful-timeout", "3"]
    # One that is still loading on a busy machine after half a minute is slow, not stuck.
    web += ["--timeout", "180", "--log-level", "warning", "--no-control-socket"]
    # Whoever runs all of it as root has decided so; no need to be told at every start.
    celery = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"]
    celery += ["celery", "--app", "project", "--quiet"]
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "2"]
    worker += ["--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile="]
    return [
        Child("The web server", web, when_orphaned=signal.SIGTERM),
        Child("The worker", worker),
        Child("The scheduler", beat),
    ]


def _address(host: str, port: int) -> str:
    """Where a browser on this machine reaches us."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (shown, not bound)
    return f"http://{env.in_address(shown)}:{port}/"


def _wait_until_ready(children: Children, address: str) -> None:
    """Return when web server and worker answer, however long a busy machine takes.

    Raises Stopped as `children.check` does: a child that cannot live ends the waiting.
    """
    began, told = time.monotonic(), 1
    while True:
        children.check()
        state = _health(f"{address}readyz")
        if state.get("ready") and state.get("worker") == "ok":
            return
        waited = time.monotonic() - began
        if waited > told * WAITS_LONG:
            told += 1
            _say(f"Not ready after {waited:.0f} s: {_missing(state)}. Still waiting.")
        time.sleep(0.1)


def _missing(state: dict[str, Any]) -> str:
    """What a person may look after, in words."""
    if not state:
        return "the web server does not answer yet"
    return "the worker has not begun yet" if state.get("ready") else "the database does not answer"


def _health(url: str) -> dict[str, Any]:
    try:
        with _direct.open(url, timeout=5) as response:
            return dict(json.load(response))
    except urllib.error.HTTPError as error:  # answers, and is not ready
        return {"ready": False, "status": error.code}
    except (OSError, ValueError):  # not listening yet
        return {}


def _tell(address: str, folder: Path, prepared: dict[str, Any]) -> None:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    lines = [f"Corroborate answers at {address}", f"Data folder: {folder} ({size / 1e6:.1f} MB)"]
    if prepared["demo"]:
        lines.append("Sign in to the demo as:")
        width = max(len(person["email"]) for person in prepared["demo"])
        lines += [
            f"  {person['email']:{width}}  password {person['password']}  ({person['role']})"
            for person in prepared["demo"]
        ]
    _say("\n".join(["", *lines, "Ctrl-C stops it.", ""]))


def _add(file: Path, children: Children) -> None:
    """Add `file` to the demo team. If that fails, its reason stands above; all keeps running."""
    command = [sys.executable, "manage.py", "add_document", str(file), "--wait", "--json"]
    try:
        added = json.loads(children.output_of(command))
    except Failed:
        _say(f"{file.name} was not added.")
        return
    found = f"{len(added['mentions'])} claims found"
    _say(f"{file.name}: {found}. Its workbench:\n  {added['url']}\n")


def _say(text: str) -> None:
    # Nobody may be listening any more, as after `make run | head`: no reason to end.
    with suppress(OSError):
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
