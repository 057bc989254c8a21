"""What a review still needs, case by case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import RuleError
from review import judging, services
from review.judging import ReviewDraft
from review.models import Evidence, Review
from review.vocabularies import Duty
from tests.factories.actors import make_protected, make_unnamed
from tests.factories.review import a_draft, as_read, make_desk, make_evidence

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def gaps(claim, draft, by, **kwargs):
    """Keys of what is not done."""
    conditions = judging.what_is_missing(claim, draft, by, **kwargs)
    return {condition.key for condition in conditions if not condition.done}


@pytest.fixture
def desk():
    return make_desk("sign_off")


def test_nothing_filled_in(desk):
    claim = desk.claim()

    assert gaps(claim, ReviewDraft(), desk.first) == {
        "stands_alone",
        "said",
        "said_confidence",
        "holds",
        "holds_confidence",
        "rationale",
        "as_of",
        "cited",
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"stands_alone": False}, {"stands_alone"}),
        ({"said": ""}, {"said"}),
        ({"said": "true"}, {"said"}),
        ({"said_confidence": ""}, {"said_confidence"}),
        ({"holds_confidence": "sure"}, {"holds_confidence"}),
        ({"said": "not_examined", "said_confidence": ""}, set()),
        ({"said": "not_examined", "holds": "not_examined"}, {"examined"}),
        ({"holds": "not_applicable"}, {"holds"}),
        ({"rationale": "  "}, {"rationale"}),
        ({"as_of": None}, {"as_of"}),
        ({"as_of": TODAY + timedelta(days=2)}, {"as_of"}),
        ({"cited": {}}, {"cited"}),
        ({"holds": "cannot_be_verified_yet"}, {"recheck"}),
        ({"holds": "cannot_be_verified_yet", "recheck_on": TODAY}, {"recheck"}),
        ({"holds": "cannot_be_verified_yet", "recheck_on": TODAY + timedelta(days=9)}, set()),
        ({"holds": "cannot_be_verified_yet", "recheck_never": True}, set()),
        ({"holds": "contradicted"}, {"reply"}),
        ({"said": "misattributed"}, {"reply"}),
        ({"holds": "contradicted", "no_reply_why": "It is dissolved"}, set()),
    ],
)
def test_one_thing_at_a_time(desk, change, expected):
    claim = desk.claim()
    draft = replace(a_draft(claim, by=desk.first), **change)

    assert gaps(claim, draft, desk.first) == expected


def test_a_cited_reply_is_enough_for_an_adverse_verdict(desk):
    claim = desk.claim()
    make_evidence(
        claim,
        by=desk.first,
        kind="reply",
        asked_whom="The harbour office",
        reply_outcome="refused",
        happened_on=TODAY,
    )

    assert gaps(claim, a_draft(claim, by=desk.first, holds="contradicted"), desk.first) == set()


@pytest.mark.parametrize("speaker", ["words", "unnamed"])
def test_an_unidentified_speaker_is_never_said_and_not_asked(desk, speaker):
    who = "a docker" if speaker == "words" else make_unnamed(desk.team)
    claim = desk.claim(speaker=who)

    said = a_draft(claim, by=desk.first, said="said")
    adverse = a_draft(claim, by=desk.first, holds="contradicted")

    assert gaps(claim, said, desk.first) == {"unidentified"}
    assert gaps(claim, adverse, desk.first) == set()


def test_a_claim_without_speaker_cannot_be_judged(desk):
    claim = desk.claim()
    claim.speakers.all().delete()

    assert "speakers" in gaps(claim, a_draft(claim, by=desk.first), desk.first)


@pytest.mark.parametrize("kind", ["intention", "opinion", "call"])
def test_nothing_to_verify_is_not_applicable_by_itself(desk, kind):
    claim = desk.claim(kind=kind)
    services.take(claim=claim, by=desk.first, row_version=1)
    draft = a_draft(claim, by=desk.first, holds="", holds_confidence="")

    review = services.submit_review(
        claim=claim, draft=draft, by=desk.first, row_version=claim.row_version
    )

    assert (review.holds, review.holds_confidence) == ("not_applicable", "")
    assert gaps(claim, replace(draft, said="not_examined"), desk.first) == {"examined"}


def test_cited_evidence_must_be_live_visible_and_of_this_claim(desk):
    claim, other = desk.claim(), desk.claim()
    gone = make_evidence(claim, by=desk.first)
    services.withdraw_evidence(evidence=gone, why="Wrong", by=desk.first, row_version=1)
    hidden = make_evidence(claim, by=desk.lead, access="restricted")
    foreign = make_evidence(other, by=desk.first)

    for item in (gone, hidden, foreign):
        draft = a_draft(claim, by=desk.first, cited=as_read(item))
        assert gaps(claim, draft, desk.first) == {"cited", "cited_here"}


def test_required_grades_are_asked_of_what_is_cited(desk):
    desk.team.grading = "required"
    desk.team.save()
    claim = desk.claim()
    bare = make_evidence(claim, by=desk.first)
    graded = make_evidence(claim, by=desk.first, credibility=3)

    assert gaps(claim, a_draft(claim, by=desk.first, cited=as_read(bare)), desk.first) == {"graded"}
    assert gaps(claim, a_draft(claim, by=desk.first, cited=as_read(graded)), desk.first) == set()


@pytest.mark.parametrize(
    ("duty", "key"),
    [(Duty.JOINT, "settled_by"), (Duty.THIRD, "settled_by"), (Duty.OVERRIDE, "override_why")],
)
def test_reviews_that_settle_say_why(desk, duty, key):
    claim = desk.claim()

    assert gaps(claim, a_draft(claim, by=desk.first), desk.first, duty=duty) == {key}


def test_an_incomplete_review_is_refused_with_all_that_is_missing(desk):
    claim = desk.claim()
    services.take(claim=claim, by=desk.first, row_version=1)

    with pytest.raises(RuleError) as refused:
        services.submit_review(
            claim=claim, draft=ReviewDraft(), by=desk.first, row_version=claim.row_version
        )

    assert len(refused.value.missing) == 8
    assert not Review.objects.exists()


def test_what_was_judged_names_actors_by_id_alone(desk):
    claim = desk.claim(speaker=make_protected(desk.team, "Ilva Norn"))
    make_evidence(claim, by=desk.lead, source=make_protected(desk.team, "Ilva Norn"))

    judged = judging.snapshot(claim, Evidence.objects.all())

    assert "Ilva" not in str(judged)
    assert judging.digest(judged) == judging.digest(judging.snapshot(claim, Evidence.objects.all()))
