"""What people are told of: watching, what is new, and the mails; and what none of it tells."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from review import mailing, services
from review.models import Watch
from review.selectors.news import all_news, count_of_news
from review.vocabularies import Stance
from teams import services as teams
from teams.models import Membership, User
from teams.vocabularies import Access, NewsMail
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk, make_evidence

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def desk():
    return make_desk()


def watched_by(person):
    return set(Watch.objects.filter(person=person, is_muted=False).values_list("claim", flat=True))


def words_of(news):
    return [[told.entry.words for told in each.told] for each in news]


# --- Who watches ----------------------------------------------------------------------------------
def test_who_speaks_is_named_or_charged_watches(desk):
    said, asked, taken = desk.claim(), desk.claim(), desk.claim()

    services.add_comment(claim=said, text="@Theo Third, look", by=desk.viewer)
    services.ask_for_help(claim=asked, text="?", asked=desk.second, by=desk.viewer)
    services.take(claim=taken, by=desk.first, row_version=taken.row_version)

    assert watched_by(desk.viewer) == {said.pk, asked.pk}
    assert watched_by(desk.third) == {said.pk}
    assert watched_by(desk.second) == {asked.pk}
    assert watched_by(desk.first) == {taken.pk}
    assert (count_of_news(desk.third, desk.team), count_of_news(desk.viewer, desk.team)) == (1, 0)


def test_who_stops_watching_is_told_again_when_named(desk):
    claim = desk.claim()
    services.watch(subject=claim, by=desk.third)
    services.unwatch(subject=claim, by=desk.third)

    services.add_comment(claim=claim, text="Nothing much", by=desk.viewer)
    quiet = count_of_news(desk.third, desk.team)
    services.add_comment(claim=claim, text="@Theo Third?", by=desk.viewer)

    assert (quiet, count_of_news(desk.third, desk.team)) == (0, 1)
    assert words_of(all_news(desk.third, desk.team)) == [["commented"]]


# --- What is new ----------------------------------------------------------------------------------
def test_news_is_what_others_did_by_claim_until_it_is_seen(client, desk):
    one, two = desk.claim(statement="The quay was shut."), desk.claim()
    for claim in (one, two):
        services.watch(subject=claim, by=desk.third)
    services.add_comment(claim=one, text="Hm", by=desk.third)
    comment = services.add_comment(claim=one, text="Ha", by=desk.viewer)
    services.take(claim=two, by=desk.first, row_version=two.row_version)
    client.force_login(desk.third)
    slug = desk.team.slug

    page = client.get(reverse("review:notifications", args=[slug])).content.decode()
    by_program = client.get(reverse("api:notifications", args=[slug])).json()
    before = count_of_news(desk.third, desk.team)
    client.get(one.get_absolute_url())
    after_one = count_of_news(desk.third, desk.team)
    client.post(reverse("review:read_all", args=[slug]), {"up_to": by_program[0]["newest"]})

    assert f"{one.get_absolute_url()}#c{comment.pk}" in page
    assert [each["claim"] for each in by_program] == [two.pk, one.pk]
    assert [told["comment"] for told in by_program[1]["told"]] == [comment.pk]
    assert (before, after_one, count_of_news(desk.third, desk.team)) == (2, 1, 0)
    assert [each.is_new for each in all_news(desk.third, desk.team)] == [False, False]


def test_of_a_document_it_is_news_what_others_say(desk):
    document = make_document(desk.team, by=desk.lead)
    services.watch(subject=document, by=desk.third)

    services.comment_on_document(document=document, text="Old", by=desk.viewer)

    assert words_of(all_news(desk.third, desk.team)) == [["commented"]]
    assert count_of_news(desk.third, desk.team) == 1


def test_what_one_may_no_longer_read_is_no_news(desk):
    claim = desk.claim()
    services.watch(subject=claim, by=desk.viewer)
    hidden = make_evidence(claim, by=desk.lead, access=Access.RESTRICTED)
    services.add_comment(claim=claim, text="Secret", by=desk.lead, evidence=hidden)
    of_hidden = count_of_news(desk.viewer, desk.team), all_news(desk.viewer, desk.team)
    services.add_comment(claim=claim, text="Open", by=desk.lead)
    type(claim).objects.filter(pk=claim.pk).update(access=Access.RESTRICTED)

    assert of_hidden == (0, [])
    assert (count_of_news(desk.viewer, desk.team), all_news(desk.viewer, desk.team)) == (0, [])


def test_news_costs_the_same_however_much_there_is(desk, django_assert_max_num_queries):
    def busy(number):
        for _each in range(number):
            claim = desk.claim()
            services.watch(subject=claim, by=desk.third)
            services.add_comment(claim=claim, text="@Sara Second", by=desk.viewer)

    busy(3)
    with django_assert_max_num_queries(12) as counted:
        all_news(desk.third, desk.team)
    busy(9)
    with django_assert_max_num_queries(len(counted)):
        assert len(all_news(desk.third, desk.team)) == 12


# --- By e-mail ------------------------------------------------------------------------------------
def choose(person, choice, **more):
    User.objects.filter(pk=person.pk).update(news_mail=choice, **more)


def send(at=NOON):
    mail.outbox.clear()
    mailing.send_news(at)
    return {each.to[0]: each for each in mail.outbox}


def test_a_mail_goes_out_once_with_what_is_new(desk):
    choose(desk.third, NewsMail.AT_ONCE)
    claim = desk.claim(statement="The quay was shut.")
    comment = services.add_comment(claim=claim, text="@Theo Third, the log?", by=desk.viewer)

    first, again = send(), send()
    services.add_comment(claim=claim, text="Well?", by=desk.viewer)
    later = send()[desk.third.email].body

    body = first[desk.third.email].body
    assert set(first) == {desk.third.email}
    assert "The quay was shut." in body
    assert "“@Theo Third, the log?”" in body
    assert f"{claim.get_absolute_url()}#c{comment.pk}" in body
    assert again == {}
    assert "Well?" in later
    assert "the log?" not in later


def test_what_was_seen_in_the_app_is_not_mailed(client, desk):
    choose(desk.third, NewsMail.AT_ONCE)
    claim = desk.claim()
    services.add_comment(claim=claim, text="@Theo Third?", by=desk.viewer)
    client.force_login(desk.third)

    client.get(claim.get_absolute_url())

    assert send() == {}


def test_once_a_day_in_the_persons_morning_or_never(desk):
    choose(desk.third, NewsMail.DAILY, time_zone="America/Lima")
    choose(desk.second, NewsMail.NEVER)
    claim = desk.claim()
    services.add_comment(claim=claim, text="@Theo Third @Sara Second", by=desk.viewer)

    night, morning = send(NOON - timedelta(hours=2)), send(NOON)
    services.add_comment(claim=claim, text="More", by=desk.viewer)
    same_day, next_day = send(NOON + timedelta(hours=5)), send(NOON + timedelta(days=1))

    assert (night, same_day) == ({}, {})
    assert set(morning) == set(next_day) == {desk.third.email}


def test_a_mail_that_cannot_be_sent_is_due_again(desk, settings):
    choose(desk.third, NewsMail.AT_ONCE)
    services.add_comment(claim=desk.claim(), text="@Theo Third?", by=desk.viewer)
    backend = settings.DELIVERY_BACKEND
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    failed = send()
    settings.DELIVERY_BACKEND = backend

    assert failed == {}
    assert set(send()) == {desk.third.email}


def test_of_the_restricted_a_mail_says_only_that_there_is_news(desk):
    choose(desk.lead, NewsMail.AT_ONCE)
    claim = desk.claim(statement="Nobody may know.", access=Access.RESTRICTED)
    services.watch(subject=claim, by=desk.lead)
    type(claim).objects.filter(pk=claim.pk).update(added_by=desk.first)
    services.add_comment(claim=claim, text="Nor this", by=desk.first)

    body = send()[desk.lead.email].body

    assert "A claim with restricted access" in body
    assert "Nobody may know" not in body
    assert "Nor this" not in body


def test_who_has_left_is_told_nothing(desk):
    choose(desk.third, NewsMail.AT_ONCE)
    services.add_comment(claim=desk.claim(), text="@Theo Third?", by=desk.viewer)
    membership = Membership.objects.get(user=desk.third, team=desk.team)

    teams.deactivate_member(membership=membership, row_version=1, by=desk.lead, why="Gone")

    assert send() == {}


def test_no_mail_and_no_notice_tells_of_a_first_review(client):
    """Nobody but its author is told what it says, while the second person reviews blind."""
    desk, mark = make_desk("blind"), "zwiebelkuchen"
    claim = desk.claim()
    for person in (desk.lead, desk.second, desk.third, desk.viewer, desk.contributor):
        choose(person, NewsMail.AT_ONCE)
        services.watch(subject=claim, by=person)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    make_evidence(claim, by=desk.first, stance=Stance.CONTRADICTS)
    services.add_comment(claim=claim, text=f"All wrong, {mark}", by=desk.first)
    draft = a_draft(claim, by=desk.first, rationale=f"Not so, {mark}")
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    mails = send(timezone.now())
    pages = []
    for person in (desk.lead, desk.second, desk.third, desk.viewer):
        client.force_login(person)
        for route in ("review:notifications", "api:notifications"):
            pages.append(client.get(reverse(route, args=[desk.team.slug])).content.decode())

    assert len(mails) == 5
    told = [*(each.body for each in mails.values()), *pages]
    verdicts = (draft.said.label.lower(), draft.holds.label.lower())
    assert all("sealed a review" in each for each in told)
    assert not [word for word in (mark, *verdicts) if any(word in each for each in told)]
