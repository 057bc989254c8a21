"""Let a person in who has lost phone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from teams import services
from teams.management.asking import person


class Command(BaseCommand):
    help = "Remove a person's authenticator app and recovery codes; the password stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        who = person(options["email"])
        removed = services.remove_second_factor(person=who)
        told = "signs in with the password alone from now on" if removed else "had no second factor"
        self.stdout.write(f"{who.email} {told}.")
