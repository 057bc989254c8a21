"""Lists that no test of their app counts: 200 rows cost as many queries as 20."""

import pytest
from django.urls import reverse

from claims import services as claims
from review import services
from teams.models import Team
from teams.vocabularies import Grading
from tests.factories.actors import make_actor, make_alias, make_assessment
from tests.factories.api import api_as
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document, make_version
from tests.factories.review import make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def costs_the_same(django_assert_max_num_queries):
    """`costs_the_same(fill, ask)`: `fill(number)` adds rows, `ask()` reads the list."""

    def check(fill, ask):
        fill(20)
        ask()
        with django_assert_max_num_queries(60) as few:
            ask()
        fill(180)
        with django_assert_max_num_queries(len(few)):
            answer = ask()
        assert answer.status_code == 200

    return check


def page_of(client, person, route, *args):
    client.force_login(person)
    return lambda: client.get(reverse(route, args=args))


def test_claims_of_an_actor(client, desk, costs_the_same):
    actor = make_actor(desk.team, by=desk.lead)
    other = make_actor(desk.team, by=desk.lead)

    def fill(number):
        for _row in range(number):
            claim = make_claim(desk.team, by=desk.lead, speaker=actor)
            claim.speakers.create(actor=other, position=1)

    costs_the_same(fill, page_of(client, desk.viewer, "claims:of_actor", desk.team.slug, actor.pk))


def test_what_is_open_to_take(client, desk, costs_the_same):
    def fill(number):
        for _row in range(number):
            desk.claim()

    costs_the_same(fill, page_of(client, desk.first, "review:my_work", desk.team.slug))


def test_history_of_a_claim(client, desk, costs_the_same):
    claim = desk.claim()

    def fill(number):
        for _row in range(number):
            services.add_comment(claim=claim, text="Hm", by=desk.viewer)

    costs_the_same(
        fill, page_of(client, desk.lead, "review:claim_history", desk.team.slug, claim.pk)
    )


def test_history_of_a_document(client, desk, costs_the_same):
    document = make_document(desk.team, by=desk.lead)

    def fill(number):
        for _row in range(number):
            mention = make_mention(document, speaker=make_actor(desk.team, by=desk.lead))
            claims.accept_mention(mention=mention, by=desk.contributor, row_version=1)

    costs_the_same(
        fill, page_of(client, desk.lead, "review:document_history", desk.team.slug, document.pk)
    )


def test_history_of_the_team(client, desk, costs_the_same):
    def fill(number):
        for _row in range(number // 4):
            claim = desk.claim()
            services.set_priority(claim=claim, priority="high", by=desk.contributor, row_version=1)
            mention = make_mention(make_document(desk.team, by=desk.lead), speaker="A pilot")
            claims.accept_mention(mention=mention, by=desk.contributor, row_version=1)
            services.add_comment(claim=claim, text="Hm", by=desk.viewer)

    costs_the_same(fill, page_of(client, desk.lead, "review:team_history", desk.team.slug))


def test_places_of_a_claim(client, desk, costs_the_same):
    claim = desk.claim()

    def fill(number):
        for _row in range(number):
            document = make_document(desk.team, by=desk.lead)
            link_mention(claim, make_mention(document, by=desk.lead), by=desk.lead)

    costs_the_same(fill, page_of(client, desk.lead, "review:claim", desk.team.slug, claim.pk))


def test_aliases_in_the_api(desk, costs_the_same):
    actor, api = make_actor(desk.team, by=desk.lead), api_as(desk.viewer, desk.team)

    def fill(number):
        for _row in range(number):
            make_alias(actor, by=desk.lead)

    costs_the_same(fill, lambda: api.get(f"actors/{actor.pk}/aliases", page_size=200))


def test_assessments_of_an_actor(client, desk, costs_the_same):
    Team.objects.filter(pk=desk.team.pk).update(grading=Grading.ASKED)
    actor, api = make_actor(desk.team, by=desk.lead), api_as(desk.viewer, desk.team)

    def fill(number):
        for row in range(number):
            make_assessment(actor, by=desk.lead, subject=f"tides {row % 9}")

    costs_the_same(fill, lambda: api.get(f"actors/{actor.pk}/assessments", page_size=200))
    costs_the_same(fill, page_of(client, desk.viewer, "actors:detail", desk.team.slug, actor.pk))


def test_versions_in_the_api(desk, costs_the_same):
    document, api = make_document(desk.team, by=desk.lead), api_as(desk.viewer, desk.team)

    def fill(number):
        for _row in range(number):
            make_version(document, text=f"Version {document.versions.count()}")

    costs_the_same(fill, lambda: api.get(f"documents/{document.pk}/versions", page_size=200))
