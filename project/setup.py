"""Make the data folder with its secrets: `python -m project.setup`. Safe to repeat.

Runs before Django has settings, which need the secrets made here.
"""

import os
import secrets
from pathlib import Path

from project import env


def make_data_folder(folder: Path) -> None:
    """Create what settings and broker need in `folder`; leave what is there alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("queue/messages", "queue/control", "static", "files"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _make_secrets(folder / env.SECRETS_FILE)


def _make_secrets(file: Path) -> None:
    """Write new secrets, readable by their owner alone from the first byte on."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as out:
        out.write(f"SECRET_KEY={secrets.token_urlsafe(48)}\n")


if __name__ == "__main__":
    make_data_folder(env.data_dir())
