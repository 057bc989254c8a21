"""Mails leave by a job: what people are answered does not depend on the mail server."""

import re
import socket
import socketserver
import threading
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from project.celery import app
from teams import mailing
from teams.models import Mail
from teams.tasks import send_mails
from tests.factories.teams import PASSWORD, make_member, make_team, make_user

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
NEW = "velmar quay 9"


class _Session(socketserver.StreamRequestHandler):
    """As much SMTP as it takes to refuse a recipient, or to take a mail."""

    def handle(self):
        server = self.server.mail
        if server.hangs:
            server.over.wait(30)
            return
        self.say("220 velmar.example")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                self.say(server.to_recipient)
            elif word == b"DATA":
                self.say("354 go on")
                text = b""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    text += line
                server.taken.append(text.decode())
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(kind, settings):
    """`up`, `hanging`, `later` (4xx), `never` (5xx) or `refused`: nobody listens."""
    settings.EMAIL_BACKEND = "teams.mailing.QueuedBackend"
    settings.DELIVERY_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 0.3
    answers = {"later": "450 later", "never": "550 no such person"}
    told = SimpleNamespace(
        hangs=kind == "hanging", to_recipient=answers.get(kind, "250 yes"), taken=[],
        over=threading.Event(),
    )  # fmt: skip
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.mail, server.daemon_threads = told, True
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        if kind == "refused":
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                settings.EMAIL_PORT = free.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            told.over.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def kept(settings):
    """Mails are kept, and sent into `django.core.mail.outbox`."""
    settings.EMAIL_BACKEND = "teams.mailing.QueuedBackend"


def write(to="ada@velmar.example", words="The quay is shut."):
    send_mail("From Velmar", words, None, [to])
    return Mail.objects.latest("pk")


KINDS = ["up", "refused", "hanging", "later", "never"]


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_a_new_password_tells_nothing_of_account_or_server(client, settings, kind):
    ada = make_user()

    with mail_server(kind, settings) as server:
        answers = {}
        for email in (ada.email, "nobody@velmar.example"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = client.post(reverse("account_reset_password"), {"email": email})
            writes = [each["sql"].split()[0] for each in asked if "teams_mail" in each["sql"]]
            answers[email] = (answer.status_code, answer.url, writes)
        before = timezone.now()
        left = mailing.deliver_due(before)

    assert answers[ada.email] == answers["nobody@velmar.example"]
    mail = Mail.objects.exclude(recipient="").first()
    if kind == "up":
        assert (left, mail, len(server.taken)) == (2, None, 1)
        assert "/accounts/password/reset/key/" in server.taken[0]
    elif kind == "never":
        assert (mail.attempts, mail.sealed) == (1, "")
        assert mail.error == "550 no such person"
    else:
        assert (mail.failed_at, mail.attempts) == (None, 1)
        assert mail.due_at == before + mailing.PAUSES[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_password_answers_whatever_the_server_does(client, settings, kind):
    ada = make_user(password=PASSWORD)
    client.force_login(ada)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    with mail_server(kind, settings):
        answer = client.post(reverse("account_change_password"), form)

    assert answer.status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_a_kept_mail_gives_no_secret_away(client, kept, mailoutbox):
    ada = make_user()
    client.post(reverse("account_reset_password"), {"email": ada.email})
    mail = Mail.objects.get()
    assert "reset" not in mail.sealed
    assert ada.email not in mail.sealed

    mailing.deliver_due(timezone.now())

    assert re.search(r"/accounts/password/reset/key/\S+", mailoutbox[0].body)
    assert not Mail.objects.exists()


def test_all_of_a_mail_arrives(kept, mailoutbox):
    more = {"cc": ["bea@velmar.example"], "bcc": ["cy@velmar.example"], "headers": {"X-Quay": "9"}}
    EmailMessage("Ein Schiff", "Grüße — 🦊\n", "Velmar <v@velmar.example>", ["ada@velmar.example"],
                 reply_to=["desk@velmar.example"], **more).send()  # fmt: skip

    mailing.deliver_due(timezone.now())

    (mail,) = mailoutbox
    assert (mail.subject, mail.body) == ("Ein Schiff", "Grüße — 🦊\n")
    assert mail.from_email == "Velmar <v@velmar.example>"
    assert set(mail.recipients()) == {f"{who}@velmar.example" for who in ("ada", "bea", "cy")}
    assert (mail.reply_to, mail.extra_headers) == (["desk@velmar.example"], {"X-Quay": "9"})


def test_tried_again_with_pauses_and_then_said_failed(client, settings):
    team, elsewhere = make_team(), make_team()
    ada, lead, other = make_member(team), make_member(team, "lead"), make_member(elsewhere, "lead")
    runs = make_member(elsewhere, "lead", is_superuser=True)
    with mail_server("refused", settings):
        mail, now = write(ada.email.upper()), timezone.now()
        pauses = []
        while Mail.objects.filter(failed_at=None):
            due = Mail.objects.get().due_at
            pauses.append(due - now)
            now = max(due, now)
            assert mailing.deliver_due(now - timedelta(seconds=1)) == 0
            assert mailing.deliver_due(now) == 0

    assert pauses[1:] == mailing.PAUSES
    mail.refresh_from_db()
    assert (mail.sealed, mail.attempts) == ("", len(mailing.PAUSES) + 1)
    for person, workspace, told in ((lead, team, 1), (ada, team, 0), (other, elsewhere, 0),
                                    (runs, elsewhere, 1)):  # fmt: skip
        client.force_login(person)
        page = client.get(reverse("teams:settings", args=[workspace.slug])).text
        assert page.count("ConnectionRefusedError") == told


def test_a_server_that_is_away_is_asked_once_a_run(settings):
    with mail_server("hanging", settings):
        for _each in range(3):
            write()
        mailing.deliver_due(timezone.now())

    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_one_refused_address_keeps_nobody_waiting(settings):
    with mail_server("later", settings) as server:
        first, second = write(), write("bea@velmar.example")
        mailing.deliver_due(timezone.now())
        server.to_recipient = "250 yes"
        mailing.deliver_due(timezone.now() + mailing.PAUSES[0])

    assert not Mail.objects.filter(pk__in=[first.pk, second.pk]).exists()
    assert len(server.taken) == 2


def test_what_another_run_has_taken_is_not_sent_again(kept, mailoutbox):
    mail = write()
    Mail.objects.filter(pk=mail.pk).update(attempts=1)

    assert mailing._deliver(mail, timezone.now()) == 0
    assert mailoutbox == []


def test_a_mail_sealed_with_another_key_fails(kept, settings):
    mail = write()
    settings.SECRET_KEY = "another " * 8

    assert mailing.deliver_due(timezone.now()) == 0
    mail.refresh_from_db()
    assert mail.failed_at


def test_the_worker_is_told_on_commit_and_looks_by_itself(kept, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        write()

    assert len(callbacks) == 1
    assert send_mails.name == "teams.send_mails"
    assert send_mails() == 1
    assert "teams.send_mails" in {each["task"] for each in app.conf.beat_schedule.values()}
