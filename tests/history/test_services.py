"""History is written once, in order, and cannot be altered unseen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, close_old_connections, connection, models, transaction

from common import triggers
from history.models import ChainHead, Event, EventPayload
from history.services import Change, Where, record, verify
from tests.factories.teams import make_team, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


def write(team, by, *, kind="team.renamed", why=""):
    with transaction.atomic():
        return record(
            Change(kind, team, after={"name": team.name}, why=why), team_id=team.pk, by=by
        )


def raw(model):
    """A queryset without our own guard, so that only the database's stands in the way."""
    return models.QuerySet(model)


def alter(model, **change):
    """What somebody with the database's password could do."""
    with triggers.lifted(connection):
        raw(model).filter(pk=change.pop("pk")).update(**change)


def test_record_chains_each_event_onto_the_last():
    team, by = make_team(), make_user()

    first, second = write(team, by)[0], write(team, by)[0]

    assert second.seq == first.seq + 1
    assert second.previous_hash == first.hash
    assert verify(team.pk).head == second.hash


def test_record_gives_one_action_to_its_changes():
    team, by = make_team(), make_user()

    with transaction.atomic():
        made = record(
            Change("team.renamed", team), Change("team.policy_set", team), team_id=team.pk, by=by
        )

    assert [event.kind for event in made] == ["team.renamed", "team.policy_set"]
    assert made[0].action == made[1].action


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    team, by = make_team(), make_user()

    with pytest.raises(RuntimeError, match="transaction of the change"):
        record(Change("team.renamed", team), team_id=team.pk, by=by)


def test_record_rolls_back_with_its_change():
    team, by = make_team(), make_user()
    before = verify(team.pk)

    with transaction.atomic():
        record(Change("team.renamed", team), team_id=team.pk, by=by)
        transaction.set_rollback(True)

    assert verify(team.pk) == before


def test_an_event_is_by_somebody():
    team = make_team()

    with pytest.raises(DatabaseError, match="event_by_somebody"), transaction.atomic():
        record(Change("team.renamed", team), team_id=team.pk, by=None)


@pytest.mark.parametrize("model", [Event, EventPayload])
@pytest.mark.parametrize("through", ["model", "database"])
def test_events_are_never_deleted(model, through):
    team = make_team()
    event = write(team, make_user())[0]
    rows = model.objects.all() if through == "model" else raw(model)

    with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
        rows.filter(pk=event.pk)._raw_delete(rows.db) if through == "database" else rows.delete()

    assert model.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("through", ["save", "queryset", "database"])
def test_events_are_never_updated(through):
    team = make_team()
    event = write(team, make_user())[0]
    update = {
        "save": lambda: event.save(),
        "queryset": lambda: Event.objects.filter(pk=event.pk).update(kind="other"),
        "database": lambda: raw(Event).filter(pk=event.pk).update(kind="other"),
    }[through]

    with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
        update()

    assert Event.objects.get(pk=event.pk).kind == "team.renamed"


def test_content_is_never_altered():
    team = make_team()
    event = write(team, make_user())[0]

    for change in ({"content": {"after": {"name": "forged"}}}, {"content": None, "salt": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            raw(EventPayload).filter(pk=event.pk).update(**change)

    assert verify(team.pk).broken_at is None


@pytest.mark.parametrize(
    ("model", "change", "reason"),
    [
        (Event, {"kind": "team.closed"}, "hash: expected"),
        (Event, {"by_id": 999_999}, "hash: expected"),
        (EventPayload, {"content": {"after": "forged"}}, "content: expected"),
    ],
)
def test_verify_names_the_first_altered_event(model, change, reason):
    team, by = make_team(), make_user()
    write(team, by)
    altered = write(team, by)[0]
    write(team, by)

    alter(model, pk=altered.pk, **change)

    verdict = verify(team.pk)
    assert verdict.broken_at == altered.seq
    assert verdict.reason.startswith(reason)


def test_verify_sees_a_chain_cut_at_its_end():
    team, by = make_team(), make_user()
    write(team, by)
    last = write(team, by)[0]

    with triggers.lifted(connection):
        raw(EventPayload).filter(pk=last.pk)._raw_delete(connection.alias)
        raw(Event).filter(pk=last.pk)._raw_delete(connection.alias)

    assert verify(team.pk).broken_at == last.seq


def test_verify_against_a_head_kept_elsewhere():
    team, by = make_team(), make_user()
    held = write(team, by)[0].hash
    write(team, by)

    assert verify(team.pk, against=held).broken_at is None
    assert "does not occur" in verify(team.pk, against="f" * 64).reason


def test_where_an_event_shows_is_part_of_its_hash():
    team, by = make_team(), make_user()
    with transaction.atomic():
        event = record(
            Change("claim.created", team, where=Where(claim=7, round=1)), team_id=team.pk, by=by
        )[0]

    alter(Event, pk=event.pk, claim_id=8)

    assert verify(team.pk).broken_at == event.seq


@pytest.mark.django_db(transaction=True)
def test_twenty_people_writing_at_once_make_one_whole_chain():
    team, by = make_team(), make_user()
    before = ChainHead.objects.filter(team_id=team.pk).values_list("seq", flat=True).first() or 0

    def write_five(_):
        try:
            for _ in range(5):
                write(team, by)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(20) as people:
        list(people.map(write_five, range(20)))

    verdict = verify(team.pk)
    assert (verdict.broken_at, verdict.events) == (None, before + 100)
