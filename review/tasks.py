"""What the review does by itself."""

from celery import shared_task
from django.utils import timezone

from review.mailing import send_news as mail_news
from review.services.closing import flag_rechecks_due


@shared_task(name="review.flag_rechecks")
def flag_rechecks() -> int:
    """Mark decisions whose recheck date has come. Safe to run twice."""
    return flag_rechecks_due(task="review.flag_rechecks")


@shared_task(name="review.send_news")
def send_news() -> int:
    """Mail to people what is new on what they watch. Safe to run twice."""
    return mail_news(timezone.now())
