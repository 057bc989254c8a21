"""What is judged of a denial is the denial, and every verdict on it says so."""

import csv
import io

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from claims import services as claims
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Holds, holds_label
from common.errors import RuleError
from review import judging, mailing
from review.models import Review
from teams.models import User
from teams.vocabularies import NewsMail, SecondReview
from tests.factories.api import api_as
from tests.factories.review import make_desk
from tests.factories.teams import sign_in

pytestmark = pytest.mark.django_db
DENIAL = "Arn Waterworks denies that the pipes had burst."


@pytest.fixture
def desk():
    return make_desk(mode=SecondReview.NONE)


@pytest.fixture
def denial(desk):
    return desk.claim(statement=DENIAL, polarity="denied")


def decided(desk, **fields):
    return desk.at(S.DECIDED, statement=DENIAL, polarity="denied", **fields)


def test_a_review_seals_the_polarity(desk):
    claim = decided(desk)
    review = Review.objects.get()

    assert (review.judged["polarity"], review.polarity) == ("denied", "denied")
    assert judging.still_as_judged(review)
    with pytest.raises(RuleError):
        claims.edit_claim(
            claim=claim,
            by=desk.lead,
            row_version=claim.row_version,
            changes={"polarity": "affirmed", "statement": "The pipes had burst."},
        )


@pytest.mark.parametrize(("polarity", "stands"), [("affirmed", True), ("denied", False)])
def test_what_was_sealed_before_was_read_as_affirmed(desk, polarity, stands):
    claim = desk.at(S.DECIDED, statement=DENIAL, polarity=polarity)
    review = Review.objects.get(claim=claim)
    review.judged.pop("polarity")
    review.judged_digest = judging.digest(review.judged)

    assert judging.still_as_judged(review) is stands
    assert review.polarity == "affirmed"


def test_the_page_of_a_decided_denial_says_what_holds(client, desk):
    claim = decided(desk)
    sign_in(client, desk.viewer)

    page = client.get(claim.get_absolute_url()).content.decode()

    assert page.count("Does the denial hold?") == 2  # in force, and over its evidence
    assert page.count("Corroborated: the denial holds") == 2  # in force, and sealed
    assert "corroborated: the denial holds" in page  # in the history
    assert "Does it hold?" not in page
    listed = client.get(reverse("claims:list", args=[desk.team.slug])).content.decode()
    assert "Corroborated: the denial holds" in listed
    table = client.get(reverse("exports:claims", args=[desk.team.slug]))
    (row,) = csv.DictReader(io.StringIO(b"".join(table).decode("utf-8-sig")))
    assert (row["holds"], row["holds_label"]) == ("corroborated", "Corroborated: the denial holds")
    assert (row["polarity"], row["polarity_label"]) == ("denied", "Denied")


def test_the_form_asks_whether_the_denial_holds(client, desk):
    claim = desk.at(S.IN_REVIEW, statement=DENIAL, polarity="denied")
    sign_in(client, desk.first)

    page = client.get(claim.get_absolute_url()).content.decode()

    assert "A verdict on “Does the denial hold?”" in page
    assert "Contradicted: the denial does not hold" in page
    work = client.get(reverse("review:my_work", args=[desk.team.slug])).content.decode()
    assert work.count("Denial<") == 1


def test_every_verdict_on_a_denial_says_so():
    examined = set(Holds) - {Holds.NOT_EXAMINED, Holds.NOT_APPLICABLE}
    assert all("denial" in holds_label(code, "denied") for code in examined)
    assert not any("denial" in holds_label(code, "affirmed") for code in Holds)
    assert holds_label("", "denied") == ""


def test_mails_and_history_say_that_it_is_a_denial(desk):
    User.objects.filter(pk=desk.contributor.pk).update(news_mail=NewsMail.AT_ONCE)
    claim = decided(desk)
    api_as(desk.contributor, desk.team).post(f"claims/{claim.pk}/watch", {"watching": True})
    api_as(desk.lead, desk.team).post(
        f"claims/{claim.pk}/reopen", {"why": "New log", "row_version": claim.row_version}
    )

    mailing.send_news(timezone.now())

    (sent,) = [each for each in mail.outbox if each.to == [desk.contributor.email]]
    assert f"Denial: {DENIAL}" in sent.body


def test_the_claims_page_turns_it_round_only_with_its_statement(client, desk, denial):
    sign_in(client, desk.contributor)
    url = reverse("review:edit", args=[desk.team.slug, denial.pk])
    form = client.get(url).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    values |= {"speakers": "Arn Waterworks", "statement": "The pipes had burst."}

    refused = client.post(url, values)
    assert refused.status_code == 422
    assert "This is a denial" in refused.content.decode()

    assert client.post(url, values | {"polarity": "affirmed"}).status_code == 302
    denial.refresh_from_db()
    assert (denial.polarity, denial.statement) == ("affirmed", "The pipes had burst.")


def test_the_list_is_filtered_by_polarity(client, desk, denial):
    desk.claim(statement="The pipes had burst.")
    sign_in(client, desk.viewer)
    url = reverse("claims:list", args=[desk.team.slug])

    page = client.get(url, {"polarity": "denied"}).content.decode()

    assert (DENIAL in page, "The pipes had burst." in page) == (True, False)
