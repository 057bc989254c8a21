"""Bring database and static files to what this version of the code needs.

`python -m project.prepare` prints one line of JSON, `{"demo": [{"email", "password", "role"}]}`:
the sign-ins of the demo, if it is loaded. Safe to repeat; a second time changes nothing.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.utils import OperationalError

from project import env
from project.setup import cannot_write, keep_to_owner


def main() -> int:
    """Prepare, or say in one sentence what is in the way; other faults show where they happened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        django.setup()
        return _prepare()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
    except OperationalError as error:
        print(f"The database cannot be used: {error}".rstrip("."), file=sys.stderr)
    except OSError as error:
        print(cannot_write(settings.DATA_DIR, error), file=sys.stderr)
    return 1


def _prepare() -> int:
    keep_to_owner(settings.DATA_DIR)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    # What was there before there was an index, or came past the services.
    call_command("rebuild_search", missing=True, stdout=sys.stderr)
    _collect_static()
    _load_demo()
    problems = _problems()
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print(json.dumps({"demo": _sign_ins()}))
    return 0


def _collect_static() -> None:
    """Collect and compress the static files, unless that was done for these very files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.DATA_DIR, "static.stamp")
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest.hexdigest())


def _load_demo() -> None:
    """Fill an empty database with the demo, on this machine alone: its passwords are known."""
    wanted = env.switch("DEMO", default=True) and settings.BIND in env.LOOPBACK
    if wanted and not get_user_model().objects.exists():
        # Its own words go to standard error: standard output is ours.
        call_command("load_demo", stdout=sys.stderr)


def _problems() -> list[checks.CheckMessage]:
    """Errors of all system checks, with those that read the database."""
    found = checks.run_checks(databases=["default"])
    found += checks.run_checks(
        tags=[checks.Tags.database], databases=["default"], include_deployment_checks=True
    )
    return [problem for problem in found if problem.is_serious(checks.ERROR)]


def _sign_ins() -> list[dict[str, str]]:
    memberships = apps.get_model("teams.Membership").objects
    people = memberships.filter(
        team__is_demo=True, team__closed_at=None, ended_at=None, user__is_demo=True
    ).filter(user__is_active=True)
    return [
        {"email": email, "password": settings.DEMO_PASSWORD, "role": role}
        for email, role in people.order_by("pk").values_list("user__email", "role")
    ]


if __name__ == "__main__":
    sys.exit(main())
