"""Ask somebody into a team."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from teams import services
from teams.management.asking import open_team, refusals_as_errors
from teams.roles import Role


class Command(BaseCommand):
    help = "Make an invitation and print its link, which is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whom to invite")
        parser.add_argument("--team", required=True, metavar="SLUG", help="into which team")
        parser.add_argument("--role", choices=Role.values, default=Role.CONTRIBUTOR.value)

    @refusals_as_errors
    def handle(self, *_args: Any, **options: Any) -> None:
        made = services.invite(
            team=open_team(options["team"]),
            email=options["email"],
            role=options["role"],
            by=None,
            task="invite",
        )
        self.stdout.write(settings.SITE_URL + reverse("teams:invitation", args=[made.secret]))
