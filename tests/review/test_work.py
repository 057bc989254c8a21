"""My work through its addresses: what waits, the way to the next task, and taking one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.vocabularies import ClaimState as S
from documents import services as documents
from review import services
from review.models import Assignment
from tests.factories.api import api_as
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk

pytestmark = pytest.mark.django_db


def at(name, team, *args):
    return reverse(f"review:{name}", args=[team.slug, *args])


def taken(desk, person, **fields):
    claim = desk.claim(**fields)
    services.take(claim=claim, by=person, row_version=1)
    return claim


def step(client, claim, action, **data):
    claim.refresh_from_db()
    sent = {"row_version": claim.row_version, **data}
    return client.post(at("step", claim.team, claim.pk, action), sent)


WAITS = [("first", "You took it"), ("contributor", "You go through it")]
EMPTY = [
    ("third", "Take the most urgent"),
    ("viewer", "What somebody asks of you will stand here"),
    ("lead", "Take the most urgent"),
]


@pytest.mark.parametrize(("who", "words"), WAITS + EMPTY)
def test_my_work_by_role(client, who, words):
    desk = make_desk()
    taken(desk, desk.first)
    desk.claim()
    document = make_document(desk.team, by=desk.contributor, triage="waiting")
    documents.start_triage(document=document, row_version=1, by=desk.contributor)
    client.force_login(getattr(desk, who))

    assert words in client.get(at("my_work", desk.team)).content.decode()


def test_who_cannot_review_is_shown_the_documents_that_wait(client):
    desk = make_desk()
    desk.claim()
    make_document(desk.team, by=desk.lead, triage="waiting")
    client.force_login(desk.contributor)

    page = client.get(at("my_work", desk.team)).content.decode()

    assert "One document waits for somebody" in page
    assert at("take_next", desk.team) not in page


def test_taking_the_most_urgent(client):
    desk = make_desk("sign_off")
    desk.claim()
    urgent = desk.claim(priority="high")
    client.force_login(desk.third)

    answer = client.post(at("take_next", desk.team))

    assert answer.url == urgent.get_absolute_url()
    assert Assignment.objects.get().person == desk.third


def test_taking_what_waits_for_a_second_begins_it(client):
    desk = make_desk("blind")
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    client.force_login(desk.second)

    client.post(at("take_next", desk.team))
    again = client.post(at("take_next", desk.team))

    duty = Assignment.objects.open().get(duty="second")
    assert (duty.claim, duty.person, bool(duty.started_at)) == (claim, desk.second, True)
    assert again.url == at("my_work", desk.team)


def test_the_next_task_is_one_address_away(client):
    desk = make_desk()
    today = timezone.localdate()
    one, two = (taken(desk, desk.first, due_on=today + timedelta(days=n)) for n in (1, 2))
    client.force_login(desk.first)

    page = client.get(one.get_absolute_url()).content.decode()
    following = client.get(at("next_work", desk.team), {"after": f"c{one.pk}"})

    assert f"{at('next_work', desk.team)}?after=c{one.pk}" in page
    assert following.url == two.get_absolute_url()
    client.force_login(desk.third)
    assert client.get(at("next_work", desk.team)).url == at("my_work", desk.team)


def test_finishing_one_offers_the_next_and_says_when_there_is_none(client):
    desk = make_desk("sign_off")
    one, two = taken(desk, desk.first), taken(desk, desk.first)
    client.force_login(desk.first)

    refused = step(client, one, "hand_back")
    done = step(client, one, "hand_back", note="Not my field")
    page = client.get(done.url).content.decode()
    step(client, two, "hand_back", note="Nor this")
    last = client.get(f"{two.get_absolute_url()}?done=1").content.decode()

    assert refused.status_code == 422
    assert done.url == f"{one.get_absolute_url()}?done=1"
    assert "Next for you:" in page
    assert f'href="{two.get_absolute_url()}"' in page
    assert "Handed back." in page
    assert "Nothing else waits for you." in last


def test_handing_over_with_the_draft_by_page_and_by_program(client):
    desk = make_desk()
    one, two = taken(desk, desk.first), taken(desk, desk.first)
    for claim in (one, two):
        typed = {"rationale": ["Two logs agree."]}
        services.save_draft(claim=claim, duty="first", typed=typed, by=desk.first)
    client.force_login(desk.first)
    body = {"person": desk.third.pk, "note": "You know it", "with_draft": True}

    assert "With my draft" in client.get(one.get_absolute_url()).content.decode()
    assert step(client, one, "reassign", **body).status_code == 302
    two.refresh_from_db()
    program = api_as(desk.first, desk.team)
    answer = program.post(f"claims/{two.pk}/reassign", {**body, "row_version": two.row_version})

    assert answer.status_code == 200
    assert services.draft_of(one, "first", desk.third)
    assert services.draft_of(two, "first", desk.third)


def test_my_work_costs_the_same_with_every_reason(client, django_assert_max_num_queries):
    desk = make_desk("sign_off")
    url = at("my_work", desk.team)
    client.force_login(desk.first)

    def work(number):
        for _row in range(number):
            claim = taken(desk, desk.first)
            services.ask_for_help(claim=claim, text="Who?", asked=desk.first, by=desk.viewer)
            document = make_document(desk.team, by=desk.first, triage="waiting")
            documents.start_triage(document=document, row_version=1, by=desk.first)

    decided = desk.at(S.DECIDED, mode="sign_off")
    services.flag_for_look(claim=decided, why="The page has changed", task="test")
    work(10)
    client.get(url)
    with django_assert_max_num_queries(40) as counted:
        client.get(url)
    work(40)
    with django_assert_max_num_queries(len(counted)):
        client.get(url)


def test_sealing_offers_the_next(client):
    desk = make_desk("none")
    claim, other = taken(desk, desk.first), taken(desk, desk.first)
    draft = a_draft(claim, by=desk.first)
    sent = {name: value for name, value in vars(draft).items() if value not in (None, "", False)}
    sent["cited"] = [f"{pk}:{version}" for pk, version in draft.cited.items()]
    claim.refresh_from_db()
    client.force_login(desk.first)

    answer = client.post(
        at("judge", desk.team, claim.pk, "first"), sent | {"row_version": claim.row_version}
    )

    assert answer.url == f"{claim.get_absolute_url()}?done=1"
    assert other.get_absolute_url() in client.get(answer.url).content.decode()
