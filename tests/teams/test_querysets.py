"""Conditions that are compiled once for everybody mean each person by themselves."""

import pytest
from django.db.models import Exists, OuterRef, Q

from documents.models import Document, DocumentVersion
from teams.querysets import is_visible
from teams.vocabularies import Access
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_membership, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def people():
    """One in two teams, the same person with a token of one of them, a lead, and a stranger."""
    here, there = make_team(), make_team()
    both, lead = make_member(here, "reviewer"), make_member(here, "lead")
    make_membership(there, both, "viewer")
    for team in (here, there):
        make_document(team, by=lead if team == here else make_member(there, "lead"))
    make_document(here, by=lead, access=Access.RESTRICTED)
    with_token = type(both).objects.get(pk=both.pk)
    with_token.token_team_id = there.pk
    return [both, with_token, lead, make_member(make_team(), "lead")]


@pytest.mark.parametrize("negated", [False, True])
def test_it_says_the_same_as_the_plain_query(people, negated):
    found = []

    for person in [*people, *people]:
        plain = Exists(Document.objects.visible_to(person).filter(pk=OuterRef("document_id")))
        short = Q(is_visible(Document, person, "document_id"))
        rows = DocumentVersion.objects.order_by("pk")
        kept = list(rows.exclude(short) if negated else rows.filter(short))
        assert kept == list(rows.filter(~plain if negated else plain))
        found.append(len(kept))

    assert found == ([1, 2, 1, 3] if negated else [2, 1, 2, 0]) * 2
