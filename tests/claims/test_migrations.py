"""What the migrations of claims make of rows that an earlier release has left."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from claims import services
from claims.models import Claim
from common import triggers
from history.models import Event
from history.services import verify
from teams.vocabularies import Access
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

made_in = import_module("claims.migrations.0005_fill_made_in")
access_follows = import_module("claims.migrations.0006_access_follows")


@pytest.fixture
def desk():
    return make_desk()


def copied(desk, *readers, access=Access.RESTRICTED, named=()):
    """A claim that kept `readers`, of a document with `access` that now names `named`."""
    document = make_document(desk.team, by=desk.lead, access=access)
    document.readers.set(named)
    mention = make_mention(document, by=desk.lead)
    claim = services.accept_mention(mention=mention, by=desk.lead, row_version=1)
    Claim.objects.filter(pk=claim.pk).update(access=Access.RESTRICTED)
    claim.readers.set(readers)
    return claim


def readers_of(claim):
    claim.refresh_from_db()
    return claim.access, set(claim.readers.all())


def test_claims_learn_the_document_they_were_made_from(desk, monkeypatch):
    monkeypatch.setattr(made_in, "BATCH", 2)
    made = [copied(desk) for _row in range(5)]
    by_hand = make_claim(desk.team, by=desk.lead)
    with triggers.lifted(connection):
        Claim.objects.update(made_in=None)
        made_in.fill(apps, None)

    for claim in made:
        claim.refresh_from_db()
        assert claim.made_in_id == claim.claim_mentions.get().mention.document_id
    by_hand.refresh_from_db()
    assert by_hand.made_in is None


def test_readers_that_were_copied_go(desk, monkeypatch):
    monkeypatch.setattr(access_follows, "BATCH", 2)
    same = copied(desk, desk.first, named=[desk.first])
    wider = [copied(desk, desk.first, desk.viewer, named=[desk.first]) for _row in range(3)]

    access_follows.follow(apps, None)

    for claim in (same, *wider):
        assert readers_of(claim) == (Access.TEAM, set())
    assert verify(desk.team.pk).broken_at is None
    event = Event.objects.filter(kind="claim.restricted", claim_id=wider[0].pk).get()
    before = {"access": "restricted", "readers": sorted([desk.first.pk, desk.viewer.pk])}
    assert event.payload.content["before"] == before
    assert event.payload.content["after"] == {"access": "team", "readers": []}
    assert event.by_task


def test_what_was_narrower_than_its_document_stays_closed(desk):
    """Whoever was named later, or a document that was opened since: a lead lets go of it."""
    fewer = copied(desk, desk.first, named=[desk.first, desk.viewer])
    opened = copied(desk, desk.first, access=Access.TEAM)

    access_follows.follow(apps, None)

    for claim in (fewer, opened):
        assert readers_of(claim) == (Access.RESTRICTED, {desk.first})
        assert not Claim.objects.visible_to(desk.viewer).filter(pk=claim.pk).exists()
    assert not Event.objects.filter(kind="claim.restricted").exists()


def test_the_way_back_copies_them_again(desk):
    claim = copied(desk, desk.first, named=[desk.first])
    access_follows.follow(apps, None)

    access_follows.copy_again(apps, None)

    assert readers_of(claim) == (Access.RESTRICTED, {desk.first, desk.lead})
    assert verify(desk.team.pk).broken_at is None
