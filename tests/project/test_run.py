"""The one command: it starts all, says what is in the way, and leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import psutil
import pytest

from project import env
from project import run as run_module
from project.children import Children
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
    return children_of(process)


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


def test_killed_worker_is_back_and_the_pages_never_went_away(start):
    """On an address for everybody, and behind TLS: the start asks itself all the same."""
    process = start(BIND="0.0.0.0", ALLOWED_HOSTS="claims.example.org", HTTPS="true", PROXIES="1")  # noqa: S104
    family = started(process)
    (worker,) = workers(family)
    asked = []

    worker.kill()

    def back():
        asked.append(sign_in_page(process))
        return [each for each in workers(children_of(process)) if each != worker]

    wait_for(back, "another worker")
    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(timeout=20) == 0
    assert set(asked) == {200}
    assert "The worker stopped unexpectedly (killed by SIGKILL). It is started again" in said(
        process
    )
    assert all_gone(family)


def children_of(process):
    return psutil.Process(process.pid).children(recursive=True)


def workers(family):
    return [p for p in family if "worker" in p.cmdline() and "celery" in p.cmdline()]


def sign_in_page(process) -> int:
    """The status of a page, as a proxy that ends TLS asks for it."""
    url = f"http://127.0.0.1:{process.port}/accounts/login/"
    headers = {"Host": "claims.example.org", "X-Forwarded-Proto": "https"}
    with NO_PROXY.open(urllib.request.Request(url, headers=headers), timeout=20) as response:
        return response.status


def test_start_waits_and_says_for_what(monkeypatch, capsys):
    """However long a busy machine takes: what cannot live is noticed by its end."""
    states = [
        (503, {"ready": False, "database": "ok", "migrations": "missing"}),
        (200, {"ready": True, "worker": "none"}),
        (200, {"ready": True, "worker": "ok"}),
    ]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            status, state = states.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(state).encode())

        def log_message(self, *_given):
            """Tests say nothing by themselves."""

    monkeypatch.setattr(run_module, "WAITS_LONG", 0.0)
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        run_module._wait_until_ready(
            Children(lambda _sentence: None), f"http://127.0.0.1:{server.server_port}/"
        )
        server.shutdown()

    told = [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()]
    assert told == [
        "the database does not answer. Still waiting.",
        "the worker has not begun yet. Still waiting.",
    ]


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


def open_to_others(folder):
    every = [folder, *folder.rglob("*")]
    return {str(path.relative_to(folder)) for path in every if path.stat().st_mode & 0o077}


def test_what_is_written_is_the_owners_alone(prepared):
    assert open_to_others(prepared) == set()
    assert (prepared / "static" / "staticfiles.json").exists()
    assert (prepared / "corroborate.sqlite3").exists()


def test_folder_that_others_could_read_is_closed(prepared, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    (folder / "queue" / "messages" / "1_x.celery.msg").write_text("{}")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    own = folder / "notes of somebody"
    own.write_text("not ours")
    own.chmod(0o644)

    prepare(folder, "project.setup")

    assert open_to_others(folder) == {own.name}


def test_folder_for_everybody_stays_so(tmp_path):
    tmp_path.chmod(0o1777)

    prepare(tmp_path, "project.setup")

    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


@pytest.mark.parametrize("module", ["project.setup", "project.run"])
def test_folder_that_cannot_be_written_is_told(tmp_path, module):
    (tmp_path / "taken").write_text("a file")

    code, told = run(module, DATA_DIR=str(tmp_path / "taken" / "data"))

    assert code == 1
    assert told.strip() == (
        f"Cannot write to {tmp_path}/taken/data: Not a directory. "
        "Mend that, or choose another folder: make run DATA_DIR=…"
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "http"}, "PORT is malformed. It must be a whole number, 0 or more."),
        ({"PORT": "70000"}, "Cannot listen on 127.0.0.1, port 70000: "),
        ({"BIND": "192.0.2.1"}, "Cannot listen on 192.0.2.1, port 8000: "),
    ],
)
def test_settings_that_cannot_be_are_told_in_a_sentence(tmp_path, variables, sentence):
    code, told = run("project.run", DATA_DIR=str(tmp_path), **variables)

    assert code == 1
    assert told.startswith(sentence)
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"BIND": "0.0.0.0"}, "ALLOWED_HOSTS is not set. "),  # noqa: S104
        ({"DATABASE_URL": "sqlite:////nowhere/x"}, "The database cannot be used: unable to open"),
    ],
)
def test_preparing_says_in_a_sentence_what_is_wrong(tmp_path, variables, sentence):
    prepare(tmp_path, "project.setup")

    code, told = run("project.prepare", DATA_DIR=str(tmp_path), **variables)

    assert code == 1
    assert sentence in told
    assert "Traceback" not in told


def run(module, **variables):
    result = subprocess.run(
        [sys.executable, "-m", module],
        cwd=env.BASE_DIR,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


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
