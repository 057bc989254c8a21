"""Duties, evidence, comments and closing: what each leaves behind and what it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from claims.vocabularies import ClaimState as S
from common.errors import ConflictError, RuleError
from history.models import Event
from review import services
from review.models import Assignment, Comment, Decision, Evidence, Review
from review.tasks import flag_rechecks
from review.vocabularies import DecisionKind
from teams.models import Membership
from teams.services import change_role, deactivate_member
from tests.factories.actors import make_actor
from tests.factories.documents import make_document
from tests.factories.review import (
    a_draft,
    evidence_draft,
    make_desk,
    make_evidence,
    make_review,
)
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

TODAY = timezone.localdate()


@pytest.fixture
def desk():
    return make_desk("sign_off")


def last_event():
    return Event.objects.select_related("payload").order_by("-pk").first()


# --- Duties ---------------------------------------------------------------------------------------
def test_taking_makes_a_duty_and_one_event(desk):
    claim = desk.claim()

    duty = services.take(claim=claim, by=desk.first, row_version=1)

    assert (duty.person, duty.round, claim.state) == (desk.first, 1, S.IN_REVIEW)
    assert Event.objects.count() == 1
    assert last_event().payload.content["after"] == {"state": "in_review", "first": desk.first.pk}


@pytest.mark.parametrize("who", ["contributor", "viewer", "outsider", "cannot read it"])
def test_only_who_can_review_and_read_is_assigned(desk, who):
    claim = desk.claim(access="restricted") if who == "cannot read it" else desk.claim()
    outsider = make_member(make_team(), "reviewer")
    person = {"outsider": outsider, "cannot read it": desk.third}.get(who)
    person = person or getattr(desk, who)

    with pytest.raises(RuleError, match="cannot review"):
        services.assign(claim=claim, person=person, by=desk.lead, row_version=1)

    assert not Assignment.objects.exists()


def test_handing_back_ends_the_duty_with_its_note(desk):
    claim = desk.at(S.IN_REVIEW)

    with pytest.raises(RuleError):
        services.hand_back(claim=claim, note=" ", by=desk.first, row_version=claim.row_version)
    services.hand_back(claim=claim, note="Ill", by=desk.first, row_version=claim.row_version)

    duty = Assignment.objects.get()
    assert (claim.state, duty.ended_why, bool(duty.ended_at)) == (S.TO_CHECK, "Ill", True)


def kept(claim, person, words="Two logs agree."):
    return services.save_draft(claim=claim, duty="first", typed={"rationale": [words]}, by=person)


def given_on(claim, by, to, **how):
    services.reassign(
        claim=claim, person=to, note="You know it", by=by, row_version=claim.row_version, **how
    )


def test_a_draft_goes_along_if_its_author_says_so(desk):
    claim = desk.at(S.IN_REVIEW)
    kept(claim, desk.first)

    given_on(claim, desk.first, desk.third, with_draft=True)

    assert services.draft_of(claim, "first", desk.first) is None
    assert services.draft_of(claim, "first", desk.third).words() == ["Two logs agree."]
    assert Assignment.objects.open().get().person == desk.third


def test_a_draft_stays_with_its_author_otherwise(desk):
    claim = desk.at(S.IN_REVIEW)
    kept(claim, desk.first)

    given_on(claim, desk.lead, desk.third)

    assert services.draft_of(claim, "first", desk.first)
    assert services.draft_of(claim, "first", desk.third) is None


def test_nobody_hands_over_what_is_not_theirs_and_replaces_nothing(desk):
    claim = desk.at(S.IN_REVIEW)
    kept(claim, desk.first)
    kept(claim, desk.third, "Mine.")

    with pytest.raises(RuleError, match="no draft"):
        given_on(claim, desk.lead, desk.third, with_draft=True)
    with pytest.raises(RuleError, match="of their own"):
        given_on(claim, desk.first, desk.third, with_draft=True)

    assert services.draft_of(claim, "first", desk.third).words() == ["Mine."]
    assert Assignment.objects.open().get().person == desk.first
    assert not Event.objects.filter(kind="claim.reassigned").exists()


def test_leaving_puts_open_work_back_into_the_queue(desk):
    mine, other = desk.at(S.IN_REVIEW), desk.claim()
    make_review(other, by=desk.third)
    services.begin_second(claim=other, by=desk.first, row_version=other.row_version)
    membership = Membership.objects.get(user=desk.first)

    deactivate_member(membership=membership, row_version=membership.row_version, by=desk.lead)

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (S.TO_CHECK, S.SECOND_REVIEW)
    assert not Assignment.objects.open().filter(person=desk.first).exists()
    assert Event.objects.filter(kind="claim.released").count() == 2
    services.begin_second(claim=other, by=desk.second, row_version=other.row_version)


def test_who_may_no_longer_review_hands_back_too(desk):
    claim = desk.at(S.IN_REVIEW)
    membership = Membership.objects.get(user=desk.first)

    change_role(
        membership=membership, role="viewer", row_version=membership.row_version, by=desk.lead
    )

    claim.refresh_from_db()
    assert claim.state == S.TO_CHECK


# --- Second reviews -------------------------------------------------------------------------------
def test_a_returned_review_is_its_authors_duty_again(desk):
    claim = desk.at(S.SECOND_REVIEW)

    services.return_review(
        claim=claim, comment="Which register?", by=desk.second, row_version=claim.row_version
    )

    review = Review.objects.get()
    assert (claim.state, review.ended.comment) == (S.IN_REVIEW, "Which register?")
    assert Assignment.objects.open().get().person == desk.first
    assert claim.said == ""


def test_one_person_decides_where_the_policy_says_so_and_it_is_marked():
    claim = make_desk("none").at(S.DECIDED)

    decision = Decision.objects.get()
    assert (decision.kind, decision.second_by, claim.decided_by_one) == ("sole", None, True)


def test_agreeing_blind_reviews_decide_with_the_first(desk):
    desk = make_desk("blind")
    claim = desk.at(S.DECIDED, mode="blind")

    decision = Decision.objects.get()
    assert decision.kind == DecisionKind.BLIND_AGREED
    assert (decision.first_by, decision.second_by) == (desk.first, desk.second)
    assert (claim.said, claim.decided_round) == (decision.review.said, 1)


def test_an_override_is_a_sealed_review_with_its_reason():
    desk = make_desk("blind")
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    draft = a_draft(claim, by=desk.lead, override_why="People are in danger")

    review = services.override(
        claim=claim, draft=draft, by=desk.lead, row_version=claim.row_version
    )

    assert (review.duty, review.override_why) == ("override", "People are in danger")
    assert (claim.state, Decision.objects.get().kind) == (S.DECIDED, "override")


def test_a_lead_never_overrides_on_their_own_review():
    desk = make_desk("blind")
    claim = desk.claim()
    make_review(claim, by=desk.lead)
    draft = a_draft(claim, by=desk.lead, override_why="In a hurry")

    with pytest.raises(RuleError, match="own review"):
        services.override(claim=claim, draft=draft, by=desk.lead, row_version=claim.row_version)


def test_differing_is_settled_together():
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)
    draft = a_draft(claim, by=desk.second, settled_by="The log")
    services.propose_joint(claim=claim, draft=draft, by=desk.second, row_version=claim.row_version)

    services.sign_joint(claim=claim, by=desk.first, row_version=claim.row_version)

    decision = Decision.objects.get()
    assert (decision.kind, claim.state) == ("joint", S.DECIDED)
    assert {decision.first_by, decision.second_by} == {desk.first, desk.second}


def test_a_declined_joint_review_leaves_both_differing():
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)
    draft = a_draft(claim, by=desk.second, settled_by="The log")
    services.propose_joint(claim=claim, draft=draft, by=desk.second, row_version=claim.row_version)

    services.decline_joint(
        claim=claim, comment="Not so", by=desk.first, row_version=claim.row_version
    )

    assert claim.state == S.DIFFERING
    again = a_draft(claim, by=desk.first, settled_by="The other log")
    services.propose_joint(claim=claim, draft=again, by=desk.first, row_version=claim.row_version)


def test_a_third_person_settles():
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)
    draft = a_draft(claim, by=desk.third, settled_by="The log", holds="disputed", no_reply_why="x")

    services.submit_third(claim=claim, draft=draft, by=desk.third, row_version=claim.row_version)

    assert (claim.state, claim.holds, Decision.objects.get().kind) == (
        S.DECIDED,
        "disputed",
        "third",
    )


# --- Evidence -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"kind": "url"}, "Give the web address."),
        ({"kind": "url", "url": "javascript:alert(1)"}, "Give the web address."),
        ({"kind": "document"}, "Choose the library document."),
        ({"kind": "note", "passage": " "}, "Write what you saw, heard or worked out."),
        ({"kind": "search", "searched_where": "Archive"}, "Say with which words."),
        ({"kind": "reply", "asked_whom": "Office", "happened_on": TODAY}, "Say what came of it."),
        ({"stance": "nothing_found"}, "“Nothing found” is for a search."),
        ({"happened_on": TODAY + timedelta(days=1)}, "The day has to be one that has been."),
        ({"axis": "both"}, "Question"),
        ({"stance": "maybe"}, "Stance"),
        ({"credibility": 7}, "Credibility"),
    ],
)
def test_evidence_says_what_it_lacks(desk, fields, label):
    with pytest.raises(RuleError) as refused:
        make_evidence(desk.claim(), by=desk.first, **fields)

    assert label in refused.value.missing
    assert not Evidence.objects.exists()
    assert not Event.objects.exists()


def test_evidence_of_another_kind_leaves_no_stray_fields(desk):
    item = make_evidence(desk.claim(), by=desk.first, kind="note", url="https://velmar.example")

    assert item.url == ""


def test_evidence_points_to_nothing_of_another_team_or_unseen(desk):
    claim = desk.claim()
    foreign = make_document(make_team())
    hidden = make_document(desk.team, by=desk.lead, access="restricted")

    for document in (foreign, hidden):
        with pytest.raises(RuleError):
            make_evidence(claim, by=desk.first, kind="document", document=document)
    with pytest.raises(RuleError):
        make_evidence(claim, by=desk.first, source=make_actor(make_team()))


def test_restricting_evidence_takes_a_lead(desk):
    with pytest.raises(PermissionDenied):
        make_evidence(desk.claim(), by=desk.first, access="restricted")


def test_editing_evidence_from_an_old_version_is_refused(desk):
    item = make_evidence(desk.claim(), by=desk.first)
    services.edit_evidence(
        evidence=item, item=evidence_draft(passage="Two"), by=desk.third, row_version=1
    )

    with pytest.raises(ConflictError):
        services.edit_evidence(
            evidence=item, item=evidence_draft(passage="Three"), by=desk.first, row_version=1
        )

    assert Evidence.objects.get().passage == "Two"
    assert last_event().payload.content["after"]["passage"] == "Two"


def test_evidence_is_withdrawn_with_a_reason_once(desk):
    item = make_evidence(desk.claim(), by=desk.first)
    services.withdraw_evidence(evidence=item, why="A hoax", by=desk.third, row_version=1)

    with pytest.raises(RuleError, match="was withdrawn"):
        services.withdraw_evidence(evidence=item, why="Again", by=desk.third, row_version=2)

    assert Evidence.objects.get().withdrawn_why == "A hoax"


# --- Comments -------------------------------------------------------------------------------------
def test_only_its_author_edits_a_comment(desk):
    comment = services.add_comment(claim=desk.claim(), text="Hm", by=desk.viewer)

    with pytest.raises(RuleError):
        services.edit_comment(comment=comment, text="Ha", by=desk.lead, row_version=1)
    services.edit_comment(comment=comment, text="Hm!", by=desk.viewer, row_version=1)

    assert Comment.objects.get().text == "Hm!"


def test_the_mark_stays_until_every_question_is_resolved(desk):
    claim = desk.claim()
    ask = {"claim": claim, "asked": desk.third, "by": desk.viewer}
    one = services.ask_for_help(text="One?", **ask)
    two = services.ask_for_help(text="Two?", **ask)

    services.resolve_comment(comment=one, by=desk.third, row_version=1)
    claim.refresh_from_db()
    between = claim.needs_help
    services.resolve_comment(comment=two, by=desk.viewer, row_version=1)

    claim.refresh_from_db()
    assert (between, claim.needs_help, claim.row_version) == (True, False, 1)


def test_who_cannot_read_a_claim_is_not_asked(desk):
    with pytest.raises(RuleError, match="cannot be read"):
        services.ask_for_help(
            claim=desk.claim(access="restricted"), text="?", asked=desk.third, by=desk.lead
        )


def test_one_key_makes_one_comment(desk):
    claim, once = desk.claim(), uuid4()

    made = [
        services.add_comment(claim=claim, text="Hm", by=desk.first, once=once) for _time in range(2)
    ]

    assert made[0] == made[1]
    assert Comment.objects.count() == 1


# --- Closing --------------------------------------------------------------------------------------
def test_reopening_keeps_the_old_decision_in_force(desk):
    claim = desk.at(S.DECIDED)

    services.reopen(
        claim=claim, why="The register is out", by=desk.lead, row_version=claim.row_version
    )

    assert (claim.state, claim.round, claim.second_review) == (S.TO_CHECK, 2, "")
    assert (claim.said, claim.decided_round) == ("reported", 1)


def test_stopping_ends_the_duties(desk):
    claim = desk.at(S.IN_REVIEW)

    services.stop_pursuing(claim=claim, why="Old", by=desk.lead, row_version=claim.row_version)

    assert not Assignment.objects.open().exists()
    assert claim.not_pursued_why == "Old"


def test_a_recheck_date_that_has_come_asks_for_a_look(desk):
    claim = desk.at(S.DECIDED)
    type(claim).objects.filter(pk=claim.pk).update(recheck_on=TODAY)

    marked = [flag_rechecks() for _time in range(2)]

    claim.refresh_from_db()
    event = last_event()
    assert (marked, bool(claim.needs_look)) == ([1, 0], True)
    assert (event.kind, event.by_id, event.by_task) == (
        "claim.needs_look",
        None,
        "review.flag_rechecks",
    )
    services.still_stands(claim=claim, note="Looked", by=desk.third, row_version=claim.row_version)
    assert (claim.state, claim.needs_look, claim.said) == (S.DECIDED, "", "reported")


def test_priority_and_due_write_one_event_each_and_none_for_nothing(desk):
    claim = desk.claim()

    services.set_priority(claim=claim, priority="high", by=desk.contributor, row_version=1)
    services.set_due(claim=claim, due_on=TODAY, by=desk.contributor, row_version=2)
    services.set_due(claim=claim, due_on=TODAY, by=desk.contributor, row_version=3)

    assert list(Event.objects.values_list("kind", flat=True)) == [
        "claim.prioritised",
        "claim.due_set",
    ]
