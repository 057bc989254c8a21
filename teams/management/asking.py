"""What the commands about people and teams share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.management.base import CommandError

from common.errors import DomainError
from teams.models import Team, User


def refusals_as_errors(handle: Callable[..., None]) -> Callable[..., None]:
    """End a command with the message of a broken rule, and without a traceback."""

    @wraps(handle)
    def run(*args: Any, **options: Any) -> None:
        try:
            handle(*args, **options)
        except DomainError as error:
            raise CommandError(str(error)) from None

    return run


def person_or_none(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def person(email: str) -> User:
    found = person_or_none(email)
    if found is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return found


def open_team(slug: str) -> Team:
    found = Team.objects.filter(slug=slug, closed_at=None).first()
    if found is None:
        raise CommandError(f"There is no open team at {slug}.")
    return found
