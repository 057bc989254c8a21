"""What the review does by itself."""

from celery import shared_task
from django.utils import timezone

from review import head_mail
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


@shared_task(name="review.write_heads_down")
def write_heads_down() -> int:
    """Write the heads of the history into the log. Safe to run twice."""
    return head_mail.write_heads_down()


@shared_task(name="review.mail_heads")
def mail_heads() -> int:
    """Mail the heads of the history to leads who want them. Safe to run twice."""
    return head_mail.mail_heads(timezone.now())
