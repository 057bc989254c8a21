"""The table of steps, walked in every state by everybody: all else than it opens is refused."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.models import Claim
from claims.states import CLAIM_MOVES
from claims.vocabularies import ClaimState as S
from common.errors import ConflictError, DomainError
from history.models import Event
from review import services, workflow
from review.rounds import current_round
from review.workflow import Action as A
from tests.factories.review import Desk, a_draft, make_desk, make_evidence, reach
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db

REVIEWERS = {"lead", "first", "second", "third"}
TRIAGERS = REVIEWERS | {"contributor"}
EVERYBODY = (*sorted(TRIAGERS), "viewer", "lead of another team")
# What each scene opens, and to whom: product.md's table, written a second time.
EXPECTED = {
    "on_record": {A.MARK_TO_CHECK: TRIAGERS, A.STOP_PURSUING: {"lead"}},
    "to_check": {
        A.PUT_ON_RECORD: TRIAGERS,
        A.TAKE: REVIEWERS,
        A.ASSIGN: {"lead"},
        A.STOP_PURSUING: {"lead"},
    },
    "in_review": {
        A.HAND_BACK: {"first", "lead"},
        A.REASSIGN: {"first", "lead"},
        A.SUBMIT_REVIEW: {"first"},
        A.STOP_PURSUING: {"lead"},
    },
    "sign-off": {
        A.WITHDRAW_REVIEW: {"first"},
        A.ASSIGN_SECOND: {"lead"},
        A.BEGIN_SECOND: {"lead", "second", "third"},
        A.SIGN: {"lead", "second", "third"},
        A.RETURN_REVIEW: {"lead", "second", "third"},
        A.OVERRIDE: {"lead"},
        A.STOP_PURSUING: {"lead"},
    },
    "sign-off begun": {
        A.BEGIN_SECOND: {"second"},
        A.SIGN: {"second"},
        A.RETURN_REVIEW: {"second"},
        A.RELEASE_SECOND: {"second", "lead"},
        A.OVERRIDE: {"lead"},
        A.STOP_PURSUING: {"lead"},
    },
    "blind": {
        A.WITHDRAW_REVIEW: {"first"},
        A.ASSIGN_SECOND: {"lead"},
        A.BEGIN_SECOND: {"lead", "second", "third"},
        A.SUBMIT_SECOND: {"lead", "second", "third"},
        A.OVERRIDE: {"lead"},
        A.STOP_PURSUING: {"lead"},
    },
    "blind begun": {
        A.BEGIN_SECOND: {"second"},
        A.SUBMIT_SECOND: {"second"},
        A.RELEASE_SECOND: {"second", "lead"},
        A.OVERRIDE: {"lead"},
        A.STOP_PURSUING: {"lead"},
    },
    "differing": {
        A.PROPOSE_JOINT: {"first", "second"},
        A.SUBMIT_THIRD: {"lead", "third"},
        A.STOP_PURSUING: {"lead"},
    },
    "joint proposed": {
        A.DECLINE_JOINT: {"first", "second"},
        A.SIGN_JOINT: {"second"},
        A.SUBMIT_THIRD: {"lead", "third"},
        A.STOP_PURSUING: {"lead"},
    },
    "decided": {A.REOPEN: {"lead"}},
    "needs a look": {A.REOPEN: {"lead"}, A.STILL_STANDS: REVIEWERS},
    "not_pursued": {A.REOPEN: {"lead"}},
}
SCENES = {
    "on_record": (S.ON_RECORD, "sign_off"),
    "to_check": (S.TO_CHECK, "sign_off"),
    "in_review": (S.IN_REVIEW, "sign_off"),
    "sign-off": (S.SECOND_REVIEW, "sign_off"),
    "sign-off begun": (S.SECOND_REVIEW, "sign_off"),
    "blind": (S.SECOND_REVIEW, "blind"),
    "blind begun": (S.SECOND_REVIEW, "blind"),
    "differing": (S.DIFFERING, "blind"),
    "joint proposed": (S.DIFFERING, "blind"),
    "decided": (S.DECIDED, "sign_off"),
    "needs a look": (S.DECIDED, "sign_off"),
    "not_pursued": (S.NOT_PURSUED, "sign_off"),
}
ENDS = {
    A.MARK_TO_CHECK: S.TO_CHECK,
    A.PUT_ON_RECORD: S.ON_RECORD,
    A.TAKE: S.IN_REVIEW,
    A.ASSIGN: S.IN_REVIEW,
    A.HAND_BACK: S.TO_CHECK,
    A.SUBMIT_REVIEW: S.SECOND_REVIEW,
    A.WITHDRAW_REVIEW: S.IN_REVIEW,
    A.RETURN_REVIEW: S.IN_REVIEW,
    A.SIGN: S.DECIDED,
    A.SIGN_JOINT: S.DECIDED,
    A.SUBMIT_SECOND: S.DECIDED,
    A.SUBMIT_THIRD: S.DECIDED,
    A.OVERRIDE: S.DECIDED,
    A.STOP_PURSUING: S.NOT_PURSUED,
    A.REOPEN: S.TO_CHECK,
}


@dataclass
class Scene:
    desk: Desk
    claim: Claim
    people: dict

    def attempt(self, action, who):
        """What came of `action` by `who`: the state after it, or None if refused. Undone again."""
        claim, by = Claim.objects.get(pk=self.claim.pk), self.people[who]
        with transaction.atomic():
            before = self.written()
            try:
                take_step(action, claim, by=by, desk=self.desk)
            except (DomainError, PermissionDenied):
                assert self.written() == before, f"{action} by {who} was refused and wrote"
                return None
            claim.refresh_from_db()
            transaction.set_rollback(True)
        return claim.state

    def written(self):
        row_version = Claim.objects.values_list("row_version", flat=True).get(pk=self.claim.pk)
        return Event.objects.count(), row_version


def make_scene(name):
    state, mode = SCENES[name]
    desk = make_desk(mode)
    claim = desk.claim()
    make_evidence(claim, by=desk.contributor)
    reach(claim, state, desk=desk, mode=mode)
    if name.endswith("begun"):
        services.begin_second(claim=claim, by=desk.second, row_version=claim.row_version)
    if name == "joint proposed":
        take_step(A.PROPOSE_JOINT, claim, by=desk.first, desk=desk)
    if name == "needs a look":
        services.flag_for_look(claim=claim, why="The page has changed", task="test")
    people = {who: getattr(desk, who) for who in (*TRIAGERS, "viewer")}
    people["lead of another team"] = make_member(make_team(), "lead")
    return Scene(desk, claim, people)


def take_step(action, claim, *, by, desk):
    """Call the service of `action` with all it needs."""
    step = {"claim": claim, "by": by, "row_version": claim.row_version}
    other = {"person": desk.third}
    extra = {
        A.MARK_TO_CHECK: {"priority": "high"},
        A.ASSIGN: other,
        A.ASSIGN_SECOND: other,
        A.REASSIGN: other | {"note": "You know the port"},
        A.HAND_BACK: {"note": "Ill until Monday"},
        A.RELEASE_SECOND: {"note": "Ill until Monday"},
        A.WITHDRAW_REVIEW: {"comment": "A date is wrong"},
        A.RETURN_REVIEW: {"comment": "Which register?"},
        A.DECLINE_JOINT: {"comment": "Not so"},
        A.STOP_PURSUING: {"why": "Nobody asks any more"},
        A.REOPEN: {"why": "The register is out"},
        A.STILL_STANDS: {"note": "Looked again"},
    }
    drafts = {
        A.SUBMIT_REVIEW: {},
        A.SUBMIT_SECOND: {},
        A.PROPOSE_JOINT: {"settled_by": "The log of the north quay"},
        A.SUBMIT_THIRD: {"settled_by": "The log of the north quay"},
        A.OVERRIDE: {"override_why": "The second reviewer is away and people are in danger"},
    }
    if action in drafts:
        return getattr(services, action)(draft=a_draft(claim, by=by, **drafts[action]), **step)
    return getattr(services, action)(**step, **extra.get(action, {}))


@pytest.mark.both_dbs
def test_the_table_and_the_database_know_the_same_moves():
    in_database = {(start, end) for start, ends in CLAIM_MOVES.items() for end in ends}

    assert workflow.moves() == in_database


@pytest.mark.parametrize("name", SCENES)
def test_exactly_the_listed_steps_happen(name):
    scene = make_scene(name)

    done = {
        action: {who for who in EVERYBODY if scene.attempt(action, who) is not None} for action in A
    }

    assert {action: people for action, people in done.items() if people} == EXPECTED[name]


@pytest.mark.both_dbs
@pytest.mark.parametrize("name", SCENES)
def test_each_step_ends_where_the_table_says(name):
    scene = make_scene(name)

    ends = {
        action: scene.attempt(action, sorted(people)[0])
        for action, people in EXPECTED[name].items()
    }

    stays = scene.claim.state
    assert ends == {action: ENDS.get(action, stays) for action in ends}


@pytest.mark.parametrize("name", SCENES)
def test_a_page_offers_what_would_be_done(name):
    scene = make_scene(name)
    of = current_round(scene.claim)

    for who in TRIAGERS | {"viewer"}:
        offered = workflow.open_actions(scene.claim, by=scene.people[who], of=of)

        assert offered == {a for a, people in EXPECTED[name].items() if who in people}, who


@pytest.mark.both_dbs
@pytest.mark.parametrize("name", SCENES)
def test_each_step_from_an_old_version_is_refused(name):
    scene = make_scene(name)
    Claim.objects.filter(pk=scene.claim.pk).update(row_version=scene.claim.row_version + 7)

    for action, people in EXPECTED[name].items():
        claim = Claim.objects.get(pk=scene.claim.pk)
        claim.row_version -= 7
        with pytest.raises(ConflictError), transaction.atomic():
            take_step(action, claim, by=scene.people[sorted(people)[0]], desk=scene.desk)
