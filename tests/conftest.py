"""What every test gets: its own data folder, a database in a file, no network.

`TEST_ON=postgresql` runs the tests on a PostgreSQL server that is started for them.
"""

import gc
import os
import shutil
import socket
import tempfile
from copy import deepcopy
from pathlib import Path

import django
import pytest
from hypothesis import settings as hypothesis_settings

CANNOT_START = 77
IS_CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ

# Before Django has settings: a data folder of this run, with one part per xdist worker, and
# nothing of the environment that the tests happen to be started in.
if IS_CONTROLLER:
    os.environ["TEST_DATA_ROOT"] = tempfile.mkdtemp(prefix="corroborate-test-")
_root = os.environ["TEST_DATA_ROOT"]
DATA_DIR = Path(_root, os.environ.get("PYTEST_XDIST_WORKER", "main"))
for name in ("queue/messages", "queue/control", "static", "files"):
    (DATA_DIR / name).mkdir(parents=True, exist_ok=True)
for name in ("ALLOWED_HOSTS", "BIND", "CELERY_BROKER_URL", "DEBUG", "EMAIL_URL", "LOGIN_RATE"):
    os.environ.pop(name, None)
for name in ("CSRF_TRUSTED_ORIGINS", "HTTPS", "PORT", "PROXIES", "SITE_URL"):
    os.environ.pop(name, None)
if os.environ.get("TEST_ON") != "postgresql":
    os.environ.pop("DATABASE_URL", None)
os.environ |= {
    "CACHE_URL": "locmemcache://tests",
    "DATA_DIR": str(DATA_DIR),
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the thread of the tests
    "DJANGO_SETTINGS_MODULE": "project.settings",
    "SECRET_KEY": "only-for-tests-" + "0" * 32,
}

from tests import servers  # noqa: E402  (reads the environment above)

_postgresql = None
if os.environ.get("TEST_ON") == "postgresql" and IS_CONTROLLER:
    try:
        _postgresql, os.environ["DATABASE_URL"] = servers.start_postgresql()
    except servers.CannotStart as error:
        pytest.exit(f"Skipped on PostgreSQL: {error}", returncode=CANNOT_START)
django.setup()
# Inherited by an xdist worker, it would have the settings read before the lines above.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.template import Template  # noqa: E402
from django.test.testcases import TransactionTestCase  # noqa: E402
from django.test.utils import _TestState  # noqa: E402

from tests import emptying, template  # noqa: E402
from tests.factories.furnished import furnish  # noqa: E402

# As Django does with EMAIL_BACKEND.
settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest is only there after collectstatic; one test of its own makes and reads it.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)

# What was imported lives to the end, so nobody need look through it for garbage again and again.
gc.freeze()
gc.set_threshold(200_000, 20, 100)

hypothesis_settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True)
hypothesis_settings.register_profile("long", max_examples=2000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_unconfigure(config):
    if IS_CONTROLLER:
        shutil.rmtree(_root, ignore_errors=True)
        if _postgresql:
            _postgresql.cleanup()


def pytest_collection_modifyitems(items):
    """Mark browser tests as such, and skip on SQLite what only PostgreSQL can do."""
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent / "browser"):
            item.add_marker("e2e")
        if item.get_closest_marker("postgres") and not on_postgresql:
            reason = "needs PostgreSQL; `make test` repeats the run there"
            item.add_marker(pytest.mark.skip(reason=reason))


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


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Begin from a migrated database where there is one."""
    template.bring(connections["default"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        template.keep(connections["default"])


@pytest.fixture(autouse=True, scope="session")
def empty_after_commits():
    """A test that commits leaves an empty database, append-only tables and all."""
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _self: emptying.empty(connections["default"])
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    """A furnished team, made once for the tests of a module that commit nothing: see `here`."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        made = furnish()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def here(furnished, db):
    """The furnished team; whatever a test does to its rows is taken back."""
    return deepcopy(furnished)


@pytest.fixture
def plain_templates(monkeypatch):
    """No `response.context`, for tests that ask for hundreds of pages.

    Django's test client copies the context of every part of a page, which takes long.
    """
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits count from nothing in each test."""
    cache.clear()


@pytest.fixture
def redis_socket():
    """The socket of a Redis server of this test's own."""
    with servers.redis_server() as path:
        yield path


@pytest.fixture
def worker(transactional_db):
    """A real Celery worker on this test's database, from a folder or CELERY_BROKER_URL."""
    with servers.worker_process() as process:
        yield process
