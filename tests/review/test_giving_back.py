"""Who may no longer read or do something holds nothing of it, and those who wait are told."""

import pytest

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from common.errors import RuleError
from documents import services as documents
from documents.models import Document
from history.models import Event
from review import services
from review.models import Assignment, KeptDraft
from review.selectors.news import with_news
from review.selectors.page import offered
from review.selectors.work import tasks_of
from review.vocabularies import Duty
from teams import services as teams
from teams.models import Membership
from teams.vocabularies import Access, SecondReview
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk, reach

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def document(desk):
    return make_document(desk.team, by=desk.lead)


def claim_at(desk, document, state, **fields):
    return desk.at(state, mention=make_mention(document, by=desk.lead), **fields)


def restrict(document, *readers, by):
    document.refresh_from_db()
    documents.restrict_document(
        document=document,
        access=Access.RESTRICTED,
        readers=readers,
        row_version=document.row_version,
        by=by,
    )


def restrict_claim(claim, *readers, by, access=Access.RESTRICTED):
    claim.refresh_from_db()
    return services.restrict_claim(
        claim=claim, access=access, readers=readers, row_version=claim.row_version, by=by
    )


def leave(person, desk):
    membership = Membership.objects.get(user=person, team=desk.team)
    teams.deactivate_member(membership=membership, row_version=membership.row_version, by=desk.lead)


def change_role(person, role, desk):
    membership = Membership.objects.get(user=person, team=desk.team)
    teams.change_role(
        membership=membership, role=role, row_version=membership.row_version, by=desk.lead
    )


def open_duties(claim):
    return set(Assignment.objects.open().filter(claim=claim).values_list("duty", "person"))


# --- Duties ---------------------------------------------------------------------------------------
def test_restricting_a_document_hands_its_duties_back(desk, document):
    taken, other = claim_at(desk, document, S.IN_REVIEW), claim_at(desk, document, S.SECOND_REVIEW)
    services.begin_second(claim=other, by=desk.second, row_version=other.row_version)

    restrict(document, by=desk.lead)

    for claim, state in ((taken, S.TO_CHECK), (other, S.SECOND_REVIEW)):
        claim.refresh_from_db()
        assert (claim.state, open_duties(claim)) == (state, set())
        event = Event.objects.filter(claim_id=claim.pk).order_by("-seq").first()
        assert event.kind == "claim.released"
        assert event.payload.content["why"]
    assert "document.restricted" in Event.objects.filter(action=event.action).values_list(
        "kind", flat=True
    )


def test_who_may_still_read_keeps_the_duty(desk, document):
    claim = claim_at(desk, document, S.IN_REVIEW)

    restrict(document, desk.first, by=desk.lead)

    assert open_duties(claim) == {("first", desk.first.pk)}


def test_narrowing_a_claim_hands_its_duty_back(desk, document):
    claim = claim_at(desk, document, S.IN_REVIEW)

    restrict_claim(claim, desk.second, by=desk.lead)

    claim.refresh_from_db()
    assert (claim.state, open_duties(claim)) == (S.TO_CHECK, set())


def test_a_lead_who_becomes_a_reviewer_holds_nothing_out_of_sight(desk, document):
    open_claim = claim_at(desk, make_document(desk.team, by=desk.lead), S.IN_REVIEW)
    change_role(desk.first, "lead", desk)
    closed = claim_at(desk, document, S.IN_REVIEW)
    restrict(document, by=desk.lead)
    assert open_duties(closed)

    change_role(desk.first, "reviewer", desk)

    assert not open_duties(closed)
    assert open_duties(open_claim)


def test_who_goes_through_a_document_and_loses_sight_of_it_does_so_no_more(desk, document):
    documents.start_triage(document=document, row_version=1, by=desk.contributor)

    restrict(document, by=desk.lead)

    document = Document.objects.get(pk=document.pk)
    assert (document.triage, document.triage_by) == ("waiting", None)
    assert Event.objects.filter(kind="document.triage_handed_back").count() == 1


def test_a_draft_is_kept_and_shown_again_once_it_can_be_read(desk, document):
    claim = claim_at(desk, document, S.IN_REVIEW)
    services.save_draft(claim=claim, duty=Duty.FIRST, typed={"rationale": ["So"]}, by=desk.first)
    mine = KeptDraft.objects.filter(claim=claim)

    restrict(document, by=desk.lead)
    assert not KeptDraft.objects.visible_to(desk.first).exists()
    assert mine.get().typed == {"rationale": ["So"]}

    restrict(document, desk.first, by=desk.lead)
    assert KeptDraft.objects.visible_to(desk.first).get() == mine.get()


# --- A claim's own access -------------------------------------------------------------------------
def test_a_claim_is_narrowed_within_its_document(desk, document):
    claim = claim_at(desk, document, S.TO_CHECK)
    restrict(document, desk.first, by=desk.lead)

    restrict_claim(claim, desk.viewer, by=desk.lead)

    for person, reads in ((desk.first, False), (desk.viewer, False), (desk.lead, True)):
        assert Claim.objects.visible_to(person).filter(pk=claim.pk).exists() == reads
    event = Event.objects.filter(kind="claim.restricted").get()
    assert event.payload.content["after"] == {"access": "restricted", "readers": [desk.viewer.pk]}


