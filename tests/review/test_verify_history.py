"""The command that checks what was written."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import Mention
from common import triggers
from history.models import ChainHead, Event
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence

pytestmark = pytest.mark.django_db


def run(*args):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("verify_history", *args, stdout=out, stderr=err)
    except CommandError as error:
        code = error.returncode
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def desk():
    desk = make_desk()
    claim = desk.claim()
    for _time in range(3):
        make_evidence(claim, by=desk.first)
    return desk


def test_a_whole_history_names_its_head(desk):
    head = ChainHead.objects.get(team_id=desk.team.pk).hash

    code, out, err = run("--team", desk.team.slug, "--against", head)

    assert (code, err) == (0, "")
    assert head in out


def test_an_altered_event_is_named(desk):
    second = Event.objects.get(team_id=desk.team.pk, seq=2)
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE history_event SET kind = 'x' WHERE id = %s", [second.pk])

    code, _out, err = run("--team", desk.team.slug)

    assert code == 1
    assert "broken at event 2" in err


def test_a_foreign_head_is_told(desk):
    code, _out, err = run("--team", desk.team.slug, "--against", "f" * 64)

    assert code == 1
    assert "does not occur" in err


def test_words_that_left_their_text_are_named(desk):
    mention = make_mention(make_document(desk.team, by=desk.contributor), by=desk.contributor)
    Mention.objects.filter(pk=mention.pk).update(content_words="Something else")

    code, _out, err = run()

    assert code == 1
    assert f"mention {mention.pk}" in err
    assert "Something else" in err


def test_offsets_outside_the_text_are_named(desk):
    mention = make_mention(make_document(desk.team, by=desk.contributor), by=desk.contributor)
    Mention.objects.filter(pk=mention.pk).update(content_spans=[[0, 99999]])

    assert run()[0] == 1


def test_a_head_needs_its_team_and_a_team_must_be_there(desk):
    assert run("--against", "f" * 64)[0] == 1
    assert run("--team", "nowhere")[0] == 1
