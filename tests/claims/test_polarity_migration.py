"""That the upgrade finds the claims made from denials, and can be taken back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from claims import services
from claims.denials import says_denial
from claims.models import Claim, Mention
from claims.vocabularies import ClaimState
from common import triggers
from history.audit import Audit
from history.models import Event
from tests.factories.actors import make_actor, make_protected
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]
migration = import_module("claims.migrations.0009_polarity_of_claims")
FIELDS = ("pk", "statement", "polarity", "confirmed_by", "needs_look")


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "lead")


@pytest.fixture(autouse=True)
def _as_migrations_run():
    """Without triggers, as `manage.py migrate` has it."""
    triggers.drop(connection)
    yield
    triggers.install(connection)


def affirming(
    team, person, *, words="that the pipes had burst", statement="", speaker=None, **more
):
    """A claim made from a denial as it was made before: it affirms."""
    document = make_document(team, text=f"Arn denied {words}.", language=more.pop("language", ""))
    speaker = speaker or make_actor(team, f"Arn {document.pk}")
    mention = make_mention(document, words, cue="denied", speaker=speaker)
    claim = services.accept_mention(mention=mention, by=person, row_version=1, statement=statement)
    services.edit_claim(claim=claim, by=person, row_version=1, changes={}, confirm=True)
    services.edit_mention(mention=mention, by=person, row_version=2, changes={"note": "seen"})
    # What the run found long ago: told of by no event of the claim.
    Mention._base_manager.filter(pk=mention.pk).update(polarity="denied")
    if more:
        Claim._base_manager.filter(pk=claim.pk).update(**more)
    claim.refresh_from_db()
    return claim


def state():
    return list(Claim.objects.order_by("pk").values_list(*FIELDS))


def breaks(team):
    """Where claims are not what their events say."""
    every = [str(each) for each in Audit(team.pk).breaks()]
    return [each for each in every if each.startswith("claim ")]


def found():
    migration.find(apps, None)
    return {claim.pk: claim for claim in Claim.objects.all()}


def test_an_open_claim_gets_its_denial_back(team, person):
    arn = make_actor(team, "Arn Waterworks")
    claim = affirming(team, person, speaker=arn)
    german = affirming(team, person, words="die Rohre seien geborsten", language="de")
    hidden = affirming(team, person, speaker=make_protected(team, "Orla Venn"))

    now = found()

    assert now[claim.pk].statement == "Arn Waterworks denies: “The pipes had burst.”"
    assert "bestreitet: „Die Rohre seien geborsten.“" in now[german.pk].statement
    assert "Venn" not in now[hidden.pk].statement
    for each in now.values():
        assert (each.polarity, each.confirmed_by, each.row_version) == ("denied", None, 3)
        assert says_denial(each.statement)
        assert each.needs_look == migration.FRAMED
        event = Event.objects.get(kind=migration.FOUND, claim_id=each.pk)
        assert (event.by_id, event.by_task) == (None, migration.TASK)
    assert breaks(team) == []


def test_a_negation_in_what_was_denied_is_none_of_the_statement(team, person):
    claim = affirming(team, person, words="that the fund was not empty")
    reworded = affirming(team, person, statement="The pipes had not burst.")

    now = found()

    assert now[claim.pk].statement.endswith("denies: “The fund was not empty.”")
    assert now[reworded.pk].statement == "The pipes had not burst."
    assert now[reworded.pk].polarity == "denied"
    assert now[reworded.pk].confirmed_by == person
    assert now[reworded.pk].needs_look == migration.KEPT


def test_what_was_judged_stays_as_it_was_judged(team, person):
    claim = affirming(
        team, person, state=ClaimState.DECIDED, said="said", holds="corroborated",
        second_review="none", decided_at="2026-01-01T00:00Z", needs_look="Recheck date",
    )  # fmt: skip

    now = found()[claim.pk]

    assert (now.statement, now.polarity) == ("The pipes had burst.", "affirmed")
    assert now.needs_look == f"{migration.JUDGED}; Recheck date"[:200]


def test_a_claim_with_places_of_both_is_left_to_people(team, person):
    claim = affirming(team, person)
    other = make_mention(make_document(team, text="The pipes had burst."), "The pipes had burst.")
    services.attach_mention(mention=other, claim=claim, by=person, row_version=1)
    affirmed = services.accept_mention(
        mention=make_mention(make_document(team, text="It burst."), "It burst."),
        by=person,
        row_version=1,
    )
    denied = make_mention(make_document(team, text="No burst."), "No burst.")
    services.attach_mention(mention=denied, claim=affirmed, by=person, row_version=1)
    Mention._base_manager.filter(pk=denied.pk).update(polarity="denied")

    now = found()

    assert (now[claim.pk].polarity, now[claim.pk].needs_look) == ("denied", migration.MIXED)
    assert now[affirmed.pk].polarity == "affirmed"
    assert (now[affirmed.pk].statement, now[affirmed.pk].needs_look) == (
        "It burst.",
        migration.MIXED,
    )


def test_it_can_be_taken_back_and_leaves_what_people_did_since(team, person, monkeypatch):
    monkeypatch.setattr(migration, "BATCH", 2)
    claims = [affirming(team, person) for _number in range(5)]
    untouched = make_mention(make_document(team, text="It rained."), "It rained.")
    services.accept_mention(mention=untouched, by=person, row_version=1)
    before = state()

    now = found()

    assert sum(claim.polarity == "denied" for claim in now.values()) == 5
    kept = now[claims[0].pk]
    services.edit_claim(
        claim=kept, by=person, row_version=kept.row_version, changes={"statement": "Arn denies it."}
    )
    migration.forget(apps, None)
    after = state()
    assert after[1:] == before[1:]
    assert after[0][1:] == ("Arn denies it.", "denied", None, "")
    assert Event.objects.filter(kind=migration.LEFT).count() == 4
    assert breaks(team) == []
    # Once more over what is as before.
    assert sum(claim.polarity == "denied" for claim in found().values()) == 5
