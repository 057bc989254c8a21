"""The pages of one document, claim or actor ask the database no more when the team has others.

Counted in steps of SQLite's virtual machine: neither a clock nor a number of queries would do, as
one query can read all that the team has.
"""

import pytest
from django.db import connection
from django.urls import reverse

from claims import services as claims
from documents.models import Document
from documents.vocabularies import Triage
from tests.factories.actors import make_actor
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence

pytestmark = pytest.mark.django_db

PAGES = [
    ("claims:workbench", "document"),
    ("claims:live", "document"),
    ("documents:detail", "document"),
    ("review:document_history", "document"),
    ("review:claim", "claim"),
    ("review:claim_history", "claim"),
    ("actors:detail", "actor"),
]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def subjects(desk):
    """A document whose ten mentions are accepted, one of the claims, and its speaker."""
    document = make_document(desk.team, by=desk.lead)
    speaker = make_actor(desk.team, by=desk.lead)
    for _row in range(10):
        mention = make_mention(document, speaker=speaker)
        claims.accept_mention(mention=mention, by=desk.contributor, row_version=1)
    claim = document.mentions.first().claim_mentions.get().claim
    make_evidence(claim, by=desk.contributor)
    return {"document": document, "claim": claim, "actor": speaker}


def fill(desk, number):
    """Other documents, gone through, with claims that have evidence."""
    for _row in range(number):
        document = make_document(desk.team, by=desk.lead)
        Document.objects.filter(pk=document.pk).update(triage=Triage.DONE)
        claim = make_claim(desk.team, by=desk.lead)
        link_mention(claim, make_mention(document, by=desk.lead), by=desk.lead)
        make_evidence(claim, by=desk.lead, document=document)


def steps_of(client, address):
    """How many steps the database takes for an answer."""
    client.get(address)
    told = []
    connection.connection.set_progress_handler(lambda: told.append(1), 1)
    try:
        answer = client.get(address)
    finally:
        connection.connection.set_progress_handler(None, 0)
    assert answer.status_code == 200
    return len(told)


def test_pages_cost_as_much_beside_others(client, desk, subjects, monkeypatch):
    monkeypatch.setattr("review.forms.OFFERED", 5)  # documents in the form for evidence: 200
    addresses = {
        route: reverse(route, args=[desk.team.slug, subjects[kind].pk]) for route, kind in PAGES
    }
    client.force_login(desk.first)
    fill(desk, 10)
    few = {route: steps_of(client, address) for route, address in addresses.items()}
    fill(desk, 40)
    many = {route: steps_of(client, address) for route, address in addresses.items()}

    assert min(few.values()) > 100
    assert many == few
