"""Words and hours as one person has set them, wherever something is written for that person."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation

from teams.models import User


@contextmanager
def as_set_by(person: User) -> Iterator[None]:
    """Language and time zone of `person` while the block runs: for pages, and for mails to them.

    A language that the product does not speak leaves the one at work; an unknown zone is UTC.
    """
    is_spoken = person.language in dict(settings.LANGUAGES)
    language = person.language if is_spoken else translation.get_language()
    with translation.override(language), timezone.override(_zone(person.time_zone)):
        yield


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
