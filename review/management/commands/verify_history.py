"""Check that everything is as the history says it was written."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from history import audit, heads, verifying
from history.audit import Audit
from history.breaks import Kind
from teams.models import Team

EVERY = 10_000


class Command(BaseCommand):
    help = (
        "Recomputes the hash chain of each team, holds every row against what the events say of it "
        "and contents against each other. Names everything that is not as it was written. Ends "
        "with 0 if all is, else with the sum of 2 (chain), 4 (rows), 8 (contents) and 16 (the "
        "given head does not occur); with 1 if it could not be checked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--team", metavar="SLUG", help="only this team (default: all)")
        parser.add_argument(
            "--against",
            metavar="HEAD",
            action="append",
            default=[],
            help="a head that you kept elsewhere, as a mail, an export or the log has it, and that "
            "must occur in the history (with --team; can be given several times)",
        )

    def handle(self, *args: Any, team: str | None, against: list[str], **options: Any) -> None:
        self._refuse(team, against)
        teams = Team.objects.order_by("pk")
        if team:
            teams = teams.filter(slug=team)
            if not teams:
                raise CommandError(f"There is no team “{team}”.")
        kinds = Kind(0)
        for each in teams:
            kinds |= self._audited(each, against)
        if not team:
            for stray in verifying.stray(list(teams.values_list("pk", flat=True))):
                kinds |= stray.kind
                self.stderr.write(str(stray))
        if kinds:
            names = ", ".join(str(kind.name).lower() for kind in kinds)
            raise CommandError(f"Not as it was written: {names}", returncode=int(kinds))

    def _refuse(self, team: str | None, against: list[str]) -> None:
        if against and not team:
            raise CommandError("--against needs --team: a head belongs to one team's history.")
        for head in against:
            if not verifying.HEAD.fullmatch(head):
                raise CommandError(f"“{head}” is no head: give 64 hexadecimal digits.")

    def _audited(self, team: Team, against: list[str]) -> Kind:
        """Compare, and say what: breaks as they are found, then how much it was."""
        whole, kinds = Audit(team.pk, against), Kind(0)
        for found in whole.breaks(self._progress(team)):
            kinds |= found.kind
            self.stderr.write(f"{team.slug}: {found}")
        head = whole.head
        heads.write_down(team.slug, head)
        self.stdout.write(f"{team.slug}: {head.seq} events, head {head}")
        self.stdout.write(f"{team.slug}: {whole.told()}")
        return kinds

    def _progress(self, team: Team) -> audit.Progress:
        def progress(what: str, done: int) -> None:
            if done and done % EVERY == 0:
                self.stderr.write(f"{team.slug}: {done} {what} …")

        return progress
