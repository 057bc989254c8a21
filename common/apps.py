from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate

from common import triggers
from common.checks import triggers_present


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        pre_migrate.connect(triggers.drop_before_migrations, sender=self)
        post_migrate.connect(triggers.install_after_migrations, sender=self)
        checks.register(triggers_present, checks.Tags.database, deploy=True)
