"""Reading documents for the pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from actors.models import Actor
from common.pagination import Page, keyset_page
from documents.models import Document, DocumentVersion
from documents.progress import NOTHING, Progress, progress_of
from jobs import workers
from jobs.models import Job
from jobs.selectors import latest_jobs
from teams.models import Team, User

NEWEST_FIRST = ("-id",)
FACETS = ("processing", "triage", "kind")
MOST_PUBLISHERS = 100
MOST_IN_FACET = 8


@dataclass(frozen=True)
class Status:
    """Where a document stands: what a worker does with it, and how far its triage is.

    `job` is its newest; `worker_alive` is only asked while something waits for one.
    """

    document: Document
    job: Job | None = None
    progress: Progress = NOTHING
    worker_alive: bool = True

    @property
    def is_working(self) -> bool:
        return self.document.is_working()

    @property
    def lacks_worker(self) -> bool:
        return self.is_working and not self.worker_alive

    @property
    def words(self) -> str:
        """What is going on, while something is: "Finding claims, 40 of 100"."""
        if self.job and self.job.asked_to_stop:
            return _("Being stopped")
        words = self.document.get_processing_display()
        if self.job is None or not self.job.total:
            return str(words)
        done = {"doing": self.job.message or words, "done": self.job.done, "total": self.job.total}
        if self.job.total == 100:
            return _("%(doing)s, %(done)s %%") % done
        return _("%(doing)s, %(done)s of %(total)s") % done


def readable_documents(user: User, team: Team) -> QuerySet[Document]:
    """What `user` may read of `team`, each publisher with the name that they may read."""
    publisher = Prefetch("publisher", Actor.objects.readable_by(user))
    documents = Document.objects.visible_to(user).filter(team=team)
    return documents.select_related("team", "added_by", "triage_by").prefetch_related(publisher)


def status_page(rows: QuerySet[Document], *, after: str = "", before: str = "") -> Page:
    """One page of statuses, newest document first. At most five queries."""
    page = keyset_page(rows, order=NEWEST_FIRST, after=after, before=before)
    return Page(statuses(page.rows), page.next, page.previous)


def statuses(documents: Sequence[Document]) -> list[Status]:
    """The status of each document, in order. At most three queries."""
    ids = [document.pk for document in documents]
    jobs, progress = latest_jobs(ids), progress_of(ids)
    working = any(document.is_working() for document in documents)
    alive = not working or workers.alive()
    return [Status(each, jobs.get(each.pk), progress[each.pk], alive) for each in documents]


def status_of(document: Document) -> Status:
    return statuses([document])[0]


def facet_counts(rows: QuerySet[Document]) -> dict[str, Counter[str]]:
    """How many of `rows` have each code of processing, triage and kind. One query."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows.order_by().values(*FACETS).annotate(here=Count("pk")):
        for name in FACETS:
            counts[name][row[name]] += row["here"]
    return counts


def publisher_facet(rows: QuerySet[Document], user: User) -> list[tuple[Actor, int]]:
    """Who published most of `rows`, as `user` may read them, and how many. Two queries."""
    counts = _most_frequent(rows, "publisher_id")
    actors = Actor.objects.readable_by(user).in_bulk(counts)
    return [(actors[pk], here) for pk, here in counts.items()]


def adder_facet(rows: QuerySet[Document]) -> list[tuple[User, int]]:
    """Who added most of `rows`, each with how many. Two queries."""
    counts = _most_frequent(rows, "added_by_id")
    people = User.objects.in_bulk(counts)
    return [(people[pk], here) for pk, here in counts.items()]


def _most_frequent(rows: QuerySet[Document], column: str) -> dict[int, int]:
    known = rows.order_by().exclude(**{column: None}).values(column)
    counted = known.annotate(here=Count("pk")).order_by("-here", column)[:MOST_IN_FACET]
    return {row[column]: row["here"] for row in counted}


def versions_of(document: Document) -> QuerySet[DocumentVersion]:
    """Its versions without their texts, newest first."""
    return document.versions.defer("text").select_related("made_by").order_by("-number")


def publisher_names(user: User, team: Team) -> list[str]:
    """Names to offer for a publisher: those of actors that published here before."""
    published = Document.objects.visible_to(user).filter(team=team, publisher__isnull=False)
    known = Actor.objects.visible_to(user).filter(pk__in=published.values("publisher_id"))
    actors = known.order_by("name")[:MOST_PUBLISHERS]
    return [actor.name for actor in actors if actor.shown_name == actor.name]


def others_with_its_origin(user: User, document: Document) -> QuerySet[Document]:
    """Other publications of the same origin that `user` may read."""
    rows = Document.objects.visible_to(user).filter(team=document.team_id)
    return rows.filter(origin=document.origin_id).exclude(pk=document.pk).exclude(origin=None)
