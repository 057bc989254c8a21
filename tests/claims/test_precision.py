"""Precision by engine and rule, from what people accept and reject."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.precision import precision_by_rule
from claims.vocabularies import Curation, RejectReason
from tests.factories.claims import make_decided_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def test_only_what_is_wrong_counts_against_a_rule(team):
    person, document = make_member(team), make_document(team)
    decided = {"curated_by": person, "curated_at": timezone.now(), "rule": "verb"}
    for reason in RejectReason.values:
        make_mention(document, curation=Curation.REJECTED, reject_reason=reason, **decided)
    make_decided_mention(document, by=person, rule="verb", curation=Curation.ACCEPTED)
    make_decided_mention(
        document, by=person, rule="verb", curation=Curation.ACCEPTED, person_fields=["kind"]
    )
    make_mention(document, rule="noun")
    make_mention(document, rule="noun", curation=Curation.STALE)
    make_mention(document, by=person)

    first, second = precision_by_rule(team, person)

    assert (first.rule, first.accepted, first.against, first.corrected) == ("verb", 2, 2, 1)
    assert (first.proposed, first.percent) == (6, 50)
    assert (second.rule, second.proposed, second.percent) == ("noun", 1, None)


def test_other_teams_and_restricted_documents_are_not_counted(team):
    make_mention(make_document(make_team()), rule="verb")
    make_mention(make_document(team, access="restricted"), rule="verb")

    assert precision_by_rule(team, make_member(team, "viewer")) == []


def test_the_page_shows_the_table(client, team):
    person, document = make_member(team), make_document(team)
    make_decided_mention(document, by=person, rule="verb", curation=Curation.ACCEPTED)
    client.force_login(person)

    page = client.get(reverse("claims:precision", args=[team.slug])).content.decode()

    assert "100 %" in page


def test_the_page_says_that_nothing_was_found_yet(client, team):
    client.force_login(make_member(team))

    page = client.get(reverse("claims:precision", args=[team.slug])).content.decode()

    assert "Nothing has been found yet" in page


def test_queries_do_not_grow(client, team, django_assert_max_num_queries):
    document = make_document(team)
    for number in range(20):
        make_mention(document, rule=f"rule {number}")
    client.force_login(make_member(team))

    with django_assert_max_num_queries(12):
        client.get(reverse("claims:precision", args=[team.slug]))
