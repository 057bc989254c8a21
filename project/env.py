"""Settings from the environment. Nothing else of the project reads it (but `extraction.__main__`).

A variable that is missing or malformed stops the start with its name and what it should be. The
data folder's `secrets.env`, made by `make setup`, is read as well; the environment wins over it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
SECRETS_FILE = "secrets.env"
# What nobody but the owner may do with anything that we write.
PRIVATE = 0o077
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# PostgreSQL's own default is for turning disks: it then reads through the newest 20,000 claims of
# a team rather than jump to the 400 that hold a word.
QUICK_DISK = "-c random_page_cost=1.1"

_SWITCH = {"1": True, "true": True, "yes": True, "on": True}
_SWITCH |= {"0": False, "false": False, "no": False, "off": False, "": False}
_env = environ.Env()
Value = TypeVar("Value")


def _read(name: str, parse: Callable[[str], Value], default: Value | None, expected: str) -> Value:
    """The value of variable `name`; `default` None means that it must be set."""
    raw = _env.str(name, default=None)
    if raw is None:
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set. It must be {expected}.")
        return default
    try:
        return parse(raw)
    except (ValueError, KeyError, ImproperlyConfigured):
        # The value itself may be a secret, so it is not repeated.
        raise ImproperlyConfigured(f"{name} is malformed. It must be {expected}.") from None


def _filled(raw: str) -> str:
    if not raw.strip():
        raise ValueError("empty")
    return raw.strip()


def text(name: str, default: str | None = None, *, expected: str = "a text") -> str:
    return _read(name, _filled, default, expected)


def number(name: str, default: int) -> int:
    def parse(raw: str) -> int:
        value = int(raw)
        if value < 0:
            raise ValueError("negative")
        return value

    return _read(name, parse, default, "a whole number, 0 or more")


def switch(name: str, default: bool) -> bool:
    return _read(name, lambda raw: _SWITCH[raw.strip().lower()], default, "true or false")


def words(name: str, default: list[str] | None, *, expected: str) -> list[str]:
    """A list, parted by commas."""

    def parse(raw: str) -> list[str]:
        return [word.strip() for word in raw.split(",") if word.strip()]

    return _read(name, parse, default, expected)


def data_dir() -> Path:
    """The folder that holds all an installation keeps. Its secrets, once made, are read too.

    Whoever asks means to write there: what is written from now on is its owner's alone.
    """
    folder = Path(text("DATA_DIR", str(BASE_DIR / "data"), expected="a folder"))
    folder = folder.expanduser().absolute()
    os.umask(PRIVATE)
    if (folder / SECRETS_FILE).exists():
        _env.read_env(folder / SECRETS_FILE)
    return folder


def secret_key() -> str:
    expected = (
        "a long random text; `make setup` makes one for the data folder, "
        "in production set it in the environment"
    )
    key = text("SECRET_KEY", expected=expected)
    if len(key) < 32:
        raise ImproperlyConfigured("SECRET_KEY is too short. It must have 32 characters or more.")
    return key


def bind() -> str:
    """The address to listen on, an IPv6 address without brackets."""
    return text("BIND", "127.0.0.1").strip("[]")


def in_address(host: str) -> str:
    """`host` as it stands in the address of a page."""
    return f"[{host}]" if ":" in host else host


def refuse_debugging_in_public(debug: bool, host: str, names: list[str]) -> None:
    """Raise ImproperlyConfigured where others could see the settings on a page of errors."""
    here = LOOPBACK | {"[::1]"}
    if debug and not {host, *names} <= here:
        raise ImproperlyConfigured(
            "DEBUG is true, so BIND and ALLOWED_HOSTS must name this machine alone "
            "(127.0.0.1, localhost, ::1): pages of errors would show its settings to others."
        )


def database(folder: Path) -> dict[str, Any]:
    """Django's settings for DATABASE_URL; a SQLite file in the data folder without one."""
    url = text("DATABASE_URL", f"sqlite:///{folder / 'corroborate.sqlite3'}")
    if url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")), folder)
    expected = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"
    config = _read("DATABASE_URL", _postgresql, None, expected)
    pool = {"min_size": 1, "max_size": number("DATABASE_POOL", 10)}
    config["OPTIONS"] = {"options": QUICK_DISK, **config.get("OPTIONS", {}), "pool": pool}
    # A pool keeps connections itself, so Django must not.
    return {**config, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def _postgresql(url: str) -> dict[str, Any]:
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise ValueError("another database")
    return dict(environ.Env.db_url_config(url))


def _sqlite(file: Path, folder: Path) -> dict[str, Any]:
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "NORMAL",
        "mmap_size": 134_217_728,
        "journal_size_limit": 27_103_364,
        "cache_size": -20_000,
        "temp_store": "MEMORY",
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Transactions take the write lock at their start and wait for it: with Django's defaults
        # four writing processes see "database is locked" in a fifth of their transactions.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
        },
        "CONN_MAX_AGE": None,
        # Never in memory: threads that share such a database lock each other's tables out.
        "TEST": {"NAME": str(folder / "test.sqlite3")},
    }


def cache() -> dict[str, Any]:
    """Django's settings for CACHE_URL; a table of the database without one."""
    expected = "dbcache://TABLE, locmemcache://NAME or redis://HOST:PORT/NUMBER"
    default = environ.Env.cache_url_config("dbcache://cache_entries")
    return dict(_read("CACHE_URL", environ.Env.cache_url_config, default, expected))


def email() -> dict[str, Any]:
    """Django's settings for EMAIL_URL; without one, mails are written to the log."""
    default = environ.Env.email_url_config("consolemail://")
    expected = "smtp+tls://USER:PASSWORD@HOST:PORT, consolemail:// or dummymail://"
    return dict(_read("EMAIL_URL", environ.Env.email_url_config, default, expected))


def single_sign_on() -> dict[str, Any]:
    """allauth's settings for one OpenID Connect provider; none without OIDC_SERVER_URL."""
    expected = "the address of an OpenID Connect provider, beginning with https:// or http://"
    server = _read("OIDC_SERVER_URL", _web_address, "", expected)
    if not server:
        return {}
    app = {
        "provider_id": "sso",
        "name": text("OIDC_NAME", "Single sign-on"),
        "client_id": text("OIDC_CLIENT_ID", expected="the id that the provider gave this site"),
        "secret": text("OIDC_CLIENT_SECRET", expected="the secret that goes with OIDC_CLIENT_ID"),
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def _web_address(raw: str) -> str:
    parts = urlsplit(raw.strip())
    if parts.scheme not in {"https", "http"} or not parts.netloc:
        raise ValueError("no address of the web")
    return raw.strip().rstrip("/")


def broker(folder: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker and its transport options: a folder without CELERY_BROKER_URL, or Redis."""
    url = text("CELERY_BROKER_URL", "filesystem://")
    scheme = urlsplit(url).scheme
    if scheme == "filesystem":
        queue = folder / "queue"
        return "filesystem://localhost//", {
            "data_folder_in": str(queue / "messages"),
            "data_folder_out": str(queue / "messages"),
            "control_folder": str(queue / "control"),
            "unreadable_folder": str(queue / "unreadable"),
            "store_processed": False,
            "polling_interval": 0.1,
        }
    if scheme not in {"redis", "rediss", "redis+socket"}:
        raise ImproperlyConfigured(
            "CELERY_BROKER_URL is malformed. It must be filesystem:// or redis://HOST:PORT/NUMBER."
        )
    return url, {
        "visibility_timeout": 3600,
        "socket_keepalive": True,
        "health_check_interval": 30,
        "max_retries": 3,
    }
