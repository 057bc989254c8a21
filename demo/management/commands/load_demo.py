"""Fill an empty database with the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from demo import services
from teams.management.asking import refusals_as_errors


class Command(BaseCommand):
    help = "Load the demo into an empty database. Where it is loaded already, change nothing."

    @refusals_as_errors
    def handle(self, *_args: Any, **_options: Any) -> None:
        team = services.load_demo()
        if team is None:
            self.stdout.write("The demo is loaded already. `make demo-reset` starts it afresh.")
            return
        self.stdout.write(f"The demo is loaded: {settings.SITE_URL}{team.get_absolute_url()}")
