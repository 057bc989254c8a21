"""What is done for people in the background."""

from celery import shared_task
from django.utils import timezone

from teams.mailing import deliver_due


@shared_task(name="teams.send_mails")
def send_mails() -> int:
    """Send the mails that are due. Safe to run twice."""
    return deliver_due(timezone.now())
