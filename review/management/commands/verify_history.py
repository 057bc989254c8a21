"""Check that the history and the texts are as they were written."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.verifying import mismatches
from history.services import verify
from teams.models import Team

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Recomputes the hash chain of each team and compares the words of its mentions with their "
        "texts. Names the first broken link and ends with 1 if anything is not as it was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--team", metavar="SLUG", help="only this team (default: all)")
        parser.add_argument(
            "--against",
            metavar="HEAD",
            default="",
            help="a head that you kept elsewhere and that must occur in the history (with --team)",
        )

    def handle(self, *args: Any, team: str | None, against: str, **options: Any) -> None:
        if against and not team:
            raise CommandError("--against needs --team: a head belongs to one team's history.")
        teams = Team.objects.order_by("pk")
        if team:
            teams = teams.filter(slug=team)
            if not teams:
                raise CommandError(f"There is no team “{team}”.")
        broken = [each.slug for each in teams if not self._is_whole(each, against)]
        if broken:
            raise CommandError(f"Not as it was written: {', '.join(broken)}", returncode=1)

    def _is_whole(self, team: Team, against: str) -> bool:
        chain = self._chain_holds(team, against)
        return self._words_hold(team) and chain

    def _chain_holds(self, team: Team, against: str) -> bool:
        verdict = verify(team.pk, against=against)
        if not verdict.reason:
            self.stdout.write(f"{team.slug}: {verdict.events} events, head {verdict.head}")
            return True
        place = f"event {verdict.broken_at}" if verdict.broken_at else "the chain"
        self.stderr.write(f"{team.slug}: broken at {place}: {verdict.reason}")
        return False

    def _words_hold(self, team: Team) -> bool:
        """Say which mentions differ from their texts: the first few, and how many more."""
        count = 0
        for found in mismatches(team):
            count += 1
            if count <= SHOWN:
                self.stderr.write(
                    f"{team.slug}: mention {found.mention} of document {found.document}: "
                    f"its {found.part} is “{found.stored}”, the text has “{found.found}”"
                )
        if count > SHOWN:
            self.stderr.write(f"{team.slug}: {count - SHOWN} more mentions differ")
        return count == 0
