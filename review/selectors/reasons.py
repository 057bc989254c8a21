"""Why a claim waits for a person: one `Source` for each kind of reason, the weightiest first.

A source says twice the same: which claims it picks, for the database, and why each of those that
are shown waits, for the reader. So lists and counts come from one place.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from review.models import Assignment, Comment, Decision, Evidence, Review, ReviewReturn
from review.rounds import able_to_sign
from review.vocabularies import CommentKind, Duty, EvidenceKind, ReplyOutcome, ReturnKind
from teams.models import Membership
from teams.vocabularies import SecondReview

if TYPE_CHECKING:
    from teams.models import Team, User

JUDGES = (Duty.FIRST, Duty.SECOND)
# A claim whose review is sealed cannot have its evidence corrected: no reply is awaited there.
AWAITS_REPLIES = (S.ON_RECORD, S.TO_CHECK, S.IN_REVIEW)
SOON = timedelta(days=2)


@dataclass(frozen=True)
class Why:
    """One reason, in words: what is asked, what helps to do it, since when and by when."""

    reason: str
    hint: str
    since: datetime
    due_on: date | None = None


@dataclass(frozen=True)
class Source:
    """picks: rows of a person's that each make their `claim` wait for them, found from the person's
    side: a team's claims are many. told: why, of those among some claims, by id.
    """

    picks: Callable[["User"], QuerySet[Any]]
    told: Callable[["User", Collection[Claim]], dict[int, Why]]


def whys_of(user: "User", claims: Collection[Claim]) -> dict[int, list[Why]]:
    """Every reason for which each of `claims` waits for `user`; as many queries for any number."""
    found: dict[int, list[Why]] = {claim.pk: [] for claim in claims}
    for source in SOURCES:
        for pk, why in source.told(user, claims).items():
            found[pk].append(why)
    return found


def picked(user: "User", team: "Team") -> set[int]:
    """The claims of `team` that wait for `user` for any reason. One query."""
    picks = [source.picks(user).filter(claim__team=team).order_by() for source in SOURCES]
    first, *others = [rows.values_list("claim", flat=True) for rows in picks]
    return set(first.union(*others))


# --- A duty: taken, assigned, returned, second review ---------------------------------------------
def _dutiful(user: "User") -> QuerySet[Assignment]:
    now = Q(round=F("claim__round"), claim__state__in=[S.IN_REVIEW, S.SECOND_REVIEW])
    return Assignment.objects.open().filter(now, person=user.pk)


def _duties(user: "User", claims: Collection[Claim]) -> dict[int, Why]:
    open_here = _in_state(claims, S.IN_REVIEW, S.SECOND_REVIEW)
    duties = Assignment.objects.open().filter(person=user.pk, claim__in=open_here)
    returns = ReviewReturn.objects.filter(
        review__claim__in=open_here, review__reviewer=user.pk, kind=ReturnKind.RETURNED
    )
    back = {
        each.review.claim_id: each for each in returns.select_related("review", "by").order_by("pk")
    }
    return {
        duty.claim_id: _duty(user, open_here[duty.claim_id], duty, back.get(duty.claim_id))
        for duty in duties.select_related("assigned_by")
        if duty.round == open_here[duty.claim_id].round
    }


def _duty(user: "User", claim: Claim, duty: Assignment, back: ReviewReturn | None) -> Why:
    due_on = duty.due_on or claim.due_on
    if claim.state == S.SECOND_REVIEW and claim.second_review == SecondReview.BLIND:
        hint = _("You see the evidence, not the first verdict")
        return Why(_("Blind second review"), hint, duty.assigned_at, due_on)
    if claim.state == S.SECOND_REVIEW:
        hint = _("Read all of it, then sign or return with a comment")
        return Why(_("Sign-off"), hint, duty.assigned_at, due_on)
    if back and back.review.round == claim.round and duty.assigned_by_id == back.by_id:
        reason = _("Returned to you by %(name)s") % {"name": back.by}
        return Why(reason, _quoted(back.comment), duty.assigned_at, due_on)
    hint = _("Weigh the evidence, then seal your review")
    if duty.assigned_by_id == user.pk:
        return Why(_("You took it"), hint, duty.assigned_at, due_on)
    reason = _("Assigned to you by %(name)s") % {"name": duty.assigned_by}
    return Why(reason, _quoted(duty.note) or hint, duty.assigned_at, due_on)


# --- Two reviews that differ ----------------------------------------------------------------------
def _judged_by(user: "User") -> QuerySet[Review]:
    now = Q(round=F("claim__round"), claim__state=S.DIFFERING)
    return Review.objects.standing().filter(now, reviewer=user.pk, duty__in=JUDGES)


def _differences(user: "User", claims: Collection[Claim]) -> dict[int, Why]:
    differing = _in_state(claims, S.DIFFERING)
    standing = Review.objects.visible_to(user).standing().filter(claim__in=differing)
    able = able_to_sign(differing.values())
    reviews: dict[int, list[Review]] = {}
    for review in standing.filter(round=F("claim__round")).select_related("reviewer"):
        reviews.setdefault(review.claim_id, []).append(review)
    return {
        pk: _difference(user, found, differing[pk].due_on, able[pk])
        for pk, found in reviews.items()
        if any(each.reviewer_id == user.pk and each.duty in JUDGES for each in found)
    }


def _difference(
    user: "User", reviews: list[Review], due_on: date | None, able: Collection[int]
) -> Why:
    """able: who may sign a joint review."""
    others = [r.reviewer for r in reviews if r.duty in JUDGES and r.reviewer_id != user.pk]
    joint = next((review for review in reviews if review.duty == Duty.JOINT), None)
    reason = _("Your review and that of %(name)s differ") % {"name": others[0]}
    hint = _("Settle it together, or ask a third person")
    if joint and joint.reviewer_id != user.pk:
        reason = _("%(name)s proposes a joint review") % {"name": joint.reviewer}
        hint = _("Read it, then sign or decline")
    elif joint:
        hint = _("You proposed a joint review; the other has to sign")
    if others[0].pk not in able:
        reason = _("%(name)s cannot settle it with you any more") % {"name": others[0]}
        hint = _("A third person can settle it")
        if joint:
            hint = _("Take the joint review back: a third person can settle it")
    return Why(reason, hint, max(review.sealed_at for review in reviews), due_on)


# --- Somebody asks --------------------------------------------------------------------------------
def _questions(user: "User") -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(
        kind=CommentKind.HELP, asked=user.pk, resolved_at=None
    )


def _asks(user: "User", claims: Collection[Claim]) -> dict[int, Why]:
    due: dict[int | None, date | None] = {claim.pk: claim.due_on for claim in claims}
    rows = _questions(user).filter(claim__in=due).select_related("by").order_by("-pk")
    # The oldest open question of a claim counts: it has waited longest.
    return {
        cast("int", row.claim_id): Why(
            _("%(name)s asks you for help") % {"name": row.by},
            _quoted(row.text),
            row.at,
            due[row.claim_id],
        )
        for row in rows
    }


# --- Somebody was asked who is no longer here -----------------------------------------------------
def _asked_in_vain(user: "User") -> QuerySet[Comment]:
    members = Membership.objects.active().filter(team=OuterRef("team"), user=OuterRef("asked"))
    return Comment.objects.visible_to(user).filter(
        ~Exists(members), kind=CommentKind.HELP, by=user.pk, resolved_at=None
    )


def _vain_whys(user: "User", claims: Collection[Claim]) -> dict[int, Why]:
    due: dict[int | None, date | None] = {claim.pk: claim.due_on for claim in claims}
    rows = _asked_in_vain(user).filter(claim__in=due).select_related("asked").order_by("-pk")
    return {
        cast("int", row.claim_id): Why(
            _("%(name)s, whom you asked for help, has left") % {"name": row.asked},
            _("Ask somebody else, or resolve it"),
            row.at,
            due[row.claim_id],
        )
        for row in rows
    }


# --- A reply that somebody was asked for ----------------------------------------------------------
def _replies(user: "User", today: date) -> QuerySet[Evidence]:
    """Replies that `user` asked for and that are due, passed or soon, with no answer yet."""
    return (
        Evidence.objects.visible_to(user)
        .live()
        .filter(
            kind=EvidenceKind.REPLY,
            reply_outcome=ReplyOutcome.NONE,
            reply_by__lte=today + SOON,
            added_by=user.pk,
        )
    )


def _awaited(user: "User") -> QuerySet[Evidence]:
    return _replies(user, timezone.localdate()).filter(claim__state__in=AWAITS_REPLIES)


def _reply_whys(user: "User", claims: Collection[Claim]) -> dict[int, Why]:
    waiting = _in_state(claims, *AWAITS_REPLIES)
    today = timezone.localdate()
    rows = _replies(user, today).filter(claim__in=waiting).order_by("-reply_by", "-pk")
    return {row.claim_id: _reply(row, today) for row in rows}


def _reply(asked: Evidence, today: date) -> Why:
    late = asked.reply_by is not None and asked.reply_by < today
    reason = _("No reply from %(whom)s") if late else _("A reply from %(whom)s is due")
    hint = _("Write down what came, ask again or give a later day")
    since = asked.created_at
    return Why(reason % {"whom": asked.asked_whom}, hint, since, asked.reply_by)


# --- A decision to look at again ------------------------------------------------------------------
def _stood_by(user: "User") -> QuerySet[Decision]:
    return Decision.objects.filter(Q(first_by=user.pk) | Q(second_by=user.pk))


def _looked_at(user: "User") -> QuerySet[Decision]:
    now = Q(round=F("claim__round"), claim__state=S.DECIDED) & ~Q(claim__needs_look="")
    return _stood_by(user).filter(now)


def _looks(user: "User", claims: Collection[Claim]) -> dict[int, Why]:
    flagged = {pk: c for pk, c in _in_state(claims, S.DECIDED).items() if c.needs_look}
    mine = _stood_by(user).filter(claim__in=flagged, round=F("claim__round"))
    return {
        pk: Why(
            _("Needs a look"), flagged[pk].needs_look, flagged[pk].updated_at, flagged[pk].due_on
        )
        for pk in mine.values_list("claim", flat=True)
    }


SOURCES = (
    Source(_dutiful, _duties),
    Source(_judged_by, _differences),
    Source(_questions, _asks),
    Source(_asked_in_vain, _vain_whys),
    Source(_awaited, _reply_whys),
    Source(_looked_at, _looks),
)


def _in_state(claims: Iterable[Claim], *states: str) -> dict[int, Claim]:
    return {claim.pk: claim for claim in claims if claim.state in states}


def _quoted(text: str) -> str:
    return f"“{Truncator(text).chars(120)}”" if text else ""
