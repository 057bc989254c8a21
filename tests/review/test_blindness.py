"""A blind round: nobody but its author finds a trace of the first review, by any way to read."""

from dataclasses import replace

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Confidence, Holds, Said
from common.errors import RuleError
from review import services
from review.models import Comment, Decision, Evidence, Review, ReviewCitation, ReviewReturn
from review.selectors import timeline
from review.vocabularies import Stance
from tests.factories.review import a_draft, as_read, make_desk, make_evidence
from tests.factories.teams import make_membership, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_templates")]

MARK = "zwiebelkuchen"  # a word that stands nowhere else
OTHERS = ["lead", "second", "third", "contributor", "viewer", "superuser"]


class Blind:
    """A claim whose first reviewer concluded misattributed and contradicted, and said so aloud."""

    def __init__(self):
        self.desk = desk = make_desk("blind", grading="asked")
        self.claim = claim = desk.claim()
        services.take(claim=claim, by=desk.first, row_version=claim.row_version)
        self.evidence = make_evidence(
            claim, by=desk.first, stance=Stance.CONTRADICTS, credibility=2, title="Harbour log"
        )
        services.add_comment(claim=claim, text=f"It is all wrong, {MARK}", by=desk.first)
        self.comment = services.add_comment(claim=claim, text="Plain talk", by=desk.contributor)
        self.review = services.submit_review(
            claim=claim,
            draft=a_draft(
                claim,
                by=desk.first,
                said=Said.MISATTRIBUTED,
                said_confidence=Confidence.HIGH,
                holds=Holds.CONTRADICTED,
                rationale=f"The log says otherwise, {MARK}",
                no_reply_why=f"They are gone, {MARK}",
            ),
            by=desk.first,
            row_version=claim.row_version,
        )

    def person(self, who):
        if who != "superuser":
            return getattr(self.desk, who)
        boss = make_user(is_superuser=True, is_staff=True)
        make_membership(self.desk.team, boss, "lead")
        return boss

    def withdraw(self):
        services.withdraw_review(
            claim=self.claim,
            comment=f"A date is wrong, {MARK}",
            by=self.desk.first,
            row_version=self.claim.row_version,
        )

    def hand_back(self):
        services.hand_back(
            claim=self.claim, note="Ill", by=self.desk.first, row_version=self.claim.row_version
        )

    def put_on_record(self):
        services.put_on_record(
            claim=self.claim, by=self.desk.contributor, row_version=self.claim.row_version
        )


STAGES = ["sealed", "withdrawn", "handed back", "on record"]


def at_stage(stage):
    blind = Blind()
    for name in STAGES[1 : STAGES.index(stage) + 1]:
        {
            "withdrawn": blind.withdraw,
            "handed back": blind.hand_back,
            "on record": blind.put_on_record,
        }[name]()
    return blind


@pytest.mark.both_dbs
@pytest.mark.parametrize("stage", STAGES)
def test_no_queryset_shows_the_first_review_to_others(stage):
    blind = at_stage(stage)

    for person in map(blind.person, OTHERS):
        seen = Evidence.objects.visible_to(person).get(pk=blind.evidence.pk)
        assert (seen.shown_stance, seen.shown_credibility) == ("", None)
        assert seen.passage == blind.evidence.passage
        for model in (Review, ReviewCitation, ReviewReturn, Decision):
            assert not model.objects.visible_to(person).exists()
        assert list(Comment.objects.visible_to(person)) == [blind.comment]


@pytest.mark.both_dbs
@pytest.mark.parametrize("stage", STAGES)
def test_no_event_tells_others_what_the_first_review_says(stage):
    blind = at_stage(stage)

    for person in map(blind.person, OTHERS):
        events = timeline.events_for(person).filter(claim_id=blind.claim.pk)
        told = [timeline.content_for(event) for event in events.select_related("payload")]
        assert len(told) > 4
        for trace in (MARK, "contradict", "misattributed"):
            assert trace not in str(told)


@pytest.mark.both_dbs
def test_its_author_reads_all_of_it():
    blind = Blind()
    first = blind.desk.first

    seen = Evidence.objects.visible_to(first).get(pk=blind.evidence.pk)
    events = timeline.events_for(first).filter(claim_id=blind.claim.pk).select_related("payload")

    assert (seen.shown_stance, seen.shown_credibility) == (Stance.CONTRADICTS, 2)
    assert list(Review.objects.visible_to(first)) == [blind.review]
    assert MARK in str([timeline.content_for(event) for event in events])


@pytest.mark.parametrize("stage", STAGES)
def test_no_page_shows_a_trace_of_it(client, stage):
    blind = at_stage(stage)
    team, pk = blind.desk.team.slug, blind.claim.pk
    claim = reverse("review:claim", args=[team, pk])
    pages = [
        claim,
        f"{claim}?judge=override",
        reverse("review:claim_history", args=[team, pk]),
        reverse("review:my_work", args=[team]),
        reverse("claims:list", args=[team]),
    ]

    for person in map(blind.person, OTHERS):
        client.force_login(person)
        for url in pages:
            page = client.get(url).content.decode()
            # The codes stand in forms; what would show them as chosen or drawn may not.
            for trace in (MARK, 'value="contradicted" checked', *DRAWN):
                assert trace not in page, f"{person} at {url}"


