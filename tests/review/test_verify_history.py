"""The command that checks what was written."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from claims.models import Claim, Mention
from claims.vocabularies import ClaimState
from common import triggers
from history import beginning, imprints
from history.models import ChainHead, Event
from review import services
from review.models import Decision, Review
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk

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
    """A team with a decided claim and a mention, each row told of."""
    desk = make_desk()
    desk.at(ClaimState.DECIDED)
    make_mention(make_document(desk.team, by=desk.contributor), by=desk.contributor)
    beginning.tell(desk.team, imprints.proven())
    return desk


def alter(sql, *values):
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def raw(model):
    return model._base_manager


def test_a_whole_history_names_its_head_and_what_was_compared(desk):
    head = ChainHead.objects.get(team_id=desk.team.pk)

    code, out, err = run("--team", desk.team.slug, "--against", head.hash)

    assert (code, err) == (0, "")
    assert f"{head.seq} events, head {head.seq}:{head.hash}" in out
    assert re.search(r"\d+ rows held against the history in .* 1 decision", out)


@pytest.mark.parametrize("written", ["{0.hash}", "{0.seq}:{0.hash}", "{0.seq} {0.hash}"])
def test_a_head_that_the_chain_has_passed_is_fine(desk, written):
    older = Event.objects.get(team_id=desk.team.pk, seq=3)

    assert run("--team", desk.team.slug, "--against", written.format(older))[0] == 0


def test_an_altered_event_is_named(desk):
    alter("UPDATE history_event SET kind = 'x' WHERE seq = 2")

    code, _out, err = run("--team", desk.team.slug)

    assert code == 2
    assert f"{desk.team.slug}: event 2: hash: expected" in err


def test_a_foreign_head_is_told(desk):
    code, _out, err = run("--team", desk.team.slug, "--against", "f" * 64)

    assert code == 16
    assert "does not occur" in err


def test_a_cut_tail_shows_by_the_rows_or_else_by_a_head_held_elsewhere(desk):
    head = ChainHead.objects.get(team_id=desk.team.pk)
    for table in ("history_imprint", "history_eventpayload"):
        alter(
            f"DELETE FROM {table} WHERE event_id IN "
            f"(SELECT id FROM history_event WHERE seq = {head.seq})"
        )
    alter(f"DELETE FROM history_event WHERE seq = {head.seq}")
    last = Event.objects.get(team_id=desk.team.pk, seq=head.seq - 1)

    assert run("--team", desk.team.slug)[0] & 2
    alter("UPDATE history_chainhead SET seq = %s, hash = %s", last.seq, last.hash)
    assert run("--team", desk.team.slug, "--against", str(head.hash))[0] & 16


def test_several_breaks_are_all_named_and_their_kinds_added(desk):
    mention, claim = Mention.objects.get(), Claim.objects.get()
    alter("UPDATE history_event SET kind = 'x' WHERE seq = 2")
    raw(Mention).filter(pk=mention.pk).update(content_words="Something else")
    with triggers.lifted(connection):
        raw(Claim).filter(pk=claim.pk).update(decided_by_one=True)

    code, _out, err = run()

    assert code == 2 + 4 + 8
    assert f"mention {mention.pk}: content_words: expected" in err
    assert f"mention {mention.pk}: content: expected" in err
    assert f"claim {claim.pk}: decided_by_one: expected False, found True" in err


def test_offsets_outside_the_text_are_named(desk):
    raw(Mention).update(content_spans=[[0, 99999]])

    assert run()[0] == 4 + 8


@pytest.mark.parametrize(
    ("model", "change", "named"),
    [
        (Review, {"judged": {"statement": "The quay held."}}, "judged"),
        (Review, {"statement": "The quay held."}, "statement"),
        (Decision, {"round": 2}, "round"),
        (Claim, {"decided_at": timezone.now()}, "decided_at"),
        (Claim, {"decided_as_of": "2020-01-01"}, "decided_as_of"),
        (Claim, {"recheck_on": "2020-01-01"}, "recheck_on"),
        (Claim, {"holds": "contradicted"}, "holds"),
        (Claim, {"state": "to_check"}, "state"),
    ],
)
def test_contents_are_held_against_each_other(desk, model, change, named):
    """Also where the history was rewritten to fit, which the imprints alone would not show."""
    with triggers.lifted(connection):
        raw(model).update(**change)
    beginning.tell(desk.team, imprints.proven())

    code, _out, err = run()

    assert code == 8
    assert f": {named}: expected" in err


def test_a_day_to_look_again_may_come_after_the_decision(desk):
    claim = Claim.objects.get()
    services.flag_for_look(claim=claim, why="New letters", task="test")
    claim.refresh_from_db()
    day = timezone.localdate() + timezone.timedelta(days=9)
    services.still_stands(
        claim=claim, note="", by=desk.lead, row_version=claim.row_version, recheck_on=day
    )

    assert run()[0] == 0


def test_a_text_that_was_altered_is_named(desk):
    alter("UPDATE documents_documentversion SET text = 'Nothing happened.'")

    code, _out, err = run()

    assert code == 4 + 8
    assert ": text: expected" in err


def test_events_of_no_team_are_named(desk):
    alter("UPDATE history_chainhead SET team_id = 999")

    assert "team 999, which is not there" in run()[2]


def test_a_head_needs_its_team_and_a_team_must_be_there(desk):
    assert run("--against", "f" * 64)[0] == 1
    assert run("--team", desk.team.slug, "--against", "nonsense")[0] == 1
    assert run("--team", "nowhere")[0] == 1
