from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class HistoryConfig(AppConfig):
    name = "history"

    def ready(self) -> None:
        # What upper apps tell `history.registry` of their models.
        autodiscover_modules("proving")
        # By name, because models can only be imported once every app is loaded.
        beginning = import_module("history.beginning")
        post_migrate.connect(beginning.after_migrations, sender=self)
