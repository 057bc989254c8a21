"""Heads of the history stand outside of the database: in the log, and in mails by choice."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from history.heads import head_of
from review import head_mail
from teams import services as teams
from teams.models import Membership, User
from tests.factories.review import make_desk, make_evidence
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def desk():
    desk = make_desk()
    make_evidence(desk.claim(), by=desk.first)
    User.objects.update(wants_heads=True)
    return desk


def send(at=NOON):
    mail.outbox.clear()
    head_mail.mail_heads(at)
    return {each.to[0]: each.body for each in mail.outbox}


def test_leads_who_want_it_get_the_heads_of_their_teams(desk):
    other = make_team("Other desk")
    make_member(other, "lead", wants_heads=False)

    sent = send()

    head = head_of(desk.team.pk)
    assert set(sent) == {desk.lead.email}
    assert f"--team {desk.team.slug} --against {head.seq}:{head.hash}" in sent[desk.lead.email]
    assert other.slug not in sent[desk.lead.email]


def test_once_a_day_in_the_persons_morning(desk):
    User.objects.update(time_zone="America/Lima")

    assert send(NOON - timedelta(hours=2)) == {}
    assert set(send()) == {desk.lead.email}
    assert send(NOON + timedelta(hours=3)) == {}
    assert set(send(NOON + timedelta(days=1))) == {desk.lead.email}


def test_who_leads_no_more_gets_none(desk):
    make_member(desk.team, "lead")
    membership = Membership.objects.get(user=desk.lead, team=desk.team)

    teams.deactivate_member(membership=membership, row_version=1, by=desk.lead, why="Gone")

    assert send() == {}


def test_a_mail_that_cannot_be_sent_is_due_again(desk, settings):
    backend = settings.DELIVERY_BACKEND
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    failed = send()
    settings.DELIVERY_BACKEND = backend

    assert failed == {}
    assert set(send()) == {desk.lead.email}


def test_the_log_names_the_head_of_each_team(desk, caplog):
    with caplog.at_level(logging.INFO, logger="history.heads"):
        assert head_mail.write_heads_down() == 1

    assert f"history of {desk.team.slug}: head {head_of(desk.team.pk)}" in caplog.text


def test_heads_are_logged_whatever_the_level_of_other_logs_is(settings):
    assert settings.LOGGING["loggers"]["history.heads"] == {"level": "INFO"}
