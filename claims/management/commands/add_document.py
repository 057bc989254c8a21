"""Add a text file as a document, through the same service and task as the page."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Prefetch, QuerySet

from actors.models import Actor
from claims.models import Mention
from common.errors import DomainError, DuplicateError
from documents import services, texts
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.selectors import Status, status_of
from jobs import running, workers
from jobs.models import JobState
from teams.models import Membership, Team, User
from teams.roles import Role

LOOK_EVERY = 0.2


class Command(BaseCommand):
    help = "Add a text file as a document and print the mentions found in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a text file")
        parser.add_argument("--team", help="the team's address; without it the demo or only team")
        parser.add_argument("--by", help="e-mail of who adds it; without it the team's first lead")
        parser.add_argument("--wait", action="store_true", help="until it was read")
        parser.add_argument("--json", action="store_true", help="print one JSON object, no more")

    def handle(self, *args: Any, **options: Any) -> None:
        team = team_of(options["team"])
        by = person_of(team, options["by"])
        document = self._add(options["file"], team, by)
        if options["wait"]:
            self._wait(document)
        url = f"{settings.SITE_URL}{document.get_absolute_url()}"
        mentions = list(found_in(document, by))
        if options["json"]:
            told = {"document": document.pk, "url": url}
            told["mentions"] = [as_json(mention) for mention in mentions]
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._print(status_of(document), url, mentions)

    def _add(self, file: Path, team: Team, by: User) -> Document:
        """The document of `file`: a new one, or the one that is here already."""
        try:
            source = texts.uploaded(file.read_bytes(), file_name=file.name)
            added = services.add_document(team=team, draft=DocumentDraft(), source=source, by=by)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except DuplicateError as duplicate:
            added = services.Added(duplicate.existing, is_new=False)
        except DomainError as error:
            raise CommandError(str(error)) from None
        except PermissionDenied:
            raise CommandError(f"{by.email} may not add documents to {team}.") from None
        if not added.is_new:
            self.stderr.write(f"It is here already, as document {added.document.pk}.")
        return added.document

    def _wait(self, document: Document) -> None:
        """Until nothing works on it any more. Raises CommandError if it could not be read."""
        told = ""
        while (status := self._looked_at(document)).is_working:
            if status.job and status.lacks_worker and status.job.state == JobState.QUEUED:
                self.stderr.write("No worker is running, so it is read here and now.")
                running.run(status.job.pk)
                continue
            if status.words != told and self.stderr.isatty():
                told = status.words
                self.stderr.write(told)
            time.sleep(LOOK_EVERY)
        if status.document.failure:
            raise CommandError(f"It could not be read: {status.document.failure}")

    def _looked_at(self, document: Document) -> Status:
        document.refresh_from_db()
        return status_of(document)

    def _print(self, status: Status, url: str, mentions: list[Mention]) -> None:
        self.stdout.write(f"{status.document.title}\n{url}")
        if status.is_working:
            self.stdout.write(
                "It is being read. Call this again, or with --wait, to see what is found."
                if workers.alive()
                else "It waits: no worker is running. `make run` starts one; --wait reads it here."
            )
        for number, mention in enumerate(mentions, start=1):
            speakers = " and ".join(each.shown_name for each in mention.speakers.all())
            self.stdout.write(f"{number:3}. {speakers or '–'}: {mention.content_words}")


def team_of(slug: str | None) -> Team:
    """The team named, else the demo team, else the only one."""
    teams = Team.objects.filter(closed_at=None).order_by("pk")
    if slug:
        teams = teams.filter(slug=slug)
    elif teams.filter(is_demo=True).exists():
        teams = teams.filter(is_demo=True)
    found = list(teams[:2])
    if len(found) == 1:
        return found[0]
    if slug:
        raise CommandError(f"There is no team {slug}.")
    known = ", ".join(Team.objects.filter(closed_at=None).values_list("slug", flat=True))
    hint = f"Choose one with --team: {known}." if found else "Make one: manage.py create_team."
    raise CommandError(f"Which team? {hint}")


def person_of(team: Team, email: str | None) -> User:
    """The member with that address, else the team's first lead."""
    members = Membership.objects.active().filter(team=team).select_related("user")
    chosen = members.filter(user__email__iexact=email) if email else members.filter(role=Role.LEAD)
    membership = chosen.order_by("pk").first()
    if membership is None:
        raise CommandError(f"{email} is not in {team}." if email else f"{team} has no lead.")
    return membership.user


def found_in(document: Document, by: User) -> QuerySet[Mention]:
    """Mentions of the newest version in the order of the text."""
    newest = document.versions.latest("number")
    mentions = Mention.objects.visible_to(by).filter(version=newest).counted()
    speaker = Prefetch("speakers__actor", Actor.objects.readable_by(by))
    return mentions.prefetch_related(speaker, "hops").order_by("start", "pk")


def as_json(mention: Mention) -> dict[str, Any]:
    fields = ("source", "cue", "content")
    spans = {f"{name}_spans": getattr(mention, f"{name}_spans") for name in fields}
    words = {name: getattr(mention, f"{name}_words") for name in fields}
    kept = ("mode", "kind", "polarity", "dates", "places", "score", "curation")
    return {
        "id": mention.pk,
        "speakers": [each.shown_name for each in mention.speakers.all()],
        **words,
        **spans,
        **{name: getattr(mention, name) for name in kept},
    }
