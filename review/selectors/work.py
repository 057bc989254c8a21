"""What waits for a person, and what is open to be taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Max, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor
from claims.models import Claim
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Priority
from documents.models import Document
from documents.progress import progress_of
from documents.vocabularies import Triage
from history.models import Event
from review.models import Assignment, Review
from review.selectors.reasons import JUDGES, Why, picked, whys_of
from review.vocabularies import Duty
from teams.access import may
from teams.models import Team
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

URGENCY = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}
SHOWN_OPEN = 5
# As `Task.order` has them; databases differ in where they put what has no date.
MOST_URGENT = (
    F("due_on").asc(nulls_last=True),
    Case(*(When(priority=code, then=Value(place)) for code, place in URGENCY.items())),
    "pk",
)
IN_ROUND = {"claim": OuterRef("pk"), "round": OuterRef("round")}


@dataclass(frozen=True)
class Task:
    """One claim, or one document in triage, that waits for somebody, with all reasons why."""

    row: Claim | Document
    whys: list[Why]

    @property
    def claim(self) -> Claim | None:
        return self.row if isinstance(self.row, Claim) else None

    @property
    def document(self) -> Document | None:
        return self.row if isinstance(self.row, Document) else None

    @property
    def reason(self) -> str:
        """The weightiest of the reasons; `also` has the others."""
        return self.whys[0].reason

    @property
    def hint(self) -> str:
        return self.whys[0].hint

    @property
    def also(self) -> list[Why]:
        return self.whys[1:]

    @property
    def since(self) -> datetime:
        return self.whys[0].since

    @property
    def due_on(self) -> date | None:
        return min((why.due_on for why in self.whys if why.due_on), default=None)

    @property
    def age(self) -> str:
        """How long it waits, in one unit: "3 days"."""
        if timezone.now() - self.since < timedelta(minutes=1):
            return _("now")
        return timesince(self.since, depth=1)

    @property
    def key(self) -> str:
        """Names the task in an address: "c12" for a claim, "d5" for a document."""
        return f"c{self.row.pk}" if self.claim else f"d{self.row.pk}"

    @property
    def title(self) -> str:
        return self.row.statement if isinstance(self.row, Claim) else self.row.title

    def get_absolute_url(self) -> str:
        return self.row.get_absolute_url()

    def order(self) -> tuple[Any, ...]:
        priority = Priority(self.claim.priority) if self.claim else Priority.NORMAL
        return (self.due_on or date.max, URGENCY[priority], self.since)


@dataclass(frozen=True)
class Group:
    """Tasks of one span of time. code: overdue, today, week, later, none."""

    code: str
    label: str
    tasks: list[Task]


def claims_of(user: "User", team: Team) -> QuerySet[Claim]:
    """Claims that wait for `user`, for one of the reasons of `review.selectors.reasons`."""
    return Claim.objects.visible_to(user).filter(team=team, pk__in=picked(user, team))


def documents_of(user: "User", team: Team) -> QuerySet[Document]:
    """Documents that `user` took to go through."""
    mine = Document.objects.visible_to(user).live().filter(team=team)
    return mine.filter(triage=Triage.IN_TRIAGE, triage_by=user.pk)


def count_of_work(user: "User", team: Team) -> int:
    """How many rows `my_work` has. Two queries."""
    claims = claims_of(user, team).order_by().values("pk")
    documents = documents_of(user, team).order_by().values("pk")
    return claims.union(documents, all=True).count()


def tasks_of(user: "User", team: Team) -> list[Task]:
    """What waits for `user`, one row each, by date, then priority, then how long it waits.

    As many queries however many rows there are.
    """
    claims = list(_with_speakers(claims_of(user, team), user))
    whys = whys_of(user, claims)
    # A claim that moved on between two of the queries has no reason left to be here.
    tasks = [Task(claim, whys[claim.pk]) for claim in claims if whys[claim.pk]]
    return sorted([*tasks, *_triage(user, team)], key=Task.order)


def my_work(user: "User", team: Team) -> list[Group]:
    """`tasks_of`, grouped by when they are due."""
    return [group for group in _grouped(tasks_of(user, team)) if group.tasks]


def next_task(user: "User", team: Team, *, after: str = "") -> Task | None:
    """The task that follows the one named `after` in the list, round to the first; never itself.

    Of one that is not in the list any more, the first: it is the most urgent.
    """
    tasks = tasks_of(user, team)
    at = next((place for place, task in enumerate(tasks) if task.key == after), -1)
    following = [*tasks[at + 1 :], *tasks[: max(at, 0)]]
    return following[0] if following else None


def open_to_take(user: "User", team: Team) -> QuerySet[Claim]:
    """Claims that `user` could take now, as first or second; the most urgent first."""
    if not may(user, Permission.REVIEW, team):
        return Claim.objects.none()
    authors = Review.objects.filter(reviewer=user.pk, duty__in=JUDGES, **IN_ROUND)
    asked = Assignment.objects.open().filter(duty=Duty.SECOND, **IN_ROUND)
    second = Q(state=S.SECOND_REVIEW) & ~Q(pk__in=asked.values("claim"))
    return (
        Claim.objects.visible_to(user)
        .filter(Q(state=S.TO_CHECK) | second, team=team)
        .exclude(pk__in=authors.values("claim"), state=S.SECOND_REVIEW)
        .order_by(*MOST_URGENT)
    )


def first_open(user: "User", team: Team) -> list[Claim]:
    """The first few of `open_to_take`. Whole rows of the few alone: many may be open."""
    ids = list(open_to_take(user, team).values_list("pk", flat=True)[:SHOWN_OPEN])
    found = _with_speakers(Claim.objects.filter(pk__in=ids), user)
    return sorted(found, key=lambda claim: ids.index(claim.pk))


def held(user: "User", team: Team, pk: int) -> Claim | None:
    """The claim with this id if `user` has an open duty on it. One query."""
    mine = Assignment.objects.open().filter(person=user.pk)
    claims = Claim.objects.visible_to(user).filter(team=team, pk__in=mine.values("claim"))
    return claims.select_related("team").filter(pk=pk).first()


def documents_to_take(user: "User", team: Team) -> QuerySet[Document]:
    """Documents that wait for somebody to go through them, the oldest first."""
    if not may(user, Permission.TRIAGE, team):
        return Document.objects.none()
    waiting = Document.objects.visible_to(user).live().filter(team=team, triage=Triage.WAITING)
    return waiting.order_by("pk")


def _with_speakers(claims: QuerySet[Claim], user: "User") -> QuerySet[Claim]:
    names = Prefetch("speakers__actor", Actor.objects.readable_by(user))
    return claims.select_related("team").prefetch_related(names)


def _triage(user: "User", team: Team) -> list[Task]:
    documents = list(documents_of(user, team).select_related("team"))
    ids = [document.pk for document in documents]
    progress = progress_of(ids)
    begun = dict(
        Event.objects.filter(
            team_id=team.pk, document_id__in=ids, kind="document.triage_started", by_id=user.pk
        )
        .values_list("document_id")
        .annotate(at=Max("at"))
        .order_by()
    )
    tasks = []
    for document in documents:
        left = progress[document.pk].left
        hint = ngettext("%(left)s mention is left", "%(left)s mentions are left", left)
        since = begun.get(document.pk, document.updated_at)
        why = Why(_("You go through it"), hint % {"left": left}, since)
        tasks.append(Task(document, [why]))
    return tasks


def _grouped(tasks: list[Task]) -> list[Group]:
    today = timezone.localdate()
    week = today + timedelta(days=7)
    groups = {
        "overdue": Group("overdue", _("Overdue"), []),
        "today": Group("today", _("Today"), []),
        "week": Group("week", _("This week"), []),
        "later": Group("later", _("Later"), []),
        "none": Group("none", _("No date"), []),
    }
    for task in tasks:
        groups[_span(task.due_on, today, week)].tasks.append(task)
    return list(groups.values())


def _span(due_on: date | None, today: date, week: date) -> str:
    if due_on is None:
        return "none"
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "week" if due_on < week else "later"


def holders_of(claim_ids: Collection[int]) -> dict[int, list["User"]]:
    """Who has each of the claims: people with an open duty, the first reviewer first. One query."""
    duties = Assignment.objects.open().filter(claim_id__in=claim_ids).select_related("person")
    found: dict[int, list[User]] = {}
    for duty in duties.order_by("pk"):
        found.setdefault(duty.claim_id, []).append(duty.person)
    return found
