"""Whatever somebody writes straight into the database is refused or found, for every column.

Made from the models: a new one is in here by being there. `make test` takes a sample of the
columns and of the models, `make tamper` (TAMPER=all) every one, on both databases.
"""

import os
from collections import Counter

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from common import triggers
from history import beginning, holding, imprints, registry
from history.audit import Audit
from history.models import ChainHead, Event, EventPayload, Imprint
from history.verifying import Chain, stray
from review import services
from tests.factories.claims import make_hop
from tests.factories.furnished import furnish
from tests.factories.review import make_sighting
from tests.history import tampering

EVERY = 1 if os.environ.get("TAMPER") == "all" else 6
PROOFS = registry.proofs()
HISTORY = (Event, EventPayload, Imprint, ChainHead)
APPEND_ONLY = sorted({
    each.table for each in triggers.declared()
    if each.event == "UPDATE" and not each.condition and type(each) is triggers.Trigger
})  # fmt: skip
# Numbers of a row that nothing refers to.
SURROGATES = {("imprint", "id")}
done: Counter = Counter()


@pytest.fixture(scope="module")
def team(django_db_setup, django_db_blocker):
    """A furnished team of which every row is told; with one row at least of each model."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        here = furnish()
        desk = here.desk
        claim = here.rows["claim:sign_off"]
        services.return_review(
            claim=claim, comment="Cite the log.", by=desk.second, row_version=claim.row_version
        )
        make_hop(here.rows["mention:proposed"])
        make_sighting(claim, author=desk.first, person=desk.viewer)
        beginning.tell(here.team, imprints.proven())
        yield here.team
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def database(team, db):
    """Whatever a test does is taken back."""


@pytest.fixture(scope="module", autouse=True)
def figures():
    yield
    told = ", ".join(f"{count} {what}" for what, count in sorted(done.items()))
    print(f"\n{connection.vendor}: {told}")


def sample(items, start=0):
    return list(items)[start % EVERY :: EVERY]


SOME = list(PROOFS) if EVERY == 1 else list(PROOFS)[::3]


def columns(model):
    return list(model._meta.local_concrete_fields)


def a_row(proof, team):
    return proof.model._base_manager.filter(**{proof.team: team.pk}).order_by("-pk").first().pk


def named(proof, team, pk, field=""):
    """Whether verifying names the row, and the field unless it says that the row is gone."""
    names = {each.name for each in proof.fields()}
    teams = [team.pk, pk] if proof.name == "team" else [team.pk]
    found = [each for one in teams for each in holding.breaks(proof, one, names)]
    found = found or list(stray([team.pk]))
    of_row = [each for each in found if each.row == f"{proof.name} {pk}"]
    return any(each.field in (field, "") for each in of_row)


@pytest.mark.parametrize("name", PROOFS)
def test_a_changed_column_is_named(team, name):
    proof = PROOFS[name]
    pk = a_row(proof, team)
    missed = []
    with tampering.owning():
        for field in sample(columns(proof.model), start=len(name)):
            if field.name in proof.untold:
                done["columns that write no history"] += 1
                continue
            value = tampering.stored(proof.model, pk)[field.column]
            with transaction.atomic():
                assert tampering.change(proof.model, pk, field, tampering.other(field, value))
                if not named(proof, team, pk, field.name):
                    missed.append(field.name)
                transaction.set_rollback(True)
            done["changes found"] += 1

    assert missed == []


@pytest.mark.parametrize("name", SOME)
def test_a_row_deleted_inserted_or_replaced_is_named(team, name):
    proof = PROOFS[name]
    model, pk = proof.model, a_row(proof, team)
    missed = []

    def tried(what, pk, act, field=""):
        with transaction.atomic():
            act()
            if not named(proof, team, pk, field):
                missed.append(what)
            transaction.set_rollback(True)
        done[f"{what} found"] += 1

    with tampering.owning():
        key = f'"{model._meta.pk.column}" = %s'
        tried("deletions", pk, lambda: tampering.write(
            f'DELETE FROM "{model._meta.db_table}" WHERE {key}', pk))  # fmt: skip
        copy = tampering.copy_of(model, pk)
        tried("insertions", copy[model._meta.pk.column], lambda: tampering.insert(model, copy))
        field = next(proof.fields())
        value = tampering.other(field, tampering.stored(model, pk)[field.column])
        tried("replacements", pk, lambda: tampering.replace(model, pk, field, value), field.name)

    assert missed == []


@pytest.mark.parametrize("name", [name for name, proof in PROOFS.items()
                                  if proof.model._meta.local_many_to_many])  # fmt: skip
def test_who_is_named_in_a_row_is_held_too(team, name):
    proof = PROOFS[name]
    pk = a_row(proof, team)
    for many in proof.model._meta.local_many_to_many:
        through = many.remote_field.through._base_manager
        with transaction.atomic():
            person = team.memberships.latest("pk").user_id
            ids = {many.m2m_column_name(): pk, many.m2m_reverse_name(): person}
            through.create(**ids) if not through.filter(**ids).delete()[0] else None
            assert named(proof, team, pk, many.name)
            transaction.set_rollback(True)
        done["changes of people found"] += 1


@pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
def test_a_changed_column_of_the_history_is_named(team, model):
    row = model._base_manager.filter(pk__in=_pks(model, team)).order_by("pk")[3:4].first()
    pk = (row or model._base_manager.get(pk=_pks(model, team)[0])).pk
    missed = []
    with tampering.owning():
        for field in columns(model):
            if (model._meta.model_name, field.name) in SURROGATES:
                continue
            value = tampering.stored(model, pk)[field.column]
            with transaction.atomic():
                assert tampering.change(model, pk, field, tampering.other(field, value))
                if not (list(Chain(team.pk).breaks()) or list(stray([team.pk]))):
                    missed.append(field.name)
                transaction.set_rollback(True)
            done["changes of the history found"] += 1

    assert missed == []


@pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
def test_a_row_of_the_history_deleted_inserted_or_emptied_is_named(team, model):
    pk = _pks(model, team)[-1]
    table, key = model._meta.db_table, model._meta.pk.column
    copy = tampering.copy_of(model, pk)
    acts = [
        lambda: tampering.write(f'DELETE FROM "{table}" WHERE "{key}" = %s', pk),
        lambda: tampering.insert(model, copy),
        lambda: tampering.write(f'DELETE FROM "{table}"'),
    ]
    with tampering.owning():
        for act in acts:
            with transaction.atomic():
                act()
                assert next(Audit(team.pk).breaks(), None) or next(stray([team.pk]), None)
                transaction.set_rollback(True)
            done["losses of the history found"] += 1


def _pks(model, team):
    path = {Event: "team_id", ChainHead: "team_id"}.get(model, "event__team_id")
    return list(model._base_manager.filter(**{path: team.pk}).order_by("pk").values_list(
        "pk", flat=True))  # fmt: skip


def test_a_database_set_back_shows_by_a_head_held_elsewhere_alone(team):
    """The last event is gone with its row and the head: what is left was once whole."""
    last = Event.objects.filter(team_id=team.pk).latest("seq")
    with tampering.owning():
        tampering.write("DELETE FROM history_imprint WHERE event_id = %s", last.pk)
        tampering.write("DELETE FROM history_eventpayload WHERE event_id = %s", last.pk)
        tampering.write("DELETE FROM history_event WHERE id = %s", last.pk)
        assert list(Chain(team.pk).breaks())
        before = Event.objects.get(team_id=team.pk, seq=last.seq - 1)
        tampering.write(
            "UPDATE history_chainhead SET seq = %s, hash = %s WHERE team_id = %s",
            before.seq, before.hash, team.pk,
        )  # fmt: skip

        assert list(Chain(team.pk).breaks()) == []
        assert [each.kind.name for each in Chain(team.pk, [last.hash]).breaks()] == ["HEAD"]
        assert list(Chain(team.pk, [f"{before.seq}:{before.hash}"]).breaks()) == []
        done["set back, found by a head"] += 1


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_append_only_refuses_every_write(team, table):
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    pk = model._base_manager.order_by("pk").first().pk
    for field in sample(columns(model)):
        value = tampering.stored(model, pk)[field.column]
        _refused(lambda: tampering.change(model, pk, field, tampering.other(field, value)))  # noqa: B023
        if connection.vendor == "sqlite":
            _refused(lambda: tampering.replace(model, pk, field, value))  # noqa: B023
    _refused(
        lambda: tampering.write(f'DELETE FROM "{table}" WHERE "{model._meta.pk.column}" = %s', pk)
    )
    _refused(lambda: tampering.write(f'DELETE FROM "{table}"'))
    if connection.vendor == "postgresql":
        _refused(lambda: tampering.write(f'TRUNCATE "{table}" CASCADE'))


def _refused(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()
    done["writes refused"] += 1
