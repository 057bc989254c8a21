"""What must always hold of reviews and decisions, attacked past the services."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from claims.models import Claim, ClaimSpeaker
from claims.vocabularies import ClaimState as S
from history.models import Event, EventPayload
from history.services import verify
from review import judging, services, workflow
from review.models import (
    Assignment,
    Comment,
    Decision,
    Evidence,
    Review,
    ReviewCitation,
    ReviewReturn,
    Signature,
)
from review.vocabularies import DecisionKind, Duty
from tests.factories.review import a_draft, make_desk, make_evidence

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


def refused():
    """The database itself says no."""
    return pytest.raises((IntegrityError, DatabaseError))


def write_past_the_model(table, column, value, pk):
    statement = f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s'
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [value, pk])


# --- 1: a decided claim is what its sealed review judged ------------------------------------------
def test_decided_points_to_a_sealed_review_with_all_of_it():
    desk = make_desk("sign_off")
    claim = desk.at(S.DECIDED)

    decision = Decision.objects.get(claim=claim)

    review = decision.review
    assert (decision.first_by, decision.second_by) == (desk.first, desk.second)
    assert review.rationale
    assert review.citations.filter(evidence__withdrawn_at=None).exists()
    assert review.statement == claim.statement
    assert judging.still_as_judged(review)
    assert judging.digest(review.judged) == review.judged_digest


@pytest.mark.parametrize("state", [S.SECOND_REVIEW, S.DIFFERING, S.DECIDED])
@pytest.mark.parametrize(
    ("column", "value"),
    [("statement", "Another one."), ("kind", "opinion"), ("about_words", "in May")],
)
def test_what_was_judged_cannot_be_edited(state, column, value):
    claim = make_desk("blind").at(state)

    with refused(), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**{column: value})


@pytest.mark.parametrize("state", [S.SECOND_REVIEW, S.DIFFERING, S.DECIDED])
def test_speakers_of_a_sealed_claim_cannot_change(state):
    desk = make_desk("blind")
    claim, other = desk.at(state), desk.claim()
    speaker = claim.speakers.get()
    changes = [
        lambda: ClaimSpeaker.objects.create(claim=claim, position=1, words="Another"),
        lambda: ClaimSpeaker.objects.filter(pk=speaker.pk).update(words="Another"),
        lambda: ClaimSpeaker.objects.filter(claim=other).update(claim=claim, position=9),
        lambda: ClaimSpeaker.objects.filter(pk=speaker.pk).delete(),
    ]

    for change in changes:
        with refused(), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "change",
    [
        {"passage": "Other words"},
        {"stance": "contradicts"},
        {"credibility": 1},
        {"withdrawn_at": timezone.now(), "withdrawn_why": "gone"},
    ],
)
def test_cited_evidence_in_force_cannot_be_edited(change):
    desk = make_desk("sign_off")
    claim = desk.at(S.DECIDED)
    item = Evidence.objects.get(claim=claim)
    if "withdrawn_at" in change:
        change = {**change, "withdrawn_by": desk.lead}

    with refused(), transaction.atomic():
        Evidence.objects.filter(pk=item.pk).update(**change)


def test_evidence_of_a_withdrawn_review_can_be_corrected():
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)
    item = Evidence.objects.get(claim=claim)
    services.withdraw_review(
        claim=claim, comment="Wrong page", by=desk.first, row_version=claim.row_version
    )

    services.withdraw_evidence(evidence=item, why="Wrong page", by=desk.first, row_version=1)

    again = a_draft(claim, by=desk.first)
    services.submit_review(claim=claim, draft=again, by=desk.first, row_version=claim.row_version)
    assert claim.state == S.SECOND_REVIEW


def test_no_decided_state_without_a_decision():
    claim = make_desk("none").at(S.IN_REVIEW, mode="none")

    with refused(), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(
            state=S.DECIDED,
            said="said",
            holds="corroborated",
            second_review="none",
            confirmed_by=claim.added_by,
            decided_at=timezone.now(),
        )


def test_verdicts_of_a_decided_claim_cannot_differ_from_its_review():
    claim = make_desk("sign_off").at(S.DECIDED)

    for column, value in [("said", "said"), ("holds", "disputed"), ("said_confidence", "high")]:
        with refused(), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**{column: value})


def test_verdicts_do_not_change_without_a_decision():
    claim = make_desk("sign_off").at(S.IN_REVIEW)

    with refused(), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(said="said")


def test_a_review_cites_evidence_of_its_own_claim():
    desk = make_desk("sign_off")
    claim, other = desk.at(S.SECOND_REVIEW), desk.claim()
    foreign = make_evidence(other, by=desk.first)

    with refused(), transaction.atomic():
        ReviewCitation.objects.create(review=Review.objects.get(claim=claim), evidence=foreign)


# --- 2: two different people ----------------------------------------------------------------------
def copy_of(review, **changes):
    fields = {f.attname: getattr(review, f.attname) for f in review._meta.fields if f.name != "id"}
    return Review.objects.create(**{**fields, **changes})


@pytest.mark.parametrize("duty", [Duty.SECOND, Duty.THIRD, Duty.OVERRIDE])
def test_the_first_reviewer_is_nothing_else_in_the_round(duty):
    claim = make_desk("blind").at(S.SECOND_REVIEW, mode="blind")
    review = Review.objects.get(claim=claim)
    extra = {Duty.OVERRIDE: {"override_why": "x"}, Duty.THIRD: {"settled_by": "x"}}

    with refused(), transaction.atomic():
        copy_of(review, duty=duty, **extra.get(duty, {}))


def test_the_second_reviewer_is_not_the_first():
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)

    with refused(), transaction.atomic():
        copy_of(Review.objects.get(claim=claim, duty=Duty.SECOND), duty=Duty.FIRST)


def test_the_first_reviewer_is_not_asked_for_the_second():
    desk = make_desk("blind")
    claim = desk.at(S.SECOND_REVIEW, mode="blind")

    with refused(), transaction.atomic():
        Assignment.objects.create(
            team=desk.team,
            claim=claim,
            round=1,
            duty=Duty.SECOND,
            person=desk.first,
            assigned_by=desk.lead,
        )


def test_nobody_signs_their_own_review():
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)

    with refused(), transaction.atomic():
        Signature.objects.create(review=Review.objects.get(claim=claim), by=desk.first)


@pytest.mark.parametrize("kind", DecisionKind)
@pytest.mark.parametrize("mode", ["sign_off", "blind"])
def test_no_kind_of_decision_stands_on_one_person(kind, mode):
    desk = make_desk(mode)
    claim = desk.at(S.SECOND_REVIEW, mode=mode)
    review = Review.objects.get(claim=claim)

    for second_by in (None, desk.second, desk.first):
        for second in (None, review):
            with refused(), transaction.atomic():
                Decision.objects.create(
                    team=desk.team,
                    claim=claim,
                    round=1,
                    review=review,
                    second=second,
                    kind=kind,
                    first_by=desk.first,
                    second_by=second_by,
                )


def test_a_round_keeps_its_second_review():
    claim = make_desk("blind").at(S.SECOND_REVIEW, mode="blind")

    for mode in ("none", "sign_off", ""):
        with refused(), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(second_review=mode)


def test_a_round_begins_by_reopening_alone():
    claim = make_desk("sign_off").at(S.IN_REVIEW)

    with refused(), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(round=2)


# --- 3: sealed is sealed --------------------------------------------------------------------------
SEALED = [Review, ReviewCitation, ReviewReturn, Signature, Decision, Event, EventPayload]


def sealed_rows():
    """At least one row of each sealed model."""
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)
    services.return_review(
        claim=claim, comment="Which?", by=desk.second, row_version=claim.row_version
    )
    services.submit_review(
        claim=claim,
        draft=a_draft(claim, by=desk.first),
        by=desk.first,
        row_version=claim.row_version,
    )
    services.sign(claim=claim, by=desk.second, row_version=claim.row_version)
    return {model: model.objects.first() for model in SEALED}


def test_sealed_rows_are_never_updated_or_deleted():
    for model, row in sealed_rows().items():
        column = {EventPayload: "salt", Event: "kind", ReviewCitation: "evidence_id"}.get(model)
        column = column or {Signature: "by_id", Decision: "kind"}.get(model, "comment")
        column = "rationale" if model is Review else column
        key = model._meta.pk.column
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
        with pytest.raises(TypeError):
            model.objects.filter(pk=row.pk).update(**{column: "1"})
        with pytest.raises(TypeError):
            model.objects.all().delete()
        for statement in (
            f'UPDATE "{model._meta.db_table}" SET "{column}" = \'1\' WHERE "{key}" = %s',
            f'DELETE FROM "{model._meta.db_table}" WHERE "{key}" = %s',
        ):
            with refused(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [row.pk])


def test_comments_and_evidence_are_never_deleted():
    desk = make_desk()
    claim = desk.claim()
    make_evidence(claim, by=desk.first)
    services.add_comment(claim=claim, text="Hm", by=desk.first)

    for model in (Evidence, Comment, Claim):
        with refused(), transaction.atomic():
            model.objects.all().delete()


# --- 7 and 9: one event per change, known values --------------------------------------------------
def test_each_step_writes_its_events_once_and_the_chain_holds():
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)
    joint = a_draft(claim, by=desk.first, settled_by="The log")
    services.propose_joint(claim=claim, draft=joint, by=desk.first, row_version=claim.row_version)
    services.sign_joint(claim=claim, by=desk.second, row_version=claim.row_version)
    services.reopen(claim=claim, why="New", by=desk.lead, row_version=claim.row_version)

    told = list(Event.objects.filter(team_id=desk.team.pk).values_list("kind", flat=True))

    assert told == [
        "claim.taken",
        "evidence.added",
        "review.submitted",
        "claim.sent_to_second",
        "review.submitted",
        "claim.differs",
        "review.proposed",
        "review.signed",
        "claim.decided",
        "claim.reopened",
    ]
    assert verify(desk.team.pk).reason == ""


@pytest.mark.parametrize(
    ("column", "value"),
    [("state", "finished"), ("said", "true"), ("holds", "false"), ("priority", "urgent")],
)
def test_unknown_values_are_refused(column, value):
    claim = make_desk().claim()

    with refused():
        write_past_the_model("claims_claim", column, value, claim.pk)


@pytest.mark.parametrize("state", S.values)
def test_unlisted_moves_are_refused_by_the_database(state):
    claim = make_desk("blind").at(state)
    listed = {end for start, end in workflow.moves() if start == state}

    for end in set(S.values) - listed - {state}:
        with refused(), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(state=end)
