from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search import indexing, registry


class Command(BaseCommand):
    help = "Bring the search index in line with what it is made of, and say what was amiss."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help="only rows that the index does not have"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for source in registry.sources():
            changed = indexing.fill(source, everything=not options["missing"])
            self.stdout.write(f"{source.name}: {changed} entries changed")
