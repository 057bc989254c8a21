"""Let a person set a new password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from teams.management.asking import person, refusals_as_errors
from teams.services.accounts import hand_out_link


class Command(BaseCommand):
    help = "Print the link under which a person sets a new password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @refusals_as_errors
    def handle(self, *_args: Any, **options: Any) -> None:
        found = person(options["email"])
        self.stdout.write(hand_out_link(person=found, task="reset_link"))
