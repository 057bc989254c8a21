"""Locks on rows that others point to: they must not keep those others from being written.

PostgreSQL looks at the end of a transaction whether the rows that it points to are there. A lock of
the whole row, held by somebody who waits for the history, would stop both for ever.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from review.models import Comment
from review.services.holding import hold
from teams.roles import Permission
from tests.factories.review import make_desk

ROOT = Path(__file__).resolve().parent.parent
LOCK = re.compile(r"select_for_update\(((?:[^()]|\([^()]*\))*)\)")


def test_no_lock_takes_the_key_along():
    apps = {each.parent for each in ROOT.glob("*/apps.py")}
    code = [each.read_text("utf-8") for app in apps for each in app.rglob("*.py")]
    locks = [how for text in code for how in LOCK.findall(text)]

    assert len(locks) > 10
    assert [how for how in locks if "no_key=True" not in how] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_points_to_a_held_claim_is_written_meanwhile():
    desk = make_desk()
    claim = desk.claim()

    def write():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
        try:
            Comment.objects.create(team=desk.team, claim=claim, round=1, text="Hm.", by=desk.viewer)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        hold(claim, by=desk.lead, permission=Permission.READ)
        pool.submit(write).result()

    assert Comment.objects.get().text == "Hm."
