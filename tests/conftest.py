"""What every test gets: its own data folder, a database in a file, no network."""

import os
import socket
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings as hypothesis_settings

# Before Django has settings: a data folder of this run, with one part per xdist worker.
_root = os.environ.setdefault("TEST_DATA_ROOT", tempfile.mkdtemp(prefix="corroborate-test-"))
DATA_DIR = Path(_root, os.environ.get("PYTEST_XDIST_WORKER", "main"))
for name in ("queue/messages", "queue/control", "static", "files"):
    (DATA_DIR / name).mkdir(parents=True, exist_ok=True)
os.environ |= {
    "DATA_DIR": str(DATA_DIR),
    "DJANGO_SETTINGS_MODULE": "project.settings",
    "SECRET_KEY": "only-for-tests-" + "0" * 32,
}
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test.testcases import TransactionTestCase  # noqa: E402

from common import triggers  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest is only there after collectstatic; one test of its own makes and reads it.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)

hypothesis_settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True)
hypothesis_settings.register_profile("long", max_examples=2000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Sockets reach this machine alone: a test that wants the world fails at once."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else None
        if host not in {None, "127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test tried to reach {host}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_guards():
    """Append-only tables refuse to be emptied, which the end of a transactional test must do."""
    flush = TransactionTestCase._fixture_teardown

    def lifted(self):
        with triggers.lifted(connections["default"]):
            flush(self)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = flush
