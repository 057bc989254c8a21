"""The list of claims, claims by hand and the claims of an actor through their addresses."""

import pytest
from django.urls import reverse

from claims.models import Claim
from tests.factories.actors import make_actor, make_protected
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.search import index_all
from tests.factories.teams import make_cast, make_member, make_team, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "reviewer")


@pytest.fixture
def signed_in(client, person):
    return sign_in(client, person)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("lead", 200),
        ("reviewer", 200),
        ("contributor", 403),
        ("viewer", 403),
        ("lead of another team", 404),
        ("anonymous", 302),
    ],
)
def test_who_makes_claims_by_hand(client, team, role, status):
    sign_in(client, make_cast(team)[role])

    assert client.get(reverse("claims:new", args=[team.slug])).status_code == status


@pytest.fixture
def claims_page(signed_in, team):
    def get(**query):
        answer = signed_in.get(reverse("claims:list", args=[team.slug]), query)
        assert answer.status_code == 200
        return [claim.statement for claim in answer.context["page"].rows]

    return get


def test_filters_narrow_and_values_widen(claims_page, team, person):
    actor = make_actor(team, "Orla Venn", by=person)
    make_claim(team, by=person, statement="A.", state="on_record", topic_words=["Quay", "Größe"])
    make_claim(team, by=person, statement="B.", speaker=actor, kind="call", priority="high")
    make_claim(
        team, by=person, statement="C.", state="in_review", needs_help=True, needs_look="old"
    )
    make_claim(team, by=person, statement="D.", due_on="2020-01-01")
    index_all()

    assert claims_page(sort="newest") == ["D.", "C.", "B.", "A."]
    assert claims_page(sort="newest", state=["on_record", "in_review"]) == ["C.", "A."]
    assert claims_page(topic="Quay") == ["A."]
    assert claims_page(topic="Größe") == ["A."]
    assert claims_page(speaker=actor.pk) == ["B."]
    assert claims_page(kind="call", priority="high") == ["B."]
    assert claims_page(kind="call", priority="low") == []
    assert claims_page(needs_help="true") == claims_page(needs_look="true") == ["C."]
    assert claims_page(due="late") == ["D."]
    assert claims_page(sort="due")[0] == "D."
    assert claims_page(q="orla") == ["B."]
    assert claims_page(said="none", state="in_review") == ["C."]


def test_words_find_labels_and_numbers_but_no_protected_names(client, team, person):
    actor = make_protected(team)
    claim = make_claim(team, by=person, statement="Two alarms sounded.", speaker=actor)
    index_all()
    sign_in(client, make_member(team, "contributor"))
    address = reverse("claims:list", args=[team.slug])

    def found(words):
        return [each.pk for each in client.get(address, {"q": words}).context["page"].rows]

    assert found("alarms dock") == [claim.pk]
    assert found(claim.reference) == [claim.pk]
    assert found("Ilva") == []


def test_pages_follow_each_other(signed_in, team, person):
    for number in range(45):
        make_claim(team, by=person, statement=f"Claim {number}.")
    address = reverse("claims:list", args=[team.slug])

    for sort in ("changed", "newest", "due"):
        first = signed_in.get(address, {"sort": sort}).context["page"]
        second = signed_in.get(address, {"sort": sort, "after": first.next}).context["page"]

        assert len({claim.pk for claim in [*first.rows, *second.rows]}) == 45


def test_facets_count_what_the_other_filters_leave(signed_in, team, person):
    make_claim(team, by=person, state="on_record", kind="call")
    make_claim(team, by=person, state="on_record")
    make_claim(team, by=person, state="to_check")

    answer = signed_in.get(reverse("claims:list", args=[team.slug]), {"state": "on_record"})

    facets = {facet.name: facet for facet in answer.context["facets"]}
    assert {option.value: option.count for option in facets["state"].options} == {
        "on_record": 2,
        "to_check": 1,
    }
    assert {option.value: option.count for option in facets["kind"].options} == {
        "fact": 1,
        "call": 1,
    }
    assert [each.label for each in answer.context["active"]] == ["State: On record"]
    assert "Remove filter State: On record" in answer.content.decode()


def test_nothing_restricted_is_listed_or_counted(client, team):
    lead = make_member(team, "lead")
    make_claim(team, by=lead, access="restricted", topic_words=["Secret"], speaker=make_actor(team))
    hidden = make_mention(make_document(team, by=lead, access="restricted"))
    shown = make_claim(team, by=lead)
    link_mention(shown, hidden, by=lead)
    sign_in(client, make_member(team, "reviewer"))

    answer = client.get(reverse("claims:list", args=[team.slug]))

    assert [claim.places for claim in answer.context["page"].rows] == [0]
    assert str(answer.context["total"]) == "1"
    options = [option for facet in answer.context["facets"] for option in facet.options]
    assert {option.count for option in options} == {1}
    assert "Secret" not in answer.content.decode()


def test_queries_of_the_list_do_not_grow(signed_in, team, person, django_assert_max_num_queries):
    for count in (20, 180):
        for _number in range(count):
            make_claim(team, by=person, speaker=make_actor(team, by=person), topic_words=["Quay"])
        with django_assert_max_num_queries(24):
            assert signed_in.get(reverse("claims:list", args=[team.slug])).status_code == 200


def test_a_claim_by_hand(signed_in, team):
    address = reverse("claims:new", args=[team.slug])
    data = {"statement": "The quay is safe.", "words": "Orla Venn", "kind": "fact"}
    data |= {"polarity": "affirmed", "priority": "normal", "topic_words": "Quay, Harbour, Quay"}

    assert signed_in.post(address, data).status_code == 302
    claim = Claim.objects.get()
    assert claim.topic_words == ["Quay", "Harbour"]

    again = signed_in.post(address, data)
    assert again.status_code == 409
    assert "The quay is safe." in again.content.decode()
    assert signed_in.post(address, {**data, "anyway": "on"}).status_code == 302
    assert signed_in.post(address, {**data, "statement": ""}).status_code == 422
    assert Claim.objects.count() == 2


def test_claims_of_an_actor(signed_in, team, person):
    actor = make_actor(team, by=person)
    make_claim(team, by=person, speaker=actor, state="on_record")
    make_claim(team, by=person, speaker=actor, state="in_review")
    make_claim(team, by=person, speaker=actor, state="not_pursued")
    make_claim(team, by=person)

    answer = signed_in.get(reverse("claims:of_actor", args=[team.slug, actor.pk]))

    assert answer.context["counts"] == {"decided": 0, "opened": 1, "on_record": 1}
    assert "chosen, not sampled" in answer.content.decode()
    assert len(answer.context["page"].rows) == 3
