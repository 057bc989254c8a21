"""Start the demo afresh."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from demo import services
from teams.management.asking import refusals_as_errors


class Command(BaseCommand):
    help = "Close the demo team and make a new one. No other team is touched."

    @refusals_as_errors
    def handle(self, *_args: Any, **_options: Any) -> None:
        team = services.reset_demo()
        self.stdout.write(f"The demo begins afresh: {settings.SITE_URL}{team.get_absolute_url()}")
