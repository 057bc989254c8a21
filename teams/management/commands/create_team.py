"""Make a team and, if need be, its first lead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from teams import services
from teams.management.asking import person_or_none, refusals_as_errors
from teams.models import User
from teams.services.accounts import password_link


class Command(BaseCommand):
    help = "Make a team. Prints its address, and for a new lead the link to set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the team's name")
        parser.add_argument("--lead", required=True, metavar="EMAIL", help="its first lead")
        parser.add_argument("--lead-name", default="", help="the name of a lead who is new here")
        parser.add_argument("--slug", default="", help="its address; made from the name without")

    @refusals_as_errors
    def handle(self, *_args: Any, **options: Any) -> None:
        with transaction.atomic():
            lead = person_or_none(options["lead"])
            is_new = lead is None
            lead = lead or self._new_lead(options)
            team = services.create_team(
                name=options["name"], slug=options["slug"], lead=lead, task="create_team"
            )
        self.stdout.write(f"Team “{team.name}” is at /t/{team.slug}/, led by {lead.email}.")
        if is_new:
            self.stdout.write(f"{lead.email} sets a password here: {password_link(lead)}")

    def _new_lead(self, options: dict[str, Any]) -> User:
        name = options["lead_name"] or options["lead"].partition("@")[0]
        return services.make_person(email=options["lead"], name=name)
