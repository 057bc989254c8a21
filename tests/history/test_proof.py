"""Events keep what their rows held, and rows are held against it."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from actors import services as actors
from actors.models import Actor
from common import triggers, writing
from history import beginning, holding, imprints, registry
from history.audit import Audit
from history.models import Event, EventPayload, Imprint
from history.services import Change, record
from review import services as review
from teams import services as teams
from teams.models import Membership, Team
from tests.factories.review import make_desk
from tests.factories.teams import make_team, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

OURS = {
    "actors", "claims", "demo", "documents", "exports", "history", "jobs", "review", "search",
    "teams",
}  # fmt: skip


def a_team():
    lead = make_user(name="Odile Ferrand")
    return teams.create_team(name="Tarn desk", lead=lead, task="test"), lead


def alter(sql, *values):
    """What somebody with the database's password could do."""
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def found(team):
    return [str(each) for each in Audit(team.pk).breaks()]


def test_every_model_writes_history_or_says_why_not():
    proven = {proof.model for proof in registry.proofs().values()}
    every = {model for model in apps.get_models() if model._meta.app_label in OURS}

    undecided = every - proven - set(registry.unproven())
    assert {model for model in undecided if model._meta.app_label != "history"} == set()
    assert not proven & set(registry.unproven())
    assert all(len(why) > 10 for why in registry.unproven().values())


@pytest.mark.parametrize("proof", registry.proofs().values(), ids=lambda proof: proof.name)
def test_what_is_untold_is_a_field_with_a_reason(proof):
    names = {field.name for field in proof.model._meta.get_fields()}

    assert set(proof.untold) <= names
    assert all(len(why) > 10 for why in proof.untold.values())
    assert [field.name for field in proof.fields()]


def test_what_services_write_is_whole():
    team, lead = a_team()
    actors.create_actor(team=team, by=lead, kind="person", name="Ilsebet Warnke")

    audit = Audit(team.pk)

    assert [str(each) for each in audit.breaks()] == []
    assert (audit.counts["event"], audit.rows) == (3, 3)


def test_an_imprint_holds_no_name():
    team, lead = a_team()
    actors.create_actor(team=team, by=lead, kind="person", name="Ilsebet Warnke")

    kept = Imprint.objects.get(row_type="actor")

    assert (kept.act, kept.fields["kind"], kept.fields["added_by"]) == ("made", "person", lead.pk)
    assert "ilsebet" not in str(kept.fields).lower()
    assert kept.fields["name"] != kept.fields["folded"]


def test_a_field_is_held_against_the_newest_event_that_wrote_it():
    desk = make_desk()
    claim = desk.claim()
    beginning.tell(desk.team, imprints.proven())
    alter("UPDATE claims_claim SET statement = 'The quay held.' WHERE id = %s", claim.pk)
    claim.refresh_from_db()

    review.set_priority(claim=claim, priority="high", by=desk.lead, row_version=claim.row_version)

    assert [line.partition(":")[0] for line in found(desk.team)] == [f"claim {claim.pk}"]
    assert "statement" in found(desk.team)[0]


def test_who_may_read_is_held_as_well():
    team, lead = a_team()
    actor = actors.create_actor(team=team, by=lead, kind="person", name="Ilsebet Warnke")
    actors.protect_actor(
        actor=actor, public_label="a clerk", readers=[lead], row_version=1, by=lead
    )
    assert found(team) == []

    Actor.readers.through.objects.filter(actor_id=actor.pk).delete()

    assert found(team) == [f"actor {actor.pk}: readers: expected [{lead.pk}], found nothing"]


def test_a_role_that_came_past_the_services_is_named():
    team, lead = a_team()
    membership = Membership.objects.get(team=team, user=lead)

    Membership._base_manager.filter(pk=membership.pk).update(role="viewer")

    assert found(team) == [f"membership {membership.pk}: role: expected lead, found viewer"]


def test_rows_without_events_and_events_without_rows_are_named():
    team, lead = a_team()
    actor = actors.create_actor(team=team, by=lead, kind="person", name="Ilsebet Warnke")
    foreign = Membership._base_manager.create(team=team, user=make_user(), role="lead")

    alter("DELETE FROM actors_actor WHERE id = %s", actor.pk)

    assert found(team) == [
        f"membership {foreign.pk}: the row: expected no such row, found one that no event tells of",
        f"actor {actor.pk}: the row: expected the row, found it is missing",
    ]


