"""Django's own command, refused where it would open what is sealed for one person alone."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from teams.management.asking import person, refusals_as_errors
from teams.services.accounts import refuse_holder


class Command(changepassword.Command):
    help = "Set a person's password. Better: reset_link, and they set it themselves."

    @refusals_as_errors
    def handle(self, *args: Any, **options: Any) -> Any:
        refuse_holder(person(options["username"] or ""))
        return super().handle(*args, **options)
