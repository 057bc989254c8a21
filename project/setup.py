"""Make the data folder with its secrets: `python -m project.setup`. Safe to repeat.

Runs before Django has settings, which need the secrets made here.
"""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from project import env

# What we write there: nothing else in the folder is touched, whatever somebody keeps beside it.
FOLDERS = ("queue", "static", "files")
FILES = ("*.sqlite3", "*.sqlite3-*", env.SECRETS_FILE, "run.lock", "static.stamp", "beat-schedule*")


def make_data_folder(folder: Path) -> None:
    """Create what settings and broker need in `folder`, and keep others out of what is there.

    Raises OSError where that cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("queue/messages", "queue/control", "static", "files"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _make_secrets(folder / env.SECRETS_FILE)
    keep_to_owner(folder)


def keep_to_owner(folder: Path) -> None:
    """Take from everybody else what an earlier version, or a copy, left open to them."""
    for path in _ours(folder):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue  # a message that was taken meanwhile
        # A folder with the sticky bit, such as /tmp, is meant for many.
        if mode & env.PRIVATE and not stat.S_ISLNK(mode) and not mode & stat.S_ISVTX:
            try:
                path.chmod(stat.S_IMODE(mode) & ~env.PRIVATE)
            except FileNotFoundError:
                continue
            except PermissionError:
                print(f"{path} is another user's and can be read by others.", file=sys.stderr)


def _ours(folder: Path) -> Iterator[Path]:
    yield folder
    for pattern in FILES:
        yield from folder.glob(pattern)
    for name in FOLDERS:
        yield folder / name
        yield from (folder / name).rglob("*")


def _make_secrets(file: Path) -> None:
    """Write new secrets, readable by their owner alone from the first byte on."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as out:
        out.write(f"SECRET_KEY={secrets.token_urlsafe(48)}\n")


def main() -> int:
    try:
        folder = env.data_dir()
        make_data_folder(folder)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(cannot_write(folder, error), file=sys.stderr)
    else:
        return 0
    return 1


def cannot_write(folder: Path, error: OSError) -> str:
    where = error.filename or folder
    return (
        f"Cannot write to {where}: {error.strerror}. "
        "Mend that, or choose another folder: make run DATA_DIR=…"
    )


if __name__ == "__main__":
    sys.exit(main())
