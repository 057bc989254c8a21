"""`make` finds a Python, keeps .venv whole, and says in a sentence what is in the way."""

import os
import subprocess
import sys

import pytest

from project import env

SCRIPT = env.BASE_DIR / "project" / "venv.sh"
FITS, NOT_INSTALLED = "exit 0", "echo 'no such version' >&2; exit 127"


@pytest.fixture
def call(tmp_path):
    """`call("find", {"python3.12": "exit 0"})`: code and output with just these on the PATH."""
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "sed", "dirname", "rm", "grep", "tail", "pwd"):
        (tmp_path / "bin" / tool).symlink_to(f"/bin/{tool}")

    def begin(*words, there=(), **variables):
        for name, script in dict(there).items():
            executable(tmp_path / "bin" / name, script)
        result = subprocess.run(
            ["/bin/sh", SCRIPT, *words],
            cwd=tmp_path,
            env={"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return result.returncode, result.stdout.strip(), result.stderr.strip()

    return begin


def executable(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ({"python3.11": FITS, "python3.12": FITS}, "python3.12"),
        ({"python3.13": FITS, "python3.11": FITS, "python3": FITS}, "python3.13"),
        ({"python3.13": NOT_INSTALLED, "python3.11": FITS}, "python3.11"),
        ({"python3.9": FITS, "python3": FITS}, "python3"),
    ],
)
def test_newest_python_that_runs_is_taken(call, there, found):
    assert call("find", there=there) == (0, found, "")


def test_python_of_a_version_manager_is_found_where_the_path_has_none(call, tmp_path):
    kept = tmp_path / ".pyenv" / "versions" / "3.12.9" / "bin" / "python3"
    executable(kept, FITS)

    assert call("find", there={"python3": "exit 1"}) == (0, str(kept), "")


def test_no_python_is_told(call):
    code, _out, told = call("find", there={"python3": "exit 1"})

    assert code == 1
    assert told == (
        "There is no Python from 3.11 to 3.13 here. "
        "Install one, or name it: make PYTHON=/path/to/python3.13"
    )


def test_python_that_does_not_fit_is_not_taken_though_it_was_asked_for(call):
    code, _out, told = call("find", there={"python3.9": "exit 1"}, PYTHON="python3.9")

    assert code == 1
    assert told.startswith("PYTHON=python3.9 is no Python from 3.11 to 3.13.")


def test_python_without_venv_is_told(call):
    half = "case $2 in *ensurepip*) exit 1;; *print*) echo 3.12;; esac"

    code, _out, told = call("find", there={"python3.12": half})

    assert code == 1
    assert told.endswith("On Debian: apt-get install python3.12-venv")


def test_no_venv_is_not_to_be_made_anew(call):
    assert call("again") == (0, "", "")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda venv: (venv / "bin" / "python").unlink(),
        lambda venv: executable(venv / "bin" / "python", "exit 1"),  # of another version
        lambda venv: (venv / "bin" / "pip").write_text("#!/elsewhere/.venv/bin/python3.11\n"),
    ],
    ids=["its Python went", "of another version", "moved"],
)
def test_broken_venv_is_made_anew(call, tmp_path, spoil):
    venv = tmp_path / ".venv"
    executable(venv / "bin" / "python", FITS)
    (venv / "bin" / "pip").write_text(f"#!{venv}/bin/python3\n")
    assert call("again") == (0, "", "")
    (venv / "old").touch()

    spoil(venv)
    maker = 'case $2 in venv) mkdir -p .venv/bin && echo "#!/bin/sh" > .venv/bin/python;; esac'
    os.symlink("/bin/mkdir", tmp_path / "bin" / "mkdir")
    again = call("again")
    made = call("make", there={"python3.13": maker})

    assert again == (0, "again", "")
    assert made[0] == 0
    assert "Making .venv anew with python3.13" in made[2]
    assert not (venv / "old").exists()


def test_venv_of_another_version_than_asked_for_is_made_anew(call, tmp_path):
    older = "case $2 in *print*) echo 3.11;; esac"
    executable(tmp_path / ".venv" / "bin" / "python", older)
    executable(tmp_path / "bin" / "python3.12", older.replace("3.11", "3.12"))

    assert call("again", PYTHON="python3.12") == (0, "again", "")
    assert call("again") == (0, "", "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("NewConnectionError: failed\nERROR: No matching distribution found for x", "network"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: [Errno 30] Read-only file system: '/x/.venv'", "cannot be written to"),
        ("WARNING: of something\nERROR: No matching distribution found for x", "found for x"),
    ],
)
def test_installing_says_what_is_wrong(call, tmp_path, said, told):
    executable(tmp_path / ".venv" / "bin" / "python", f"printf '%s\\n' \"{said}\"; exit 1")

    code, _out, sentences = call("install", "requirements.txt")

    assert code == 1
    start, sentence = sentences.splitlines()
    assert start == "Installing requirements.txt into .venv …"
    assert sentence.startswith("Cannot install requirements.txt: ")
    assert told in sentence


def test_disk_without_room_is_told_though_nobody_says_so(call, tmp_path):
    executable(tmp_path / ".venv" / "bin" / "python", "echo 'ensurepip returned 1'; exit 1")
    listing = "echo Filesystem; echo '/dev/sda1 20480 20000 480 98% /srv'"

    _code, _out, told = call("install", "requirements.txt", there={"df": listing})

    assert told.endswith("Cannot install requirements.txt: the disk is full.")


def test_venv_that_cannot_be_made_is_told_and_leaves_nothing(call, tmp_path):
    fails = 'case $2 in venv) mkdir .venv; echo "Permission denied"; exit 1;; esac'
    os.symlink("/bin/mkdir", tmp_path / "bin" / "mkdir")

    code, _out, told = call("make", there={"python3.12": fails})

    assert code == 1
    assert told == f"Cannot make .venv with python3.12: {tmp_path} cannot be written to."
    assert not (tmp_path / ".venv").exists()


def test_this_python_fits():
    assert (3, 11) <= sys.version_info[:2] <= (3, 13)
