"""Search for programs, over HTTP."""

import pytest

from review import services as review
from tests.factories.api import api_as
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk
from tests.factories.search import index_all
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def find(desk):
    def get(by=None, **query):
        answer = api_as(by or desk.viewer, desk.team).get("search", **query)
        assert answer.status_code == 200
        return answer.json()

    return get


def ids(answer):
    return [row["id"] for row in answer["results"]]


def test_each_kind_gives_its_rows_newest_first(desk, find):
    document = make_document(desk.team, by=desk.lead, text="The lantern, they say, was lit.")
    mention = make_mention(document, "was lit", source="they")
    claims = [
        make_claim(desk.team, by=desk.lead, statement=f"The lantern {n} was lit.") for n in (1, 2)
    ]
    comment = review.add_comment(claim=claims[0], text="Which lantern?", by=desk.viewer)
    other = make_team()
    make_claim(other, by=make_member(other, "lead"), statement="A lantern elsewhere.")
    index_all()

    assert ids(find(q="lantern")) == [claims[1].pk, claims[0].pk]
    assert ids(find(q="lantern", kind="document")) == [document.pk]
    assert ids(find(q="lantern", kind="comment")) == [comment.pk]
    assert ids(find(q="lit", kind="mention")) == [mention.pk]
    assert ids(find(q="lantern -2")) == [claims[0].pk]
    assert ids(find(q="")) == ids(find(q="-lantern", kind="comment")) == []


def test_hits_count_code_points_of_the_text(desk, find):
    make_claim(desk.team, by=desk.lead, statement="🏮🏮 The Läntern, the old lantern, was lit.")
    index_all()

    (row,) = find(q="lantern")["results"]

    assert [row["text"][start:end] for start, end in row["hits"]] == ["Läntern", "lantern"]


def test_pages_follow_each_other(desk, find):
    claims = [make_claim(desk.team, by=desk.lead, statement=f"Lantern {n}.") for n in range(5)]
    index_all()

    first = find(q="lantern", page_size=3)
    rest = api_as(desk.viewer, desk.team).client.get(first["next"]).json()

    assert ids(first) + ids(rest) == [claim.pk for claim in reversed(claims)]
    assert rest["next"] is None


def test_what_one_may_not_read_is_not_found(desk, find):
    make_claim(desk.team, by=desk.lead, statement="The lantern.", access="restricted")
    index_all()

    assert ids(find(q="lantern")) == []
    assert len(ids(find(q="lantern", by=desk.lead))) == 1


def test_a_kind_that_is_none_is_refused(desk):
    answer = api_as(desk.viewer, desk.team).get("search", q="x", kind="actor")

    assert answer.status_code == 400
    assert "kind" in str(answer.json())


def test_two_hundred_hits_cost_as_many_queries_as_twenty(desk, django_assert_max_num_queries):
    api = api_as(desk.viewer, desk.team)
    kinds = ("claim", "document", "mention", "comment")

    def fill(number):
        for n in range(number):
            text = f"The lantern {desk.team.pk} {n} {number} was lit."
            mention = make_mention(make_document(desk.team, by=desk.lead, text=text))
            claim = make_claim(desk.team, by=desk.lead, statement=text, mention=mention)
            review.add_comment(claim=claim, text=text, by=desk.viewer)
        index_all()

    def ask():
        return [
            ids(api.get("search", q="lantern", kind=kind, page_size=200).json()) for kind in kinds
        ]

    fill(20)
    assert [len(found) for found in ask()] == [20] * 4
    with django_assert_max_num_queries(60) as few:
        ask()
    fill(180)
    with django_assert_max_num_queries(len(few)):
        assert [len(found) for found in ask()] == [200] * 4
