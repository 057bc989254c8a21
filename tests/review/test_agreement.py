"""How far two reviews agree: the arithmetic, and what of a team is counted for whom."""

from collections import Counter

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Holds, Kind, Said
from review import services
from review.agreement import ALPHA_FROM, alpha, percent
from review.models import Review
from review.selectors import agreement as figures
from review.vocabularies import Axis
from teams.vocabularies import Access
from tests.factories.api import api_as
from tests.factories.review import a_draft, make_desk
from tests.factories.teams import make_user

# The worked examples of Krippendorff, 2011: "." where an observer gave no value.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(rows):
    return [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "published"),
    [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)],
    ids=["two observers, two values", "two observers, five values", "four observers, some missing"],
)
def test_alpha_as_published(rows, published):
    assert round(alpha(units(rows)), 3) == published


def test_alpha_at_its_ends():
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "b"), ("b", "a")]) < 0
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a",), ()]) is None
    assert alpha([]) is None


def test_percent():
    assert (percent(2, 3), percent(0, 4), percent(0, 0)) == (66.7, 0.0, None)


@pytest.fixture
def desk(db):
    return make_desk("blind")


def reviewed(desk, second=None, **fields):
    """A claim reviewed twice; the second review has these verdicts instead of the usual ones."""
    claim = desk.at(S.SECOND_REVIEW, mode="blind", **fields)
    draft = a_draft(claim, by=desk.second, **(second or {}))
    services.submit_second(claim=claim, draft=draft, by=desk.second, row_version=claim.row_version)
    return claim


def twice_of(desk, person=None):
    person = person or desk.viewer
    return figures.reviewed_twice(person, desk.team, figures.blind_seconds(person, desk.team))


def settle(desk, claim, **verdicts):
    draft = a_draft(claim, by=desk.third, settled_by="The log decides", **verdicts)
    services.submit_third(claim=claim, draft=draft, by=desk.third, row_version=claim.row_version)


def test_figures_of_a_small_team(desk):
    single = {"said": Said.SINGLE_SOURCE}
    partly = {"holds": Holds.PARTLY_CORROBORATED}
    reviewed(desk)
    reviewed(desk, second=single)
    settle(desk, reviewed(desk, second=partly), **partly)
    left = reviewed(desk, second=partly)
    services.stop_pursuing(claim=left, why="Too old", by=desk.lead, row_version=left.row_version)
    reviewed(desk, second={"holds": Holds.NOT_EXAMINED, "holds_confidence": ""})
    reviewed(desk, kind=Kind.OPINION)

    twice = twice_of(desk)
    said, holds = (figures.agreement_on(axis, twice) for axis in Axis)

    assert (said.compared, said.agreeing, said.percent, said.left_open) == (6, 5, 83.3, 0)
    assert said.pairs == {("reported", "reported"): 5, ("reported", "single_source"): 1}
    assert (holds.compared, holds.agreeing, holds.percent, holds.left_open) == (4, 2, 50.0, 2)
    assert [[cell.number for cell in row] for row in holds.table()] == [[2, 2], [0, 0]]
    assert (holds.stood_first, holds.stood_second, holds.stood_neither) == (0, 1, 0)
    assert said.alpha is None
    assert figures.ways_of_settling(twice) == {"third": 1, "open": 2, "left": 1}


def test_alpha_of_a_question_from_fifty_on():
    def pair(said):
        first = {Axis.SAID: said, Axis.HOLDS: "disputed"}
        return figures.Twice(claim_id=1, first=first, second=first, final={}, settled="")

    enough = [pair(("said", "reported")[number % 2]) for number in range(ALPHA_FROM)]

    assert figures.agreement_on(Axis.SAID, enough).alpha == 1
    assert figures.agreement_on(Axis.SAID, enough[1:]).alpha is None
    assert figures.agreement_on(Axis.HOLDS, enough).alpha is None


@pytest.mark.both_dbs
def test_a_blind_round_counts_for_nobody_until_it_is_over(client, desk):
    reviewed(desk)
    people = [desk.lead, desk.first, desk.second, desk.viewer]
    before = [pages(client, desk, person) for person in people]
    hidden = desk.at(S.IN_REVIEW, mode="blind")
    draft = a_draft(hidden, by=desk.first, said=Said.DISTORTED, no_reply_why="They are gone")
    services.submit_review(claim=hidden, draft=draft, by=desk.first, row_version=hidden.row_version)

    assert [pages(client, desk, person) for person in people] == before

    hidden.refresh_from_db()
    draft = a_draft(hidden, by=desk.second)
    services.submit_second(
        claim=hidden, draft=draft, by=desk.second, row_version=hidden.row_version
    )

    assert [len(twice_of(desk, person)) for person in people] == [2] * 4


