"""Kinds of work that only the tests know. A worker process loads them with `--include`."""

import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from common.errors import RuleError
from history.services import Change, record
from jobs import registry
from jobs.context import JobContext
from teams.models import Team


def marks(job_id: int) -> Path:
    return Path(settings.DATA_DIR, f"began-{job_id}")


def rename_slowly(context: JobContext) -> None:
    """Two writes and an event in one transaction; the first attempt hangs between the two."""
    team = Team.objects.get(pk=context.job.subject_id)
    with context.finishing("renamed"):
        Team.objects.filter(pk=team.pk).update(name="half")
        if context.attempt == 1:
            marks(context.job.pk).touch()
            time.sleep(600)
        Team.objects.filter(pk=team.pk).update(name="whole")
        change = Change("team.renamed", team, before={"name": team.name}, after={"name": "whole"})
        record(change, team_id=team.pk, by=None, task="test")


def break_rule(context: JobContext) -> None:
    raise RuleError("The text is empty.")


def crash(context: JobContext) -> None:
    with context.finishing(), transaction.atomic():
        Team.objects.filter(pk=context.job.subject_id).update(name="half")
        raise OSError("the disk is full")


def do_nothing(context: JobContext) -> None:
    context.progress(1, 1, "looked")


registry.register("test.rename_slowly", rename_slowly)
registry.register("test.break_rule", break_rule)
registry.register("test.crash", crash)
registry.register("test", do_nothing)
