"""Whether sealed reviews, decisions and the verdicts on claims agree with each other."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from claims.models import Claim
from claims.vocabularies import ClaimState
from history.breaks import Break, Kind
from history.models import Event
from history.services import plain
from history.verifying import Step
from review import judging
from review.models import Decision, Review
from review.vocabularies import DecisionKind

AT_ONCE = 500
VERDICTS = ("said", "said_confidence", "holds", "holds_confidence")


def sealed(team_id: int, step: Step) -> Iterator[Break]:
    """Reviews whose sealed content has another digest than they say, or another statement."""
    for review in Review.objects.filter(team_id=team_id).order_by("pk").iterator(AT_ONCE):
        row, found = f"review {review.pk}", judging.digest(review.judged)
        if found != review.judged_digest:
            yield Break(Kind.CONTENT, row, "judged", review.judged_digest, found)
        elif review.judged.get("statement") != review.statement:
            yield _differs(row, "statement", review.judged.get("statement"), review.statement)
        step(1)


def decisions(team_id: int, step: Step) -> Iterator[Break]:
    """Decisions that do not say what the reviews say that they point to."""
    rows = Decision.objects.filter(team_id=team_id).select_related("review__ended", "second")
    for decision in rows.order_by("pk").iterator(AT_ONCE):
        row, review = f"decision {decision.pk}", decision.review
        pairs = {
            "claim": (review.claim_id, decision.claim_id),
            "round": (review.round, decision.round),
            "first_by": (review.reviewer_id, decision.first_by_id),
        }
        if decision.second:
            pairs["second_by"] = (decision.second.reviewer_id, decision.second_by_id)
        yield from _differing(row, pairs)
        if hasattr(review, "ended"):
            yield _differs(row, "review", "one that stands", f"{review.pk}, which was ended")
        step(1)
    yield from _unsigned(team_id)


def _unsigned(team_id: int) -> Iterator[Break]:
    """Decisions by signature that lack it."""
    signed = Decision.objects.filter(
        team_id=team_id, kind__in=[DecisionKind.SIGNED, DecisionKind.JOINT]
    )
    has_signature = Q(review__signatures__by=F("second_by"))
    whole = signed.filter(has_signature).values("pk")
    for decision in signed.exclude(pk__in=whole).order_by("pk").iterator():
        expected = f"a signature of person {decision.second_by_id}"
        yield _differs(f"decision {decision.pk}", "second_by", expected, "none")


def verdicts(team_id: int, step: Step) -> Iterator[Break]:
    """Claims whose verdict columns are not those of the decision in force."""
    last = 0
    while True:
        claims = Claim.objects.filter(team_id=team_id, pk__gt=last).order_by("pk")
        piece = list(claims.only("pk", *_COLUMNS)[:AT_ONCE])
        if not piece:
            return
        rows = Decision.objects.filter(claim__in=[claim.pk for claim in piece])
        in_force = {
            decision.claim_id: decision
            for decision in rows.select_related("review").order_by("claim_id", "round")
        }
        for claim in piece:
            yield from _of_claim(claim, in_force.get(claim.pk))
        step(len(piece))
        last = piece[-1].pk


_COLUMNS = (
    *VERDICTS,
    "state",
    "round",
    "decided_round",
    "decided_at",
    "decided_as_of",
    "decided_by_one",
    "recheck_on",
)


def _of_claim(claim: Claim, decision: Decision | None) -> Iterator[Break]:
    row = f"claim {claim.pk}"
    here: dict[str, Any] = {name: getattr(claim, name) for name in _COLUMNS}
    if decision is None:
        held = {name: value for name, value in here.items() if name not in ("state", "round")}
        yield from _differing(row, {name: (None, value or None) for name, value in held.items()})
        if claim.state == ClaimState.DECIDED:
            yield _differs(row, "state", "a decision of its round", "none")
        return
    expected = {name: getattr(decision.review, name) for name in VERDICTS} | {
        "decided_round": decision.round,
        "decided_at": decision.decided_at,
        "decided_as_of": decision.review.as_of,
        "decided_by_one": decision.kind == DecisionKind.SOLE,
    }
    if here["recheck_on"] != decision.review.recheck_on:
        expected["recheck_on"] = _looked_again(claim, decision)
    here["recheck_on"] = plain(here["recheck_on"])
    yield from _differing(row, {name: (value, here[name]) for name, value in expected.items()})
    if (claim.state == ClaimState.DECIDED) != (claim.round == decision.round):
        yield _differs(row, "state", f"as decided in round {decision.round}", claim.state)


def _looked_again(claim: Claim, decision: Decision) -> Any:
    """The day to look again that somebody set after the decision, or the review's."""
    events = Event.objects.filter(
        team_id=claim.team_id,
        claim_id=claim.pk,
        kind="claim.still_stands",
        at__gte=decision.decided_at,
    )
    newest = events.select_related("payload").order_by("-seq").first()
    if newest is None:
        return plain(decision.review.recheck_on)
    content = newest.payload.content or {}
    return content.get("after", {}).get("recheck_on")


def _differing(row: str, pairs: dict[str, tuple[Any, Any]]) -> Iterator[Break]:
    for name, (expected, found) in pairs.items():
        if expected != found:
            yield _differs(row, name, expected, found)


def _differs(row: str, field: str, expected: Any, found: Any) -> Break:
    return Break(Kind.CONTENT, row, field, str(plain(expected)), str(plain(found)))
