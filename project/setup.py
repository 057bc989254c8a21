"""Make the data folder with its secrets: `python -m project.setup`. Safe to repeat.

Runs before Django has settings, which need the secrets made here.
"""

import secrets
from pathlib import Path

from project import env


def make_data_folder(folder: Path) -> None:
    """Create what settings and broker need in `folder`; leave what is there alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("queue/messages", "queue/control", "static", "files"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    file = folder / env.SECRETS_FILE
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"SECRET_KEY={secrets.token_urlsafe(48)}\n")


if __name__ == "__main__":
    make_data_folder(env.data_dir())