def test_what_was_rolled_back_is_not_told():
    team, lead = a_team()
    with transaction.atomic():
        try:
            with transaction.atomic():
                team.change(row_version=team.row_version, name="Never")
                raise DatabaseError
        except DatabaseError:
            team.refresh_from_db()
        made = record(Change("team.renamed", team), team_id=team.pk, by=lead)

    assert not made[0].imprints.exists()


def test_an_imprint_altered_added_or_deleted_breaks_its_event():
    team, _lead = a_team()
    kept = Imprint.objects.filter(row_type="membership").get()

    for sql in (
        "UPDATE history_imprint SET fields = '{}' WHERE id = %s",
        "DELETE FROM history_imprint WHERE id = %s",
    ):
        with transaction.atomic():
            alter(sql, kept.pk)
            assert "imprints" in found(team)[0]
            transaction.set_rollback(True)
    Imprint.objects.create(event=kept.event, row_type="team", row_id=9, act="made")
    assert "imprints" in found(team)[0]


def test_an_empty_history_is_no_whole_one():
    team, _lead = a_team()
    for table in ("history_imprint", "history_eventpayload", "history_event", "history_chainhead"):
        alter(f"DELETE FROM {table}")

    assert [line.partition(":")[0] for line in found(team)] == [
        f"team {team.pk}",
        f"membership {Membership.objects.get(team=team).pk}",
    ]


def test_what_stood_there_before_is_told_once(monkeypatch):
    with monkeypatch.context() as before:
        before.delitem(registry._proofs, "membership")
        before.delitem(writing._followed, Membership)
        team, lead = a_team()
    Membership._base_manager.create(team=team, user=make_user(), role="viewer")
    assert "events that tell of it, found none" in found(team)[0]

    assert (beginning.begin(team), beginning.begin(team)) == (2, 0)

    assert found(team) == []
    begun = Event.objects.filter(team_id=team.pk, kind="history.begun")
    assert {event.by_task for event in begun} == {"upgrade"}
    Membership._base_manager.filter(user=lead).update(role="viewer")
    assert len(found(team)) == 1


def test_a_new_field_is_told_of_from_the_upgrade_on(monkeypatch):
    with monkeypatch.context() as before:
        old = replace(registry.proofs()["membership"], untold={"role": "not yet"})
        before.setitem(registry._proofs, "membership", old)
        team, lead = a_team()

    beginning.begin(team)

    assert found(team) == []
    Membership._base_manager.filter(user=lead).update(role="viewer")
    assert "role: expected lead, found viewer" in found(team)[0]


@pytest.mark.parametrize(
    ("model", "column"), [(Event, "kind"), (EventPayload, "content"), (Imprint, "fields")]
)
def test_history_is_never_emptied(model, column):
    a_team()

    with pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.update(**{column: ""})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = NULL")


def test_an_emptied_payload_is_a_break():
    team, _lead = a_team()
    alter("UPDATE history_eventpayload SET content = NULL, salt = ''")

    assert "it was emptied, and no event says why" in found(team)[0]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM history_chainhead",
        "UPDATE history_chainhead SET seq = seq - 1",
        "UPDATE history_chainhead SET seq = seq + 1",
        "UPDATE history_chainhead SET hash = 'f'",
        "INSERT INTO history_chainhead (team_id, seq, hash) VALUES (99, 5, 'f')",
    ],
)
def test_the_head_of_a_chain_only_moves_on(sql):
    a_team()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_missing_head_is_a_break():
    team, _lead = a_team()
    alter("DELETE FROM history_chainhead")

    assert found(team) == [
        f"chain: head: expected 2 {Event.objects.get(team_id=team.pk, seq=2).hash}, "
        "found it is missing"
    ]


def test_rows_beyond_one_piece_are_all_compared(monkeypatch):
    monkeypatch.setattr(holding, "AT_ONCE", 3)
    team, lead = a_team()
    made = [
        actors.create_actor(team=team, by=lead, kind="person", name=f"Clerk {number}")
        for number in range(10)
    ]
    alter("DELETE FROM actors_actor WHERE id = %s", made[4].pk)
    alter("DELETE FROM actors_actor WHERE id = %s", made[9].pk)
    Actor._base_manager.filter(pk=made[6].pk).update(kind="group")

    assert [line.partition(":")[0] for line in found(team)] == [
        f"actor {made[at].pk}" for at in (4, 6, 9)
    ]


def test_rows_of_another_team_are_no_business_of_this_one():
    team, lead = a_team()
    other = make_team()
    with transaction.atomic():
        Team.objects.filter(pk=other.pk).update(name="Elsewhere")
        record(Change("team.renamed", team), team_id=team.pk, by=lead)

    assert found(team) == []
    assert not Imprint.objects.filter(row_type="team", row_id=other.pk).exists()