def test_a_lead_may_open_it_to_who_reads_another_of_its_documents(desk, document):
    claim = claim_at(desk, document, S.TO_CHECK)
    restrict(document, by=desk.lead)
    other = make_mention(make_document(desk.team, by=desk.lead), by=desk.lead)
    from claims import services as claims

    claims.attach_mention(mention=other, claim=claim, by=desk.lead, row_version=1)
    assert not Claim.objects.visible_to(desk.viewer).filter(pk=claim.pk).exists()

    restrict_claim(claim, by=desk.lead, access="places")

    assert Claim.objects.visible_to(desk.viewer).filter(pk=claim.pk).exists()
    assert claim.claim_mentions.visible_to(desk.viewer).get().mention == other
    restrict(other.document, by=desk.lead)
    assert not Claim.objects.visible_to(desk.viewer).filter(pk=claim.pk).exists()


@pytest.mark.parametrize("case", ["outsider", "by hand", "no such"])
def test_what_cannot_be_said_of_its_access(desk, document, case):
    claim = desk.claim() if case == "by hand" else claim_at(desk, document, S.TO_CHECK)
    access = {"outsider": "restricted", "by hand": "places", "no such": "all"}[case]
    named = [make_desk().viewer] if case == "outsider" else []

    with pytest.raises(RuleError):
        restrict_claim(claim, *named, by=desk.lead, access=access)

    assert not Event.objects.filter(kind="claim.restricted").exists()


# --- Who leaves -----------------------------------------------------------------------------------
@pytest.fixture
def differing(desk, document):
    return claim_at(desk, document, S.DIFFERING)


def propose(claim, by):
    draft = a_draft(claim, by=by, settled_by="The log")
    services.propose_joint(claim=claim, draft=draft, by=by, row_version=claim.row_version)


GOING = {
    "leaves": lambda desk, document: leave(desk.second, desk),
    "may no longer review": lambda desk, document: change_role(desk.second, "viewer", desk),
    "may no longer read": lambda desk, document: restrict(document, desk.first, by=desk.lead),
}


@pytest.mark.parametrize("going", GOING)
def test_a_joint_review_is_not_offered_with_who_is_gone(desk, document, differing, going):
    assert "propose_joint" in offered(differing, desk.first)[0]

    GOING[going](desk, document)

    assert "propose_joint" not in offered(differing, desk.first)[0]
    with pytest.raises(RuleError) as refused:
        propose(differing, desk.first)
    assert "third person" in str(refused.value)


@pytest.mark.parametrize("who", ["first", "lead"])
@pytest.mark.parametrize("proposer", ["first", "second"])
def test_a_joint_review_that_nobody_can_sign_is_ended(desk, differing, who, proposer):
    propose(differing, getattr(desk, proposer))
    leave(desk.second, desk)
    by = getattr(desk, who)
    assert "decline_joint" in offered(differing, by)[0]

    services.decline_joint(
        claim=differing, comment="She left", by=by, row_version=differing.row_version
    )

    third = a_draft(differing, by=desk.third, settled_by="The log")
    services.submit_third(
        claim=differing, draft=third, by=desk.third, row_version=differing.row_version
    )
    differing.refresh_from_db()
    assert differing.state == S.DECIDED


def test_a_lead_ends_no_joint_review_while_both_can_sign(desk, differing):
    propose(differing, desk.first)

    assert "decline_joint" not in offered(differing, desk.lead)[0]


@pytest.mark.parametrize("going", ["leaves", "may no longer review"])
def test_who_waits_for_the_other_reviewer_is_told(desk, document, differing, going):
    services.see_all(team=desk.team, by=desk.first, up_to=10_000)

    GOING[going](desk, document)

    assert [watch.claim for watch in with_news(desk.first, desk.team)] == [differing]
    (task,) = [task for task in tasks_of(desk.first, desk.team) if task.claim == differing]
    assert desk.second.name in task.reason
    assert "third person" in task.hint
    event = Event.objects.filter(kind="claim.waits_in_vain").get()
    assert event.payload.content["after"] == {
        "user": desk.second.pk,
        "waiting": [desk.first.pk],
    }


def test_who_asked_for_help_is_told(desk):
    claim = desk.claim()
    services.ask_for_help(claim=claim, text="Is it so?", asked=desk.third, by=desk.contributor)
    assert not tasks_of(desk.contributor, desk.team)

    leave(desk.third, desk)

    assert [watch.claim for watch in with_news(desk.contributor, desk.team)] == [claim]
    (task,) = tasks_of(desk.contributor, desk.team)
    assert (task.claim, desk.third.name in task.reason) == (claim, True)


def test_that_a_concealed_question_waits_is_told_to_nobody_else(desk):
    claim = reach(desk.claim(), S.IN_REVIEW, desk=desk, mode=SecondReview.BLIND)
    services.ask_for_help(claim=claim, text="Is it so?", asked=desk.third, by=desk.first)
    draft = a_draft(claim, by=desk.first)
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    leave(desk.third, desk)

    assert not Event.objects.filter(kind="claim.waits_in_vain").exists()
    assert [task.claim for task in tasks_of(desk.first, desk.team)] == [claim]
