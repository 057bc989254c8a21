"""The claims list says who has a claim."""

import pytest
from django.urls import reverse

from claims.holders import with_holders
from claims.vocabularies import ClaimState
from review import services
from tests.factories.review import make_desk

pytestmark = pytest.mark.django_db


def test_a_claim_is_with_whoever_has_an_open_duty():
    desk = make_desk()
    taken, free, done = desk.at("in_review"), desk.claim(), desk.at("decided")

    rows = with_holders([taken, free, done])

    assert [claim.holders for claim in rows] == [[desk.first], [], []]


def test_in_second_review_it_is_with_the_second_who_began():
    desk = make_desk()
    claim = desk.at(ClaimState.SECOND_REVIEW)
    services.begin_second(claim=claim, by=desk.second, row_version=claim.row_version)

    assert with_holders([claim])[0].holders == [desk.second]


def test_the_list_shows_them(client):
    desk = make_desk()
    desk.at("in_review")
    client.force_login(desk.viewer)

    page = client.get(reverse("claims:list", args=[desk.team.slug])).content.decode()

    assert 'aria-label="Finn First"' in page
