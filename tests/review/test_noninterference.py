"""Two states that differ only in what the first reviewer wrote give every other reader the same.

`make test` plays one scene and asks a share of the addresses; `make blindness` plays them all.
"""

import logging
import re

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse

from tests.factories.furnished import furnish
from tests.project.matrix import ELSEWHERE, IN_TEAM, OF_MODEL, routes
from tests.review.twins import (
    FULL,
    PEOPLE,
    VALUES,
    Scene,
    Twin,
    elsewhere,
    filtered_lists,
    scenes,
    schema_operations,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_templates")]
# Shares of the addresses that are asked: (which, of how many).
SHARES = [(0, 1)] if FULL else [(0, 120)]
SAMPLE = [Scene("begun", ("edit", "grade", "add", "talk"), 2)]


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are asked for: none of them is worth a line."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def here(django_db_setup, django_db_blocker):
    """The furnished team, taken back once the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnish()
        transaction.set_rollback(True)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("scene", scenes() if FULL else SAMPLE, ids=str)
def test_nobody_else_can_tell_two_first_reviews_apart(here, scene, share):
    if connection.vendor != "sqlite":
        pytest.skip("ids that were given are given again on SQLite alone")
    came = []
    for values in VALUES:
        with transaction.atomic():
            came.append(told(here, scene, values, readers=PEOPLE, share=share))
            transaction.set_rollback(True)

    (one, labels), (other, _labels) = came
    assert one.keys() == other.keys()
    apart = [key for key in one if one[key] != other[key]]
    assert not apart, "\n".join(f"{key}: {_where(one[key], other[key])}" for key in apart[:20])
    assert any(key[0] == "mail" for key in one)
    if share[1] == 1:
        print(f"{scene}: {len(one)} answers alike, {len(labels)} routes")


def _where(one: str, other: str) -> str:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"…{one[max(0, at - 60) : at + 60]!r} / {other[max(0, at - 60) : at + 60]!r}"


def test_the_author_can_tell_them_apart(here):
    """What the test above compares does hold the difference: its author is told it."""
    came = []
    for values in VALUES:
        with transaction.atomic():
            found, _labels = told(here, SAMPLE[0], values, readers=["third"], share=(0, 120))
            came.append(found)
            transaction.set_rollback(True)

    assert [key for key in came[0] if key[0] == "third" and came[0][key] != came[1].get(key)]


def test_every_address_is_asked(here):
    """A route of the URLconf or an operation of the API that is new is asked, or this fails."""
    with transaction.atomic():
        twin = Twin(here, SAMPLE[0], VALUES[0])
        lists = {asked.url.partition("?")[0] for asked in filtered_lists(twin)}
        transaction.set_rollback(True)
    of_admin = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in admin.site._registry
        for page in OF_MODEL
    }
    not_asked = set(ELSEWHERE) - {asked.label for asked in elsewhere()}

    assert {case.route for case in IN_TEAM} | set(ELSEWHERE) | of_admin == set(routes())
    assert not_asked <= {"account_logout", "admin:logout", "readyz"} | {
        route for route in ELSEWHERE if route.startswith("openid")
    }
    asked = {reverse(case.route, kwargs=_parts(case)) for case in IN_TEAM if case.is_api}
    for path, _method, _operation in schema_operations():
        assert re.sub(r"\{\w+\}", "1", path.replace("{team}", "t")) in asked, path
    assert len(lists) >= 10


def _parts(case):
    given = {"team": "t", "pk": 1, "number": 1, **case.more}
    return {name: given[name] for name in routes()[case.route]}
