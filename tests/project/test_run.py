"""The one command: it starts all, says what is in the way, and leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import psutil
import pytest

from project import env
from tests import template
from tests.servers import wait_for

NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environment(**variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DEMO": "0", "WEB_WORKERS": "1", **variables}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def prepare(folder, module: str) -> None:
    subprocess.run(
        [sys.executable, "-m", module],
        cwd=env.BASE_DIR,
        env=environment(DATA_DIR=str(folder)),
        stdout=subprocess.DEVNULL,
        check=True,
    )


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A data folder as a first start leaves it, for copying: making one takes seconds."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    prepare(folder, "project.setup")
    if template.path().exists():
        shutil.copy(template.path(), folder / "corroborate.sqlite3")
    prepare(folder, "project.prepare")
    return folder


@pytest.fixture
def start(tmp_path, prepared):
    """`start()` runs the command in a process group of its own, as a shell does."""
    begun = []
    shutil.copytree(prepared, tmp_path / "data")

    def begin(**variables):
        given = {"DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port()), **variables}
        log = (tmp_path / f"log-{len(begun)}").open("w+")
        process = subprocess.Popen(
            [sys.executable, "-m", "project.run"],
            cwd=env.BASE_DIR,
            env=environment(**given),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        process.log, process.port = log, int(given["PORT"])
        begun.append(process)
        return process

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.log.close()


def said(process) -> str:
    process.log.seek(0)
    return process.log.read()


def answers(process) -> bool:
    assert process.poll() is None, said(process)
    return "Corroborate answers at" in said(process)


def started(process):
    """Wait until it has told its address; the three children and theirs."""
    wait_for(lambda: answers(process), "the start")
    return psutil.Process(process.pid).children(recursive=True)


def all_gone(family) -> bool:
    return not [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_start_answers_on_a_prepared_folder_until_ctrl_c(start, tmp_path):
    kept = [tmp_path / "data" / name for name in (env.SECRETS_FILE, "static.stamp")]
    before = [(file.read_text(), file.stat().st_mtime_ns) for file in kept]
    process = start()
    family = started(process)
    url = f"http://127.0.0.1:{process.port}/readyz"
    with NO_PROXY.open(url) as response:
        health = json.load(response)

    second = start()
    second_code = second.wait(timeout=30)
    os.killpg(process.pid, signal.SIGINT)
    code = process.wait(timeout=8)

    assert health == {
        "ready": True, "database": "ok", "migrations": "ok", "worker": "ok", "queue": "ok",
    }  # fmt: skip
    assert [(file.read_text(), file.stat().st_mtime_ns) for file in kept] == before
    assert second_code == 1
    assert f"already runs on {env.BASE_DIR.anchor}" in said(second)
    assert f"process {process.pid}" in said(second)
    assert code == 0
    assert len(family) >= 3
    assert all_gone(family)
    assert "Traceback" not in said(process)
    assert "Warning" not in said(process)


def test_sigkill_takes_the_children_along(start):
    process = start()
    family = started(process)

    process.kill()

    wait_for(lambda: all_gone(family), "the end of the children")


def test_death_of_a_child_stops_all(start):
    process = start()
    family = started(process)
    worker = next(p for p in family if "worker" in p.cmdline() and "celery" in p.cmdline())

    worker.kill()
    code = process.wait(timeout=20)

    assert code == 1
    assert "The worker stopped unexpectedly (killed by SIGKILL)" in said(process)
    assert all_gone(family)


def test_port_in_use_is_told_before_anything_starts(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        process = start(PORT=str(port))
        code = process.wait(timeout=30)

    assert code == 1
    assert f"Cannot listen on 127.0.0.1, port {port}" in said(process)
    assert "make run PORT=" in said(process)
    assert "Preparing" not in said(process)


def test_secrets_are_the_owners_alone(prepared):
    assert (prepared / env.SECRETS_FILE).stat().st_mode & 0o777 == 0o600
    assert prepared.stat().st_mode & 0o777 == 0o700


def test_file_that_is_not_there_is_told(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "project.run", "--file", "nowhere.txt"],
        cwd=env.BASE_DIR,
        env=environment(DATA_DIR=str(tmp_path), PORT=str(free_port())),
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert "There is no file nowhere.txt" in result.stdout


def test_demo_accounts_are_not_shown_to_the_world(start, tmp_path):
    make_demo_user = (
        "from teams.models import User; User.objects.create_user('d@example.org', is_demo=True)"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", make_demo_user],
        cwd=env.BASE_DIR,
        env=environment(DATA_DIR=str(tmp_path / "data")),
        check=True,
    )

    process = start(BIND="0.0.0.0", ALLOWED_HOSTS="claims.example.org")  # noqa: S104
    code = process.wait(timeout=30)

    assert code == 1
    assert "demo" in said(process)
    assert "Corroborate answers" not in said(process)
