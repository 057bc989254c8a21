"""Whether anybody does the work: workers beat, pages ask."""

from datetime import timedelta

from django.utils import timezone

from jobs.models import Worker

GONE_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


def beat(name: str) -> None:
    """Note that the worker `name` lives, and forget those long gone."""
    now = timezone.now()
    Worker.objects.update_or_create(name=name, defaults={"beat_at": now})
    Worker.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()


def alive() -> bool:
    """Whether any worker has beaten lately. One query."""
    return Worker.objects.filter(beat_at__gt=timezone.now() - GONE_AFTER).exists()
