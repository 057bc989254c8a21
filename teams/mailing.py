"""Mails leave by a job: no request waits for a mail server, and none fails because of one.

Django's mails go into `QueuedBackend`, which keeps them; the worker gives them to the real one,
DELIVERY_BACKEND. What a server refuses for good fails at once; anything else is tried again, with
longer and longer pauses, and then fails. Leads read which mails failed on the settings page.
"""

import json
import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from teams.models import Mail
from teams.sealing import cipher

log = logging.getLogger(__name__)
# How long after each attempt the next one comes; after the last of them a mail has failed.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720)]
_PARTS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")


class QueuedBackend(BaseEmailBackend):
    """Keeps mails until the worker sends them. They cannot have attachments: none of ours has."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        put(email_messages)
        return len(email_messages)


@transaction.atomic
def put(messages: Sequence[EmailMessage]) -> None:
    """Keep `messages` and, on commit, tell the worker. One written to nobody is kept like any
    other, so that asking for a new password takes as long for an address without account.
    """
    Mail.objects.bulk_create(
        Mail(recipient=", ".join(message.recipients()), sealed=_seal(message))
        for message in messages
    )
    transaction.on_commit(lambda: current_app.send_task("teams.send_mails"), robust=True)


def direct() -> Any:
    """The real backend, for what is written in the worker when it leaves."""
    return get_connection(settings.DELIVERY_BACKEND)


def deliver_due(now: datetime) -> int:
    """Send what is due, the oldest first; answers how many mails left.

    Safe to run twice at once. A server that does not answer is asked once a run, not for each mail.
    """
    left = 0
    for mail in Mail.objects.filter(failed_at=None, due_at__lte=now).order_by("due_at", "pk")[:200]:
        try:
            left += _deliver(mail, now)
        except _ServerAway:
            break
    return left


class _ServerAway(Exception):
    """The server cannot be asked for any mail now."""


def _deliver(mail: Mail, now: datetime) -> int:
    """Raises _ServerAway; the mail is due again then, as if its worker had died on the way."""
    pause = PAUSES[min(mail.attempts, len(PAUSES) - 1)]
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, failed_at=None)
    if not mine.update(attempts=F("attempts") + 1, due_at=now + pause):
        return 0
    mail.attempts += 1
    try:
        if mail.recipient:
            direct().send_messages([_unseal(mail)])
    except (InvalidToken, ValueError) as error:
        _fail(mail, error)
    except OSError as error:
        # Every back-end's trouble with its server is one: refused, timed out, not understood.
        if _is_final(error) or mail.attempts > len(PAUSES):
            _fail(mail, error)
        else:
            Mail.objects.filter(pk=mail.pk).update(error=_words(error))
        if not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
            raise _ServerAway from error
    else:
        Mail.objects.filter(pk=mail.pk).delete()
        return 1
    return 0


def _is_final(error: OSError) -> bool:
    """Whether the server will never take this mail. That it knows us not may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    of_mail = isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
    return of_mail and error.smtp_code >= 500


def _fail(mail: Mail, error: Exception) -> None:
    log.error("mail %s failed after %s attempts: %s", mail.pk, mail.attempts, _words(error))
    failed = {"failed_at": timezone.now(), "sealed": "", "error": _words(error)}
    Mail.objects.filter(pk=mail.pk).update(**failed)


def _words(error: Exception) -> str:
    """As a lead may read it: what the server said of the address, or what went wrong."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [
            f"{code} {told.decode(errors='replace')}" for code, told in error.recipients.values()
        ]
        return "; ".join(said)[:300]
    return f"{type(error).__name__}: {error}"[:300]


def _seal(message: EmailMessage) -> str:
    if message.attachments:
        raise ValueError("a mail with attachments cannot be kept")
    kept = {name: getattr(message, name) for name in _PARTS}
    kept["alternatives"] = [list(each) for each in getattr(message, "alternatives", [])]
    return cipher("mail").encrypt(json.dumps(kept, default=str).encode()).decode()


def _unseal(mail: Mail) -> EmailMessage:
    kept = json.loads(cipher("mail").decrypt(mail.sealed.encode()))
    return EmailMultiAlternatives(
        headers=kept.pop("extra_headers"),
        alternatives=[tuple(each) for each in kept.pop("alternatives")],
        **kept,
    )
