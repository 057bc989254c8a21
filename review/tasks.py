"""What the review does by itself."""

from celery import shared_task

from review.services.closing import flag_rechecks_due


@shared_task(name="review.flag_rechecks")
def flag_rechecks() -> int:
    """Mark decisions whose recheck date has come. Safe to run twice."""
    return flag_rechecks_due(task="review.flag_rechecks")
