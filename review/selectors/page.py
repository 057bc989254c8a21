"""What the page of a claim shows to one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.models import Actor
from claims import matching
from claims.models import Claim, ClaimSpeaker
from common.wording import within
from history.models import Event
from review import citing, workflow
from review.models import Assignment, Decision, Evidence, Review
from review.rounds import Round, current_round
from review.selectors.grades import Letters, grade_of
from review.vocabularies import Axis, Duty, EvidenceKind, Stance
from review.workflow import Action
from teams.models import User
from teams.querysets import is_visible
from teams.vocabularies import SecondReview


@dataclass(frozen=True)
class Item:
    """One piece of evidence as components/_evidence.html draws it, for one reader."""

    pk: int
    evidence: Evidence
    stance: str
    kind: str
    title: str
    url: str
    passage: str
    grade: str
    source: str
    place: str
    note: str
    language: str  # of the passage, where that is known

    @property
    def cited_as(self) -> str:
        """The value of its "Cite" box: it is cited as it stands here."""
        return citing.written(self.evidence)


@dataclass(frozen=True)
class StanceGroup:
    """Items of one stance; stance "" for those whose stance is concealed."""

    stance: str
    items: list[Item]


@dataclass(frozen=True)
class Lane:
    """The live evidence for one of the two questions."""

    axis: str
    label: str
    groups: list[StanceGroup]


@dataclass(frozen=True)
class SealedReview:
    """A review that the reader may read, with what it cites of what they may read."""

    review: Review
    cited: list[Evidence]
    signed_by: list[User]

    @property
    def ended(self) -> object | None:
        return getattr(self.review, "ended", None)


@dataclass(frozen=True)
class Opening:
    """Who reopened the claim, which began a round, when and why."""

    by: User | None
    at: datetime
    why: str


@dataclass(frozen=True)
class RoundStory:
    """What became of one round, its reviews in the order in which they were sealed.

    `opened` is None for the first one.
    """

    number: int
    reviews: list[SealedReview]
    decision: Decision | None
    opened: Opening | None = None


@dataclass(frozen=True)
class Duties:
    """Who does what in the round: never what they found."""

    first: User | None
    second: User | None
    second_began: bool
    waiting: Assignment | None


def evidence_of(claim: Claim, user: User) -> list[Evidence]:
    """All evidence of `claim` that `user` may read, withdrawn items too. Three queries."""
    rows = Evidence.objects.visible_to(user).filter(claim=claim.pk)
    sources = Prefetch("source", Actor.objects.readable_by(user))
    named = rows.select_related("added_by", "document__team", "withdrawn_by")
    return list(named.prefetch_related(sources).order_by("pk"))


def lanes(
    items: Iterable[Evidence], letters: Letters | None = None, *, question: str = ""
) -> list[Lane]:
    """The items by question and stance, in the order of the vocabularies.

    letters: what `grades.letters_for` answers; None shows no grades at all. question: how the
    claim's second one is asked, the usual way by default.
    """
    shown = [(item, _item(item, letters)) for item in items]
    asked = {Axis.SAID: str(Axis.SAID.label), Axis.HOLDS: question or str(Axis.HOLDS.label)}
    return [
        Lane(axis, asked[axis], _by_stance([s for item, s in shown if item.axis == axis]))
        for axis in Axis
    ]


def _by_stance(items: list[Item]) -> list[StanceGroup]:
    groups = [
        StanceGroup(stance, [i for i in items if i.stance == stance])
        for stance in (*Stance.values, "")
    ]
    return [group for group in groups if group.items]


def _item(item: Evidence, letters: Letters | None) -> Item:
    document = item.document if item.kind == EvidenceKind.DOCUMENT else None
    return Item(
        pk=item.pk,
        evidence=item,
        stance=item.shown_stance,
        kind=item.kind,
        title=item.title,
        url=document.get_absolute_url() if document else item.url,
        passage=item.passage,
        grade=grade_of(item, letters),
        source=str(item.source) if item.source else "",
        place=item.place,
        note=_note(item),
        language=document.language if document else "",
    )


def _note(item: Evidence) -> str:
    on = date_format(item.happened_on, "DATE_FORMAT") if item.happened_on else ""
    if item.kind == EvidenceKind.SEARCH:
        return _("searched for “%(words)s”, %(on)s") % {"words": item.searched_words, "on": on}
    if item.kind == EvidenceKind.REPLY:
        outcome = within(item.get_reply_outcome_display())
        return _("asked %(whom)s, %(on)s: %(outcome)s") % {
            "whom": item.asked_whom,
            "on": on,
            "outcome": outcome,
        }
    return _("by %(name)s") % {"name": item.added_by}


# --- Rounds, reviews, decisions -------------------------------------------------------------------
def stories(claim: Claim, user: User) -> list[RoundStory]:
    """The rounds of `claim` as `user` may read them, the newest first. Up to eight queries."""
    seen = Evidence.objects.visible_to(user)
    reviews = (
        Review.objects.visible_to(user)
        .filter(claim=claim.pk)
        .select_related("reviewer", "ended__by")
        .prefetch_related(
            "signatures__by", Prefetch("citations__evidence", seen, to_attr="readable")
        )
        .order_by("pk")
    )
    sealed: dict[int, list[SealedReview]] = {}
    for review in reviews:
        sealed.setdefault(review.round, []).append(_sealed(review))
    decisions = {each.round: each for each in _decisions(claim, user)}
    opened = _openings(claim)
    return [
        RoundStory(n, sealed.get(n, []), decisions.get(n), opened.get(n))
        for n in range(claim.round, 0, -1)
    ]


def _sealed(review: Review) -> SealedReview:
    found = [getattr(citation, "readable", None) for citation in review.citations.all()]
    cited = [item for item in found if item is not None]
    return SealedReview(review, cited, [each.by for each in review.signatures.all()])


def _decisions(claim: Claim, user: User) -> QuerySet[Decision]:
    named = Decision.objects.visible_to(user).select_related("review", "first_by", "second_by")
    return named.filter(claim=claim.pk)


def _openings(claim: Claim) -> dict[int, Opening]:
    """How each round after the first began. None or two queries."""
    if claim.round == 1:
        return {}
    events = Event.objects.filter(
        team_id=claim.team_id, claim_id=claim.pk, kind="claim.reopened"
    ).select_related("payload")
    rows = list(events.order_by("seq"))
    people = User.objects.in_bulk({event.by_id for event in rows if event.by_id})
    return {
        event.round: Opening(
            people.get(event.by_id or 0), event.at, (event.payload.content or {}).get("why", "")
        )
        for event in rows
        if event.round
    }


def where_apart(standing: Iterable[SealedReview], claim: Claim) -> list[str]:
    """The questions on which a first and a second review differ, as the page asks them."""
    pair = {sealed.review.duty: sealed.review for sealed in standing}
    first, second = pair.get(Duty.FIRST), pair.get(Duty.SECOND)
    if first is None or second is None:
        return []
    asked = (str(Axis.SAID.label), claim.holds_question)
    codes = zip(asked, first.codes(), second.codes(), strict=True)
    return [question for question, one, other in codes if one != other]


# --- What the person may do -----------------------------------------------------------------------
def duties(of: Round, user: User) -> Duties:
    mine = [d for d in (of.first_duty, of.second_duty) if d and d.person_id == user.pk]
    first = of.first_duty.person if of.first_duty else of.first.reviewer if of.first else None
    return Duties(
        first=first,
        second=_second(of),
        second_began=of.second_began(),
        waiting=mine[0] if mine else None,
    )


def _second(of: Round) -> User | None:
    """Who is, or was, the second person. One query where that is not known from the round."""
    if of.second_duty:
        return of.second_duty.person
    if of.second:
        return of.second.reviewer
    signed = of.first.signatures.select_related("by").first() if of.first else None
    return signed.by if signed else None


def offered(claim: Claim, user: User) -> tuple[frozenset[str], Round]:
    """The actions open to `user` now, and the round they come from. Two queries."""
    of = current_round(claim)
    return workflow.open_actions(claim, by=user, of=of), of


FORMS = {
    Action.SUBMIT_REVIEW: Duty.FIRST,
    Action.SUBMIT_SECOND: Duty.SECOND,
    Action.PROPOSE_JOINT: Duty.JOINT,
    Action.SUBMIT_THIRD: Duty.THIRD,
    Action.OVERRIDE: Duty.OVERRIDE,
}


def form_for(actions: frozenset[str], of: Round, user: User, *, wish: str = "") -> str:
    """For which duty the page holds a review form, "" for none.

    wish: a duty the person asked for ("third", "override"); those two only come on request.
    """
    duties = {duty: action for action, duty in FORMS.items() if action in actions}
    if wish in duties:
        return wish
    began = of.second_began() and of.second_id == user.pk
    if Duty.FIRST in duties:
        return Duty.FIRST
    if Duty.SECOND in duties and began:
        return Duty.SECOND
    return Duty.JOINT if Duty.JOINT in duties else ""


def seal_label(duty: str, mode: str) -> str:
    """What sealing does next, for the button."""
    if duty == Duty.FIRST:
        return {
            SecondReview.NONE: _("Seal and decide"),
            SecondReview.SIGN_OFF: _("Seal and send to sign-off"),
            SecondReview.BLIND: _("Seal and send to second review"),
        }[SecondReview(mode)]
    return {
        Duty.SECOND: _("Seal the second review"),
        Duty.JOINT: _("Sign and propose"),
        Duty.THIRD: _("Seal and settle"),
        Duty.OVERRIDE: _("Seal and override"),
    }[Duty(duty)]


def contradicting(claim: Claim, user: User) -> list[Claim]:
    """Claims that by their words say the opposite. At most seven queries."""
    return [each.claim for each in matching.contradicting(claim, user=user)]


def others_of_speaker(claim: Claim, user: User, *, limit: int = 4) -> list[Claim]:
    """Other claims of the same speakers, the newest first."""
    actors = [speaker.actor_id for speaker in claim.speakers.all() if speaker.actor_id]
    if not actors:
        return []
    # From the speakers' side: the claims of a team are many.
    said = ClaimSpeaker.objects.filter(is_visible(Claim, user, "claim_id"), actor__in=actors)
    newest = said.exclude(claim=claim).order_by("-claim_id").values_list("claim_id", flat=True)
    rows = Claim.objects.filter(pk__in=list(newest.distinct()[:limit]))
    return list(rows.select_related("team").order_by("-pk"))
