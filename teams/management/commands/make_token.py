"""Make a bearer token of the API."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from teams import services
from teams.management.asking import open_team, person, refusals_as_errors
from teams.roles import Scope


class Command(BaseCommand):
    help = "Make a token that acts as one member of one team, and print it this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the member whom it stands for")
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--name", default="command line", help="what people call it")
        parser.add_argument(
            "--scope", action="append", choices=Scope.values, help="may be repeated; default: read"
        )
        parser.add_argument("--days", type=int, default=90, help="for how long; default: 90")

    @refusals_as_errors
    def handle(self, *_args: Any, **options: Any) -> None:
        made = services.make_token(
            team=open_team(options["team"]),
            user=person(options["email"]),
            name=options["name"],
            scopes=options["scope"] or [Scope.READ],
            days=options["days"],
            by=None,
            task="make_token",
        )
        self.stdout.write(made.secret)
