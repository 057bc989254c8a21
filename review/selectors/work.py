"""What waits for a person, and what is open to be taken."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from actors.models import Actor
from claims.models import Claim
from claims.vocabularies import ClaimState, Priority
from review.models import Assignment, Comment, Decision, Review, ReviewReturn
from review.vocabularies import CommentKind, Duty, ReturnKind
from teams.access import may
from teams.models import Team
from teams.roles import Permission
from teams.vocabularies import SecondReview

if TYPE_CHECKING:
    from teams.models import User

JUDGES = (Duty.FIRST, Duty.SECOND)
URGENCY = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}
SHOWN_OPEN = 5


@dataclass(frozen=True)
class Task:
    """One claim that waits for somebody: why, since when and by when."""

    claim: Claim
    reason: str
    hint: str
    since: datetime
    due_on: date | None

    @property
    def age(self) -> str:
        """How long it waits, in one unit: "3 days"."""
        if timezone.now() - self.since < timedelta(minutes=1):
            return _("now")
        return timesince(self.since, depth=1)

    def order(self) -> tuple[Any, ...]:
        return (self.due_on or date.max, URGENCY[Priority(self.claim.priority)], self.since)


@dataclass(frozen=True)
class Group:
    """Tasks of one span of time. code: overdue, today, week, later, none."""

    code: str
    label: str
    tasks: list[Task]


def claims_of(user: "User", team: Team) -> QuerySet[Claim]:
    """Claims that wait for `user`: their duties, differences, decisions to look at, questions."""
    in_round = {"claim": OuterRef("pk"), "round": OuterRef("round")}
    duties = Assignment.objects.open().filter(person=user.pk, **in_round)
    judged = Review.objects.standing().filter(reviewer=user.pk, duty__in=JUDGES, **in_round)
    stood_by = Decision.objects.filter(Q(first_by=user.pk) | Q(second_by=user.pk), **in_round)
    return (
        Claim.objects.visible_to(user)
        .filter(team=team)
        .filter(
            Q(pk__in=duties.values("claim"), state__in=[S.IN_REVIEW, S.SECOND_REVIEW])
            | Q(pk__in=judged.values("claim"), state=S.DIFFERING)
            | Q(~Q(needs_look=""), pk__in=stood_by.values("claim"), state=S.DECIDED)
            | Q(pk__in=_questions(user).values("claim"))
        )
    )


S = ClaimState


def count_of_work(user: "User", team: Team) -> int:
    """How many rows `my_work` has. One query."""
    return claims_of(user, team).count()


def my_work(user: "User", team: Team) -> list[Group]:
    """The claims that wait for `user`, one row each, grouped by when they are due.

    Within a group by date, then priority, then how long they wait. Eight queries, however many
    claims there are.
    """
    claims = list(_with_speakers(claims_of(user, team), user))
    reasons = _Reasons(user, claims)
    tasks = sorted((reasons.of(claim) for claim in claims), key=Task.order)
    return [group for group in _grouped(tasks) if group.tasks]


def open_to_take(user: "User", team: Team) -> QuerySet[Claim]:
    """Claims that `user` could take now, as first or second; the most urgent first."""
    if not may(user, Permission.REVIEW, team):
        return Claim.objects.none()
    in_round = {"claim": OuterRef("pk"), "round": OuterRef("round")}
    authors = Review.objects.filter(reviewer=user.pk, duty__in=JUDGES, **in_round)
    asked = Assignment.objects.open().filter(duty=Duty.SECOND, **in_round)
    second = Q(state=S.SECOND_REVIEW) & ~Q(pk__in=asked.values("claim"))
    return (
        Claim.objects.visible_to(user)
        .filter(Q(state=S.TO_CHECK) | second, team=team)
        .exclude(pk__in=authors.values("claim"), state=S.SECOND_REVIEW)
        .order_by("due_on", "pk")
    )


def first_open(user: "User", team: Team) -> list[Claim]:
    """The first few of `open_to_take`, high priority before the rest."""
    found = _with_speakers(open_to_take(user, team)[: SHOWN_OPEN * 4], user)
    return sorted(found, key=lambda claim: URGENCY[Priority(claim.priority)])[:SHOWN_OPEN]


def _questions(user: "User") -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(
        kind=CommentKind.HELP, asked=user.pk, resolved_at=None
    )


def _with_speakers(claims: QuerySet[Claim], user: "User") -> QuerySet[Claim]:
    names = Prefetch("speakers__actor", Actor.objects.readable_by(user))
    return claims.select_related("team").prefetch_related(names)


class _Reasons:
    """Why each of some claims waits for a person, read for all of them at once."""

    def __init__(self, user: "User", claims: list[Claim]) -> None:
        self.user = user
        ids = [claim.pk for claim in claims]
        duties = Assignment.objects.open().filter(person=user.pk, claim__in=ids)
        self.duties = _by_claim(duties.select_related("assigned_by"))
        self.questions = _by_claim(
            _questions(user).filter(claim__in=ids).select_related("by").order_by("-pk")
        )
        differing = [claim.pk for claim in claims if claim.state == S.DIFFERING]
        self.reviews: dict[int, list[Review]] = {}
        standing = Review.objects.visible_to(user).standing().filter(claim__in=differing)
        for review in standing.filter(round=_round_of_claim()).select_related("reviewer"):
            self.reviews.setdefault(review.claim_id, []).append(review)
        returns = ReviewReturn.objects.filter(
            review__claim__in=ids, review__reviewer=user.pk, kind=ReturnKind.RETURNED
        )
        self.returns = {
            each.review.claim_id: each
            for each in returns.select_related("review", "by").order_by("pk")
        }

    def of(self, claim: Claim) -> Task:
        duty = self.duties.get(claim.pk)
        if claim.state == S.IN_REVIEW and duty:
            return self._first(claim, duty)
        if claim.state == S.SECOND_REVIEW and duty:
            return self._second(claim, duty)
        if claim.state == S.DIFFERING and self._is_mine(claim):
            return self._differing(claim)
        if claim.pk in self.questions:
            asked = self.questions[claim.pk]
            reason = _("%(name)s asks you for help") % {"name": asked.by}
            return Task(claim, reason, _quoted(asked.text), asked.at, claim.due_on)
        reason, hint = _("Needs a look"), claim.needs_look
        return Task(claim, reason, hint, claim.updated_at, claim.due_on)

    def _first(self, claim: Claim, duty: Assignment) -> Task:
        back = self.returns.get(claim.pk)
        if back and back.review.round == claim.round and duty.assigned_by_id == back.by_id:
            reason = _("Returned to you by %(name)s") % {"name": back.by}
            hint = _quoted(back.comment)
        elif duty.assigned_by_id == self.user.pk:
            reason, hint = _("You took it"), _("Weigh the evidence, then seal your review")
        else:
            reason = _("Assigned to you by %(name)s") % {"name": duty.assigned_by}
            hint = _quoted(duty.note) or _("Weigh the evidence, then seal your review")
        return Task(claim, reason, hint, duty.assigned_at, duty.due_on or claim.due_on)

    def _second(self, claim: Claim, duty: Assignment) -> Task:
        if claim.second_review == SecondReview.BLIND:
            reason = _("Blind second review")
            hint = _("You see the evidence, not the first verdict")
        else:
            reason, hint = _("Sign-off"), _("Read all of it, then sign or return with a comment")
        return Task(claim, reason, hint, duty.assigned_at, duty.due_on or claim.due_on)

    def _is_mine(self, claim: Claim) -> bool:
        judged = [r for r in self.reviews.get(claim.pk, []) if r.duty in JUDGES]
        return any(review.reviewer_id == self.user.pk for review in judged)

    def _differing(self, claim: Claim) -> Task:
        reviews = self.reviews[claim.pk]
        others = [r.reviewer for r in reviews if r.duty in JUDGES and r.reviewer != self.user]
        since = max(review.sealed_at for review in reviews)
        joint = next((review for review in reviews if review.duty == Duty.JOINT), None)
        reason = _("Your review and that of %(name)s differ") % {"name": others[0]}
        hint = _("Settle it together, or ask a third person")
        if joint and joint.reviewer_id != self.user.pk:
            reason = _("%(name)s proposes a joint review") % {"name": joint.reviewer}
            hint = _("Read it, then sign or decline")
        elif joint:
            hint = _("You proposed a joint review; the other has to sign")
        return Task(claim, reason, hint, since, claim.due_on)


def _by_claim(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.claim_id: row for row in rows}


def _round_of_claim() -> Subquery:
    return Subquery(Claim.objects.filter(pk=OuterRef("claim_id")).values("round")[:1])


def _quoted(text: str) -> str:
    return f"“{Truncator(text).chars(120)}”" if text else ""


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
