"""Django's makemessages, for this source tree."""

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

NOT_OURS = [".venv/*", "data/*", "tests/*", "bench/*", "extraction/*"]


class Command(makemessages.Command):
    """Knows the name `lazy` of gettext_lazy, and which folders speak to nobody."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=lazy"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["de"],
            ignore_patterns=NOT_OURS,
            no_obsolete=True,
            no_wrap=True,
            add_location="file",
        )
