from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        # By name, because models can only be imported once every app is loaded.
        import_module("claims.wiring")
