"""What must always hold, attacked by the doors that go across the apps: pages and API.

By services, ORM, database and at the same time it is attacked where it is built: see
`tests/review/test_invariants.py`, `test_blindness.py`, `test_concurrency.py`,
`tests/claims/test_proposals.py` and `tests/history/`.
"""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db.models import F

from tests.factories.furnished import furnish
from tests.project.matrix import IN_TEAM, PEOPLE, WORDS
from tests.project.visitor import Visitor

WRITES = [case for case in IN_TEAM if case.method != "get" and case.route != "review:missing"]


@pytest.fixture
def here():
    return furnish()


@pytest.fixture
def visitors(here):
    return {name: Visitor(here, person) for name, person in here.people.items()}


def who(case):
    return case.by or PEOPLE[case.role]


# --- 7: each change writes its event -------------------------------------------------------------
@pytest.mark.django_db
def test_each_write_comes_with_an_event(visitors):
    faults = []

    for case in WRITES:
        _status, _told, written = visitors[who(case)].ask(case)
        if not {"history_event", "history_eventpayload", "history_chainhead"} <= written:
            faults.append(f"{case}: writes {sorted(written)} and no event")

    assert not faults, "\n".join(faults)


# --- 8: a save from an old version is refused, nothing typed is lost -----------------------------
# What adds a row beside the others, or works where things stand, goes by no version.
BY_NO_VERSION = {
    "teams:reset_link",
    "teams:revoke_invitation",
    "teams:revoke_token",
    "documents:retry",
    "documents:stop",
    "api:document_retry",
    "api:document_stop",
    "api:versions",
    "actors:add_alias",
    "actors:retire_alias",
    "api:aliases",
    "claims:set_aside_rest",
    "claims:undo_rest",
    "claims:add_mention",
    "api:set_aside_rest",
    "api:undo_set_aside_rest",
    "review:add_evidence",
    "review:add_comment",
}


@pytest.mark.django_db
def test_a_write_from_an_old_version_is_refused(here, visitors):
    faults = []

    for case in WRITES:
        row = here.row(case.on) if case.on else None
        if case.route in BY_NO_VERSION or not hasattr(row, "row_version"):
            continue
        newer = type(row)._base_manager.filter(pk=row.pk)
        status, told, written = visitors[who(case)].ask(
            case, row=row, before=[lambda rows=newer: rows.update(row_version=F("row_version") + 1)]
        )
        if status != 409 or written:
            faults.append(f"{case}: {status}, writes {sorted(written)}")
        elif not case.is_api and WORDS in case.body.values() and WORDS not in told:
            faults.append(f"{case}: what was typed is lost")

    assert not faults, "\n".join(faults)


# --- 12: sent twice, it makes one ----------------------------------------------------------------
# Two comments may say the same: only their key, which every form has, tells a second sending.
# A link that is shown once is made anew for who asks again; the first invitation ends then.
FORMS_WITH_A_KEY = {"review:add_evidence", "review:add_comment"}
API_WITH_A_KEY = {"api:evidence_list", "api:comments"}
ANEW = {"teams:reset_link", "teams:invite"}


@pytest.mark.django_db
def test_what_is_sent_twice_is_done_once(visitors):
    faults = []

    for case in WRITES:
        if case.route in ANEW:
            continue
        once = {"once": uuid4()} if case.route in FORMS_WITH_A_KEY else {}
        headers = {"Idempotency-Key": "one"} if case.route in API_WITH_A_KEY else {}
        sent = replace(case, body=case.body | once)
        status, _told, written = visitors[who(case)].ask(sent, times=2, headers=headers)
        if written or status >= 500:
            faults.append(f"{case}: the second time {status}, writes {sorted(written)}")

    assert not faults, "\n".join(faults)
