"""The page of results through its address."""

import pytest
from django.urls import reverse

from review import services as review
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk
from tests.factories.search import index_all
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def results(client, desk):
    def get(by=None, **query):
        sign_in(client, by or desk.viewer)
        answer = client.get(reverse("search:results", args=[desk.team.slug]), query)
        assert answer.status_code == 200
        return answer

    return get


def rows(answer):
    return {
        each.group.name: [found.row.pk for found in each.page.rows]
        for each in answer.context["shown"]
    }


def test_everything_that_holds_the_words(desk, results):
    document = make_document(desk.team, by=desk.lead, text="The lantern, they say, was <b>lit</b>.")
    mention = make_mention(document, "was <b>lit</b>", source="they")
    claim = make_claim(desk.team, by=desk.lead, statement="The lantern was lit.", mention=mention)
    comment = review.add_comment(claim=claim, text="Which lantern?", by=desk.viewer)
    other = make_team()
    make_claim(other, by=make_member(other, "lead"), statement="A lantern elsewhere.")
    index_all()

    page = results(q="lantern")
    assert rows(page) == {
        "claim": [claim.pk], "document": [document.pk], "comment": [comment.pk],
    }  # fmt: skip
    shown = page.content.decode()
    assert shown.count('<mark class="hit">lantern</mark>') == 3
    assert "was &lt;b&gt;lit&lt;/b&gt;" in shown
    assert f"{claim.get_absolute_url()}#c{comment.pk}" in shown
    assert rows(results(q="lit they")) == {"mention": [mention.pk], "document": [document.pk]}
    assert rows(results(q="lantern", **{"in": "comment"})) == {"comment": [comment.pk]}


def test_one_group_comes_page_by_page(desk, results):
    for number in range(70):
        make_claim(desk.team, by=desk.lead, statement=f"Lantern {number}.", speaker=None)
    index_all()

    few = results(q="lantern")
    assert len(rows(few)["claim"]) == 5
    assert "see all" in few.content.decode()
    seen, after = [], ""
    while True:
        page = results(q="lantern", after=after, **{"in": "claim"})
        (group,) = page.context["shown"]
        seen += [found.row.pk for found in group.page.rows]
        after = group.page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 70
    assert seen == sorted(seen, reverse=True)
    assert str(group.total) == "70"


def test_nothing_and_no_words(results):
    for typed in ("", "  "):
        assert "Accents and capitals do not count" in results(q=typed).content.decode()
    page = results(q="harbor pilots", **{"in": "nonsense"})
    assert "Nothing has these words" in page.content.decode()
    assert "?q=harbor%2A+pilots%2A" in page.content.decode()


@pytest.mark.parametrize("typed", ["🦊", "%", "…", '"" - *', "-", "“”", "***", "\u0301"])
def test_symbols_alone_find_nothing(client, desk, results, typed):
    claim = make_claim(desk.team, by=desk.lead)
    index_all()

    answer = results(q=typed)
    claims = client.get(reverse("claims:list", args=[desk.team.slug]), {"q": typed})

    assert rows(answer) == {}
    assert "Nothing to look for" in answer.content.decode()
    assert claim.statement not in claims.content.decode()


def test_what_may_not_be_read_is_not_found(desk, results):
    hidden = make_document(desk.team, by=desk.lead, access="restricted", text="The lantern swung.")
    mention = make_mention(hidden, speaker="a keeper")
    claim = make_claim(desk.team, by=desk.lead, statement="The lantern swung.", access="restricted")
    link_mention(claim, mention, by=desk.lead)
    index_all()

    assert rows(results(q="lantern")) == {}
    assert 'class="count">0<' in results(q="lantern").content.decode()
    assert set(rows(results(by=desk.lead, q="lantern"))) == {"claim", "mention", "document"}


def test_a_concealed_first_reviewers_comment_is_found_by_them_alone(desk, results):
    claim = desk.at("second_review", mode="blind")
    review.add_comment(claim=claim, text="To me the lantern settles it.", by=desk.first)
    review.add_comment(claim=claim, text="Whose lantern?", by=desk.viewer)

    assert len(rows(results(by=desk.first, q="lantern"))["comment"]) == 2
    for person in (desk.lead, desk.second, desk.viewer):
        page = results(by=person, q="lantern")
        assert len(rows(page)["comment"]) == 1
        assert "settles" not in page.content.decode()
        assert rows(results(by=person, q='"lantern settles"')) == {}


def test_queries_do_not_grow(desk, results, django_assert_max_num_queries):
    def fill(number):
        for each in range(number):
            document = make_document(desk.team, by=desk.lead, text=f"Lantern {each}, of Velmar.")
            mention = make_mention(document, speaker="a keeper")
            claim = make_claim(desk.team, by=desk.lead, statement="Lantern.", mention=mention)
            review.add_comment(claim=claim, text="Lantern", by=desk.viewer)
        index_all()

    fill(6)
    results(q="lantern keep*")
    with django_assert_max_num_queries(40) as few:
        results(q="lantern keep*")
    fill(12)
    with django_assert_max_num_queries(len(few)):
        results(q="lantern keep*")
