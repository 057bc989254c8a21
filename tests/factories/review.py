"""Claims at every state of their review, brought there by the services as people would."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Confidence, Holds, Said
from review import services
from review.judging import ReviewDraft
from review.models import Evidence, Sighting
from review.services import EvidenceDraft
from review.vocabularies import Axis, EvidenceKind, Stance
from teams.models import Team, User
from teams.vocabularies import SecondReview
from tests.factories.actors import make_actor
from tests.factories.claims import make_claim
from tests.factories.teams import make_member, make_team

REASONS = "Two origins tell of it, and the harbour log has the hour."


@dataclass(frozen=True)
class Desk:
    """A team with one person for each part in a review."""

    team: Team
    lead: User
    first: User
    second: User
    third: User
    contributor: User
    viewer: User

    def claim(self, **fields) -> Claim:
        """A claim to check, of a named speaker."""
        speaker = fields.pop("speaker", None) or make_actor(self.team, by=self.lead)
        return make_claim(self.team, by=self.contributor, speaker=speaker, **fields)

    def at(self, state: str, **fields) -> Claim:
        """A claim that the desk's people brought to `state` by the services."""
        mode = fields.pop("mode", None)
        return reach(self.claim(**fields), state, desk=self, mode=mode)


def make_desk(mode: str = SecondReview.SIGN_OFF, **fields) -> Desk:
    """mode: the second review of normal and high priority alike."""
    team = make_team(second_review_normal=mode, second_review_high=mode, **fields)
    return Desk(
        team,
        lead=make_member(team, "lead", name="Lida Lead"),
        first=make_member(team, "reviewer", name="Finn First"),
        second=make_member(team, "reviewer", name="Sara Second"),
        third=make_member(team, "reviewer", name="Theo Third"),
        contributor=make_member(team, "contributor", name="Cora Contributor"),
        viewer=make_member(team, "viewer", name="Vera Viewer"),
    )


def evidence_draft(**fields) -> EvidenceDraft:
    values = {
        "axis": Axis.HOLDS,
        "stance": Stance.SUPPORTS,
        "kind": EvidenceKind.NOTE,
        "passage": "The log of the north quay has an entry at 16:52.",
    }
    return EvidenceDraft(**{**values, **fields})


def make_evidence(claim: Claim, *, by: User, **fields) -> Evidence:
    """A supporting note, unless `fields` say otherwise."""
    return services.add_evidence(claim=claim, item=evidence_draft(**fields), by=by)


def as_read(*items: Evidence) -> dict[int, int]:
    """Citations of `items` as they stand."""
    return {item.pk: item.row_version for item in items}


def a_draft(claim: Claim, *, by: User, **fields) -> ReviewDraft:
    """A review with nothing missing; it cites all that is there, or a note made for it."""
    if "cited" not in fields:
        live = Evidence.objects.visible_to(by).live().filter(claim=claim)
        fields["cited"] = as_read(*live) or as_read(make_evidence(claim, by=by))
    values = {
        "said": Said.REPORTED,
        "said_confidence": Confidence.MODERATE,
        "holds": Holds.CORROBORATED,
        "holds_confidence": Confidence.HIGH,
        "rationale": REASONS,
        "as_of": timezone.localdate() - timedelta(days=1),
        "stands_alone": True,
    }
    return ReviewDraft(**{**values, **fields})


def differing(draft: ReviewDraft) -> ReviewDraft:
    """The same review with another verdict on the content."""
    return replace(draft, holds=Holds.PARTLY_CORROBORATED)


def make_review(claim: Claim, *, by: User, **fields):
    """The first review of a claim to check: taken and sealed by `by`."""
    services.take(claim=claim, by=by, row_version=claim.row_version)
    draft = a_draft(claim, by=by, **fields)
    return services.submit_review(claim=claim, draft=draft, by=by, row_version=claim.row_version)


def reach(claim: Claim, state: str, *, desk: Desk, mode: str | None = None) -> Claim:
    """Bring a claim to check to `state`, with `desk.first` and `desk.second` as its reviewers.

    mode: the team's second review from here on; by default what `state` takes.
    """
    taken = {S.DIFFERING: SecondReview.BLIND}.get(state)
    set_policy(desk.team, mode or taken or desk.team.second_review_normal)
    if state == S.ON_RECORD:
        services.put_on_record(claim=claim, by=desk.contributor, row_version=claim.row_version)
    elif state == S.NOT_PURSUED:
        services.stop_pursuing(
            claim=claim, why="Too old to matter", by=desk.lead, row_version=claim.row_version
        )
    elif state == S.IN_REVIEW:
        services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    elif state != S.TO_CHECK:
        make_review(claim, by=desk.first)
        _past_the_first(claim, state, desk)
    claim.refresh_from_db()
    assert claim.state == state, f"{claim.state} instead of {state}"
    return claim


def make_sighting(claim: Claim, *, author: User, person: User) -> Sighting:
    return Sighting.objects.create(
        team_id=claim.team_id, claim=claim, round=claim.round, author=author, person=person
    )


def set_policy(team: Team, mode: str) -> None:
    Team.objects.filter(pk=team.pk).update(second_review_normal=mode, second_review_high=mode)
    team.refresh_from_db()


def _past_the_first(claim: Claim, state: str, desk: Desk) -> None:
    if state == S.SECOND_REVIEW or claim.state == S.DECIDED:
        return
    if claim.second_review == SecondReview.SIGN_OFF:
        services.sign(claim=claim, by=desk.second, row_version=claim.row_version)
        return
    draft = a_draft(claim, by=desk.second)
    services.submit_second(
        claim=claim,
        draft=draft if state == S.DECIDED else differing(draft),
        by=desk.second,
        row_version=claim.row_version,
    )
