"""The boxes of the filter panel: what they leave and what they count."""

import pytest
from django.urls import reverse

from claims import facets as panel
from common.pagination import Total
from documents.models import Origin
from review import services as review
from tests.factories.actors import make_actor
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence
from tests.factories.search import index_all
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def asked(client, desk):
    def get(*, by=None, htmx=False, **query):
        sign_in(client, by or desk.viewer)
        headers = {"HX-Request": "true"} if htmx else {}
        answer = client.get(reverse("claims:list", args=[desk.team.slug]), query, headers=headers)
        assert answer.status_code == 200
        return answer

    return get


def options(answer, name):
    groups = answer.context["groups" if "groups" in answer.context else "facets"]
    (facet,) = [group for group in groups if group.name == name]
    return {option.label: option.count for option in facet.options}


def rows(answer):
    return {claim.pk for claim in answer.context["page"].rows}


def said_in(desk, claim, **fields):
    document = make_document(desk.team, by=desk.lead, **fields)
    link_mention(claim, make_mention(document), by=desk.lead)


def test_outlets_dates_and_origins_of_the_documents(desk, asked):
    names = ("Courier", "Gazette")
    courier, gazette = (make_actor(desk.team, name, by=desk.lead) for name in names)
    first, second = (
        Origin.objects.create(team=desk.team, label=name, added_by=desk.lead) for name in "ab"
    )
    one, two, nowhere = (desk.claim() for _ in range(3))
    on = {"published_precision": "day"}
    said_in(desk, one, publisher=courier, origin=first, published_on="2026-03-04", **on)
    said_in(desk, one, publisher=gazette, origin=first)
    said_in(desk, two, publisher=courier, origin=first, published_on="2026-05-04", **on)
    said_in(desk, two, publisher=courier, origin=second)
    said_in(desk, nowhere, publisher=courier, access="restricted")

    page = asked()
    assert options(page, "outlet") == {"Courier": 2, "Gazette": 1}
    assert options(page, "origins") == {"One origin": 1, "Two or more": 1}
    assert rows(asked(outlet=gazette.pk)) == {one.pk}
    assert rows(asked(origins="several")) == {two.pk}
    assert rows(asked(origins="one")) == {one.pk}
    assert rows(asked(published_from="2026-04-01")) == {two.pk}
    assert rows(asked(published_to="2026-04-01")) == {one.pk}
    assert "Published to" in asked(published_to="2026-04-01").content.decode()
    assert len(rows(asked(by=desk.lead, outlet=courier.pk))) == 3
    assert rows(asked(published_from="2026-13-45")) == {one.pk, two.pk, nowhere.pk}


def test_whom_a_claim_is_with_and_whether_it_has_evidence(desk, asked):
    taken, bare = desk.claim(), desk.claim()
    review.take(claim=taken, by=desk.first, row_version=taken.row_version)
    make_evidence(taken, by=desk.first)
    stranger = make_member(make_team(), name="Secret Stranger")

    page = asked()
    assert options(page, "holder") == {"Finn First": 1}
    assert options(page, "evidence") == {"Has some": 1, "None yet": 1}
    assert rows(asked(holder=desk.first.pk)) == {taken.pk}
    assert rows(asked(evidence="yes")) == {taken.pk}
    assert rows(asked(evidence="no")) == {bare.pk}
    assert "Secret Stranger" not in asked(holder=stranger.pk).content.decode()


def test_each_group_counts_what_the_others_leave(desk, asked):
    orla = make_actor(desk.team, "Orla", by=desk.lead)
    make_claim(desk.team, by=desk.lead, speaker=orla, kind="call", statement="Lantern one.")
    make_claim(desk.team, by=desk.lead, kind="fact", statement="Lantern two.")
    make_claim(desk.team, by=desk.lead, kind="fact", statement="Bell.")
    index_all()

    page = asked(q="lantern", kind="call")
    assert options(page, "kind") == {"Call": 1, "Fact": 1}
    assert options(page, "speaker") == {"Orla": 1}
    assert '<mark class="hit">Lantern</mark> one.' in page.content.decode()


def test_beyond_the_bound_counts_come_in_a_second_request(desk, asked, monkeypatch):
    monkeypatch.setattr(panel, "MOST_COUNTED", 4)
    for number in range(7):
        make_claim(desk.team, by=desk.lead, kind="call" if number < 2 else "fact")
    desk.claim(needs_help=True)

    page = asked()
    assert page.context["total"] == Total(4, is_more=True)
    assert '<span class="sub num">4+</span>' in page.content.decode()
    assert options(page, "kind")["Call"] is options(page, "needs_help")["Needs help"] is None
    assert 'hx-get="?part=facets"' in page.content.decode()
    counted = asked(htmx=True, part="facets")
    assert options(counted, "kind") == {"Fact": Total(4, is_more=True), "Call": Total(2)}
    assert options(counted, "needs_help") == {"Needs help": Total(1)}
    assert "<html" not in counted.content.decode()
    few = asked(kind="call")
    assert str(few.context["total"]) == "2"
    assert 'hx-get="?' not in few.content.decode()
    assert options(asked(htmx=True, part="facets", kind="call"), "kind")["Call"] == Total(2)