DRAWN = ("stance-head h-red", "evidence h-red", '<span class="chip h-red')


@pytest.mark.both_dbs
def test_begun_second_sees_evidence_and_nothing_chosen(client):
    blind = Blind()
    second = blind.desk.second
    services.begin_second(claim=blind.claim, by=second, row_version=blind.claim.row_version)
    client.force_login(second)

    page = client.get(blind.claim.get_absolute_url()).content.decode()

    assert "Harbour log" in page
    assert " checked" not in page.split('id="review-form"')[1]
    assert MARK not in page


@pytest.mark.both_dbs
def test_evidence_of_another_cannot_be_changed_or_read_by_changing():
    blind = Blind()
    item = services.EvidenceDraft(axis="holds", stance="supports", kind="note", passage="Other")

    with pytest.raises(RuleError, match="only who added it"):
        services.edit_evidence(
            evidence=blind.evidence, item=item, by=blind.desk.lead, row_version=1
        )


@pytest.mark.both_dbs
def test_refusal_does_not_tell_what_was_cited():
    """Cited or not, what was there at the sealing is refused with the same words."""
    desk = make_desk("blind")
    claim = desk.claim()
    cited = make_evidence(claim, by=desk.contributor)
    left = make_evidence(claim, by=desk.contributor)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    draft = a_draft(claim, by=desk.first, cited=as_read(cited))
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)
    refusals = []

    for item in (cited, left):
        with pytest.raises(RuleError) as refused:
            services.withdraw_evidence(
                evidence=item, why="Old", by=desk.contributor, row_version=item.row_version
            )
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]


@pytest.mark.both_dbs
def test_second_may_still_correct_their_own_addition():
    blind = Blind()
    second = blind.desk.second
    services.begin_second(claim=blind.claim, by=second, row_version=blind.claim.row_version)
    added = make_evidence(blind.claim, by=second)

    services.withdraw_evidence(evidence=added, why="Twice", by=second, row_version=1)

    assert not added.is_live()


@pytest.mark.both_dbs
def test_who_withdrew_a_first_cannot_be_the_blind_second():
    blind = at_stage("handed back")
    desk, claim = blind.desk, blind.claim
    services.take(claim=claim, by=desk.third, row_version=claim.row_version)
    draft = a_draft(claim, by=desk.third)
    services.submit_review(claim=claim, draft=draft, by=desk.third, row_version=claim.row_version)

    with pytest.raises(RuleError, match="differ"):
        services.begin_second(claim=claim, by=desk.first, row_version=claim.row_version)


@pytest.mark.both_dbs
def test_a_lower_priority_or_another_policy_does_not_lift_blindness():
    blind = at_stage("withdrawn")
    desk, claim = blind.desk, blind.claim
    services.set_priority(claim=claim, priority="low", by=desk.lead, row_version=claim.row_version)
    type(desk.team).objects.update(second_review_normal="none", second_review_high="none")

    services.submit_review(
        claim=claim,
        draft=a_draft(claim, by=desk.first),
        by=desk.first,
        row_version=claim.row_version,
    )

    assert (claim.state, claim.second_review) == (S.SECOND_REVIEW, "blind")
    assert Review.objects.visible_to(desk.lead).count() == 0


@pytest.mark.both_dbs
@pytest.mark.parametrize("agrees", [True, False])
def test_all_is_readable_once_the_second_is_sealed(agrees):
    blind = Blind()
    desk, claim = blind.desk, blind.claim
    draft = a_draft(
        claim,
        by=desk.second,
        said=Said.MISATTRIBUTED,
        holds=Holds.CONTRADICTED,
        no_reply_why="Gone",
    )
    draft = draft if agrees else replace(draft, said=Said.DISTORTED)

    services.submit_second(claim=claim, draft=draft, by=desk.second, row_version=claim.row_version)

    assert claim.state == (S.DECIDED if agrees else S.DIFFERING)
    assert Review.objects.visible_to(desk.viewer).count() == 2
    seen = Evidence.objects.visible_to(desk.viewer).get(pk=blind.evidence.pk)
    assert seen.shown_stance == Stance.CONTRADICTS


@pytest.mark.both_dbs
def test_an_earlier_round_stays_readable_while_the_next_is_blind():
    desk = make_desk("blind")
    claim = desk.at(S.DECIDED, mode="blind")
    services.reopen(claim=claim, why="New", by=desk.lead, row_version=claim.row_version)
    services.take(claim=claim, by=desk.third, row_version=claim.row_version)
    draft = a_draft(claim, by=desk.third, rationale=MARK)
    services.submit_review(claim=claim, draft=draft, by=desk.third, row_version=claim.row_version)

    rounds = Review.objects.visible_to(desk.lead).values_list("round", flat=True)

    assert set(rounds) == {1}
    assert Claim.objects.get(pk=claim.pk).said == Said.REPORTED
