"""A migrated SQLite database, kept beside the installed packages, that test runs start from.

Migrating takes longer than most test modules; the file is made anew when a migration or a
requirement changes. The guards are installed at every start, whatever the file holds.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(sys.prefix, "test-databases")


def path():
    """Where the file for these migrations and requirements is, or would be."""
    digest = hashlib.sha256()
    for source in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "constraints.txt"]):
        digest.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def bring(connection):
    """Copy the file to where the test database goes, if there is one."""
    if connection.vendor == "sqlite" and path().exists():
        shutil.copy(path(), connection.creation._get_test_db_name())


def keep(connection):
    """Keep the fresh test database for the next run. Two runs at once do not disturb each other."""
    if connection.vendor != "sqlite" or path().exists():
        return
    FOLDER.mkdir(exist_ok=True)
    part = FOLDER / f"{os.getpid()}.part"
    with sqlite3.connect(connection.settings_dict["NAME"]) as fresh:
        fresh.execute("VACUUM INTO ?", [str(part)])
    part.replace(path())