def pages(client, desk, person):
    """What the API answers, and the page says behind the cell of the concealed verdict."""
    client.force_login(person)
    url = reverse("review:agreement", args=[desk.team.slug])
    told = client.get(url, {"show": "said:distorted:reported"}).context
    return (
        api_as(person, desk.team).get("agreement").json(),
        told["pairs"],
        told["claims"],
        told["axes"],
    )


def test_withdrawn_reviews_and_other_second_eyes_do_not_count(desk):
    signed = desk.at(S.DECIDED, mode="sign_off")
    back = desk.at(S.SECOND_REVIEW, mode="blind")
    services.withdraw_review(
        claim=back, comment="A slip", by=desk.first, row_version=back.row_version
    )

    assert Review.objects.filter(claim__in=[signed, back]).count() == 2
    assert twice_of(desk) == []


def test_a_reopened_claim_counts_in_each_round(desk):
    claim = reviewed(desk)
    services.reopen(claim=claim, why="A new log", by=desk.lead, row_version=claim.row_version)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    draft = a_draft(claim, by=desk.first)
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    assert len(twice_of(desk)) == 1

    draft = a_draft(claim, by=desk.second)
    services.submit_second(claim=claim, draft=draft, by=desk.second, row_version=claim.row_version)

    assert [each.claim_id for each in twice_of(desk)] == [claim.pk, claim.pk]


def test_restricted_claims_do_not_count_for_who_may_not_read_them(desk):
    claim = reviewed(desk, second={"said": Said.SINGLE_SOURCE})
    Claim.objects.filter(pk=claim.pk).update(access=Access.RESTRICTED)

    assert twice_of(desk, desk.viewer) == []


def shown(client, desk, **query):
    client.force_login(desk.viewer)
    return client.get(reverse("review:agreement", args=[desk.team.slug]), query)


def test_page_tells_figures_and_the_claims_behind_one(client, desk):
    reviewed(desk, statement="The quay was shut at noon")
    reviewed(desk, second={"said": Said.SINGLE_SOURCE}, statement="The ferry sank at dawn")

    page = shown(client, desk).content.decode()
    behind = shown(client, desk, show="said:reported:single_source").content.decode()

    assert "alpha is shown from 50 doubly reviewed claims on; there are 2." in page
    assert "50 %" in page
    assert "show=said:reported:single_source#claims" in page
    assert "The ferry sank" not in page
    assert "The ferry sank" in behind
    assert "The quay was shut" not in behind
    for odd in ("nonsense", "said:a:b", "settled:never", "other:left_open"):
        assert shown(client, desk, show=odd).context["claims"] == []
    assert len(shown(client, desk, show="settled:open").context["claims"]) == 1


def test_filters(client, desk):
    reviewed(desk)
    reviewed(desk, kind=Kind.PREDICTION)

    def pairs(**query):
        return shown(client, desk, **query).context["pairs"]

    assert pairs(kind="prediction") == 1
    assert pairs(reviewer=desk.first.pk) == pairs(reviewer=desk.second.pk) == 2
    assert pairs(reviewer=desk.third.pk) == pairs(sealed_to="2001-02-03") == 0
    assert pairs(sealed_from="2001-02-03") == 2
    assert b"Enter a valid date" in shown(client, desk, sealed_from="noon").content


def test_outsiders_and_empty_teams(client, desk):
    assert "No claim has been reviewed twice yet" in shown(client, desk).content.decode()

    client.force_login(make_user())

    assert client.get(reverse("review:agreement", args=[desk.team.slug])).status_code == 404


def test_api_answers_the_same_figures(desk):
    reviewed(desk)
    reviewed(desk, second={"said": Said.SINGLE_SOURCE})

    found = api_as(desk.viewer, desk.team).get("agreement").json()

    said = found["axes"][0]
    assert (found["pairs"], found["settled"]) == (2, [{"way": "open", "number": 1}])
    assert (said["axis"], said["percent"], said["alpha"]) == ("said", 50.0, None)
    cells = Counter({(cell["first"], cell["second"]): cell["number"] for cell in said["table"]})
    assert cells == {("reported", "reported"): 1, ("reported", "single_source"): 1}


def test_queries_do_not_grow(client, desk, django_assert_max_num_queries):
    query = {"show": "said:reported:single_source"}
    other = {"second": {"said": Said.SINGLE_SOURCE}}
    reviewed(desk, **other)
    shown(client, desk, **query)
    with django_assert_max_num_queries(40) as few:
        shown(client, desk, **query)
    for _row in range(8):
        reviewed(desk, **other)

    with django_assert_max_num_queries(len(few)):
        page = shown(client, desk, **query)

    assert len(page.context["claims"]) == 9
