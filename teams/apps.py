from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from teams.checks import demo_stays_here


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        checks.register(demo_stays_here, checks.Tags.database)
        # What upper apps tell `teams.registry` and `actors.registry`.
        autodiscover_modules("registering")
