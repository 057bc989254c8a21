"""The start fails with the name of the variable that is missing or malformed."""

import os
import re
import subprocess
import sys

import pytest

from project import env

SECRET = "x" * 40


def start(**variables):
    """Import the settings in a process of its own with just these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import project.settings"],
        env={**kept, **variables},
        cwd=env.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("PORT", "http"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("CACHE_URL", "carrier-pigeon://x"),
        ("CELERY_BROKER_URL", "amqp://localhost"),
        ("EMAIL_URL", "owl://post"),
        ("OIDC_SERVER_URL", "owl://post"),
        ("HTTPS", "on-ish"),
    ],
)
def test_malformed_variable_is_named(tmp_path, name, value):
    result = start(**{"DATA_DIR": str(tmp_path), "SECRET_KEY": SECRET, name: value})

    assert result.returncode != 0
    assert f"{name} is" in result.stderr
    if name != "SECRET_KEY":
        assert value not in result.stderr


def test_secret_key_has_no_default(tmp_path):
    result = start(DATA_DIR=str(tmp_path))

    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr


def test_allowed_hosts_are_required_beyond_loopback(tmp_path):
    result = start(DATA_DIR=str(tmp_path), SECRET_KEY=SECRET, BIND="0.0.0.0")  # noqa: S104

    assert result.returncode != 0
    assert "ALLOWED_HOSTS is not set" in result.stderr


@pytest.mark.parametrize(
    "others",
    [{"BIND": "0.0.0.0"}, {"BIND": "::"}, {"ALLOWED_HOSTS": "localhost,*"}],  # noqa: S104
)
def test_debugging_is_refused_where_others_can_reach_it(tmp_path, others):
    given = {"ALLOWED_HOSTS": "localhost", "DEBUG": "true", **others}

    result = start(DATA_DIR=str(tmp_path), SECRET_KEY=SECRET, **given)

    assert result.returncode != 0
    assert "DEBUG is true" in result.stderr


def test_debugging_goes_on_this_machine_alone(tmp_path):
    result = start(DATA_DIR=str(tmp_path), SECRET_KEY=SECRET, DEBUG="true", BIND="::1")

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("given", "listens", "site"),
    [
        ("::1", "::1", "http://[::1]:8000"),
        ("[fd00::1]", "fd00::1", "http://[fd00::1]:8000"),
        ("127.0.0.1", "127.0.0.1", "http://127.0.0.1:8000"),
    ],
)
def test_bind_takes_ipv6_with_and_without_brackets(monkeypatch, given, listens, site):
    monkeypatch.setenv("BIND", given)

    assert env.bind() == listens
    assert f"http://{env.in_address(env.bind())}:8000" == site


def test_environment_wins_over_secrets_file(tmp_path, monkeypatch):
    (tmp_path / env.SECRETS_FILE).write_text("SECRET_KEY=from-the-file\n")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)

    env.data_dir()

    assert env.secret_key() == SECRET


def test_postgresql_url_gets_a_pool(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:pw@db.example:5433/claims")

    config = env.database(tmp_path)

    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "claims")
    assert config["OPTIONS"]["pool"]["max_size"] == 10
    assert config["CONN_MAX_AGE"] == 0
    assert config["OPTIONS"]["options"] == "-c random_page_cost=1.1"


@pytest.mark.parametrize(
    ("asked", "told"), [("%20", " "), ("-c%20work_mem%3D64MB", "-c work_mem=64MB")]
)
def test_postgresql_url_has_the_last_word_on_options(tmp_path, monkeypatch, asked, told):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://ada@db.example/claims?options={asked}")

    assert env.database(tmp_path)["OPTIONS"]["options"] == told


def test_sqlite_url_names_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")

    config = env.database(tmp_path)

    assert config["NAME"] == f"{tmp_path}/other.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_redis_broker_redelivers_after_an_hour(tmp_path, monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://cache.example:6379/1")

    url, options = env.broker(tmp_path)

    assert url == "redis://cache.example:6379/1"
    assert options["visibility_timeout"] == 3600


def test_every_variable_is_documented():
    read = re.compile(r'(?:text|number|switch|words|_read)\(\s*"([A-Z_]+)"')
    code = "".join(file.read_text() for file in (env.BASE_DIR / "project").glob("*.py"))
    documented = (env.BASE_DIR / "docs" / "settings.md").read_text()

    names = set(read.findall(code))

    assert len(names) > 20
    assert [name for name in sorted(names) if f"`{name}`" not in documented] == []
