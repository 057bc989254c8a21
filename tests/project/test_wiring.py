"""What the pieces of the project are wired to."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from project import env
from project.celery import app

# Imports of our ES modules, and what they become when files are named by their content.
IMPORT = re.compile(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as they are served, made by collectstatic in a process of its own."""
    folder = tmp_path_factory.mktemp("collected")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=env.BASE_DIR,
        env={"DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY},
        check=True,
    )
    return folder / "static"


def test_web_process_never_loads_the_parser():
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; "
        "get_resolver().url_patterns; print('spacy' in sys.modules)"
    )

    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=env.BASE_DIR,
        env={
            "DATA_DIR": str(settings.DATA_DIR),
            "SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "project.settings",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout.strip() == "False"


def test_scheduled_tasks_exist():
    app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled <= set(app.tasks)


def test_modules_import_each_other_by_hashed_names(collected):
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    own = [name for name in manifest if name.startswith("js/") and name.endswith(".js")]
    plain = [
        f"{name}: {target}"
        for name in own
        for target in IMPORT.findall((collected / manifest[name]).read_text())
        if not HASHED.search(target)
    ]

    assert own
    assert not plain


def test_static_files_are_found_without_collecting():
    assert Path(finders.find("js/main.js")).is_file()
