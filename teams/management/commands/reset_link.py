"""Let a person set a new password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from teams.management.asking import person
from teams.services.accounts import password_link


class Command(BaseCommand):
    help = "Print the link under which a person sets a new password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stdout.write(password_link(person(options["email"])))
