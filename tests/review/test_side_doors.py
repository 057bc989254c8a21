"""Ways round a blind round that were open once: what is kept, from whom, since when, and who was
shown some of it all the same.
"""

from itertools import permutations

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from claims.vocabularies import ClaimState as S
from claims.vocabularies import Priority
from common.errors import RuleError
from review import mailing, services
from review.models import Comment, Evidence, Review, Sighting
from review.selectors import timeline
from review.services.judgements import said_of
from review.vocabularies import Axis, Stance
from teams import services as teams
from teams.models import Membership, Team, User
from tests.factories.review import a_draft, differing, evidence_draft, make_desk, make_evidence
from tests.factories.teams import make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_templates")]

MARK = "zwiebelkuchen"  # a word that stands nowhere else


@pytest.fixture
def desk():
    return make_desk("blind", grading="asked")


def take(claim, by):
    return services.take(claim=claim, by=by, row_version=claim.row_version)


def seal(claim, by, **fields):
    claim.refresh_from_db()
    return services.submit_review(
        claim=claim, draft=a_draft(claim, by=by, **fields), by=by, row_version=claim.row_version
    )


def begin(claim, by):
    claim.refresh_from_db()
    return services.begin_second(claim=claim, by=by, row_version=claim.row_version)


def stop(claim, desk):
    claim.refresh_from_db()
    services.stop_pursuing(claim=claim, why="No", by=desk.lead, row_version=claim.row_version)


def reopen(claim, desk):
    claim.refresh_from_db()
    services.reopen(claim=claim, why="Yes", by=desk.lead, row_version=claim.row_version)


def hand_back(claim, by, note="Ill"):
    claim.refresh_from_db()
    services.hand_back(claim=claim, note=note, by=by, row_version=claim.row_version)


def as_read(item):
    return {item.pk: Evidence.objects.get(pk=item.pk).row_version}


def seen_by(person, item):
    row = Evidence.objects.visible_to(person).get(pk=item.pk)
    return row.shown_stance, row.shown_credibility


def told_to(person, claim):
    events = timeline.events_for(person).filter(claim_id=claim.pk).select_related("payload")
    return str([timeline.content_for(event) for event in events])


def judge(item, by):
    """Say that it contradicts, and that it is improbable."""
    item = Evidence.objects.get(pk=item.pk)
    draft = evidence_draft(axis=item.axis, passage=item.passage, stance=Stance.CONTRADICTS)
    services.edit_evidence(evidence=item, item=draft, by=by, row_version=item.row_version)
    services.grade_evidence(evidence=item, credibility=5, by=by, row_version=item.row_version)


# --- What was written, by whom, in which round ----------------------------------------------------
@pytest.mark.both_dbs
@pytest.mark.parametrize("stage", ["in review", "sealed", "withdrawn", "handed back"])
def test_an_earlier_item_that_the_first_judges_shows_what_stood_there(desk, stage):
    claim = desk.at(S.DECIDED, mode="blind")
    item = make_evidence(claim, by=desk.contributor, credibility=2)
    reopen(claim, desk)
    take(claim, desk.third)
    judge(item, desk.third)
    if stage != "in review":
        seal(claim, desk.third, cited=as_read(item))
    if stage in {"withdrawn", "handed back"}:
        version = claim.row_version
        services.withdraw_review(claim=claim, comment=MARK, by=desk.third, row_version=version)
    if stage == "handed back":
        hand_back(claim, desk.third)

    for person in (desk.first, desk.second, desk.lead, desk.contributor, desk.viewer):
        assert seen_by(person, item) == (Stance.SUPPORTS, 2)
        assert "contradicts" not in told_to(person, claim)
        assert '"credibility": 5' not in told_to(person, claim)
    assert seen_by(desk.third, item) == (Stance.CONTRADICTS, 5)


@pytest.mark.both_dbs
def test_who_added_an_item_does_not_read_what_the_first_made_of_it(desk):
    claim = desk.claim()
    item = make_evidence(claim, by=desk.second)
    take(claim, desk.first)
    judge(item, desk.first)
    seal(claim, desk.first, cited=as_read(item))
    begin(claim, desk.second)

    assert seen_by(desk.second, item) == (Stance.SUPPORTS, None)
    assert "contradicts" not in told_to(desk.second, claim)


@pytest.mark.both_dbs
def test_others_leave_what_the_first_judged_and_learn_nothing_by_trying(desk):
    claim = desk.claim()
    item = make_evidence(claim, by=desk.contributor)
    take(claim, desk.first)
    judge(item, desk.first)
    seen = Evidence.objects.visible_to(desk.contributor).get(pk=item.pk)
    said = services.EvidenceDraft(**said_of(seen) | {"place": "page 4"})
    for stance in (Stance.CONTRADICTS, Stance.CONTEXT):
        other = services.EvidenceDraft(**said_of(seen) | {"stance": stance})
        with pytest.raises(RuleError, match="A reviewer has judged"):
            services.edit_evidence(
                evidence=seen, item=other, by=desk.contributor, row_version=seen.row_version
            )

    services.edit_evidence(
        evidence=seen, item=said, by=desk.contributor, row_version=seen.row_version
    )

    item.refresh_from_db()
    assert (item.place, item.stance, item.credibility) == ("page 4", Stance.CONTRADICTS, 5)
    assert seen_by(desk.contributor, item) == (Stance.SUPPORTS, None)
    assert "contradicts" not in told_to(desk.contributor, claim)


@pytest.mark.both_dbs
def test_what_others_judged_stays_open_in_a_blind_round(desk):
    claim = desk.claim()
    item = make_evidence(claim, by=desk.contributor, credibility=3)
    take(claim, desk.first)
    seal(claim, desk.first, cited=as_read(item))

    assert seen_by(desk.second, item) == (Stance.SUPPORTS, 3)


@pytest.mark.both_dbs
def test_why_the_first_withdrew_an_item_is_kept(desk):
    claim = desk.claim()
    item = make_evidence(claim, by=desk.contributor)
    take(claim, desk.first)
    services.withdraw_evidence(evidence=item, why=MARK, by=desk.first, row_version=1)

    seen = Evidence.objects.visible_to(desk.second).get(pk=item.pk)
    services.restore_evidence(evidence=seen, by=desk.second, row_version=seen.row_version)

    assert seen.shown_withdrawn_why == ""
    assert MARK not in told_to(desk.second, claim)


# --- What the admin's addresses answer ------------------------------------------------------------
@pytest.mark.parametrize(
    "lookup",
    [
        "stance=contradicts",
        "stance__exact=contradicts",
        "stance__startswith=c",
        "credibility=6",
        "credibility__gt=3",
        "citations__isnull=False",
        "claim__reviews__said=distorted",
        "comments__text__contains=x",
        "judged_by=1",
        "open_stance=supports",
    ],
)
def test_the_admin_answers_nothing_that_it_does_not_offer(client, desk, lookup):
    boss = make_user(is_superuser=True, is_staff=True)
    Membership.objects.create(team=desk.team, user=boss, role="lead")
    make_evidence(desk.claim(), by=desk.contributor)
    client.force_login(boss)

    answer = client.get(reverse("admin:review_evidence_changelist") + f"?{lookup}")

    assert answer.status_code == 400


def test_the_admin_still_answers_what_it_offers(client, desk):
    boss = make_user(is_superuser=True, is_staff=True)
    Membership.objects.create(team=desk.team, user=boss, role="lead")
    make_evidence(desk.claim(), by=desk.contributor)
    client.force_login(boss)
    url = reverse("admin:review_evidence_changelist")

    for offered in (f"axis__exact={Axis.HOLDS}", f"team__id__exact={desk.team.pk}", "q=harbour"):
        assert client.get(f"{url}?{offered}").status_code == 200


# --- Rounds that ended undecided ------------------------------------------------------------------
@pytest.mark.both_dbs
@pytest.mark.parametrize("begun", [False, True])
def test_a_round_that_was_stopped_stays_concealed(desk, begun):
    claim = desk.claim()
    take(claim, desk.first)
    item = make_evidence(claim, by=desk.first, stance=Stance.CONTRADICTS)
    services.add_comment(claim=claim, text=MARK, by=desk.first)
    seal(claim, desk.first, rationale=MARK)
    if begun:
        begin(claim, desk.second)
    stop(claim, desk)
    others = (desk.second, desk.lead, desk.viewer)

    for step in (lambda: None, lambda: reopen(claim, desk), lambda: take(claim, desk.first)):
        step()
        for person in others:
            assert not Review.objects.visible_to(person).exists()
            assert not Comment.objects.visible_to(person).exists()
            assert seen_by(person, item) == ("", None)
            assert MARK not in told_to(person, claim)
    seal(claim, desk.first, rationale=MARK)
    begin(claim, desk.second)
    draft = a_draft(claim, by=desk.second, cited=as_read(item))
    services.submit_second(claim=claim, draft=draft, by=desk.second, row_version=claim.row_version)
    assert claim.state == S.DECIDED
    assert Review.objects.visible_to(desk.viewer).count() == 3


@pytest.mark.both_dbs
def test_where_all_could_read_it_nobody_is_its_blind_second(desk):
    claim = desk.at(S.DIFFERING)
    stop(claim, desk)
    reopen(claim, desk)
    take(claim, desk.first)
    seal(claim, desk.first)

    for person in (desk.second, desk.third, desk.lead):
        with pytest.raises(RuleError, match="seen"):
            begin(claim, person)


@pytest.mark.both_dbs
def test_after_two_that_differ_and_were_left_the_third_is_first(desk):
    claim = desk.at(S.DIFFERING)
    stop(claim, desk)
    reopen(claim, desk)
    take(claim, desk.third)
    seal(claim, desk.third)

    begin(claim, desk.second)

    assert claim.state == S.SECOND_REVIEW


# --- Who else could sign in -----------------------------------------------------------------------
def links(desk, person):
    membership = Membership.objects.get(user=person, team=desk.team)
    other = User.objects.filter(name="Olaf").first() or make_member(desk.team, "lead", name="Olaf")
    teams.reset_link(membership=membership, by=desk.lead)
    return teams.reset_link(membership=membership, by=other)


@pytest.mark.both_dbs
@pytest.mark.parametrize("stage", ["sealed", "withdrawn", "stopped", "differing"])
def test_nobody_gets_a_link_of_who_holds_a_sealed_review(desk, stage):
    claim = desk.at(S.DIFFERING if stage == "differing" else S.SECOND_REVIEW, mode="blind")
    if stage == "withdrawn":
        version = claim.row_version
        services.withdraw_review(claim=claim, comment="No", by=desk.first, row_version=version)
    elif stage == "stopped":
        stop(claim, desk)

    with pytest.raises(RuleError, match="sealed review"):
        links(desk, desk.first)
    for command in (["reset_link", desk.first.email], ["changepassword", desk.first.email]):
        with pytest.raises(CommandError, match="sealed review"):
            call_command(*command)
    with pytest.raises(CommandError, match="sealed review"):
        call_command("make_token", desk.first.email, team=desk.team.slug, scope=["read"])


def test_a_link_takes_two_leads_and_the_person_is_told(desk):
    membership = Membership.objects.get(user=desk.first, team=desk.team)
    with pytest.raises(RuleError, match="two leads"):
        teams.reset_link(membership=membership, by=desk.lead)
    other = make_member(desk.team, "lead")

    first = [teams.reset_link(membership=membership, by=desk.lead) for _time in range(2)]
    link = teams.reset_link(membership=membership, by=other)

    assert first == ["", ""]
    assert "/password/reset/key/" in link
    assert [sent.to for sent in mail.outbox] == [[desk.first.email]]
    assert teams.reset_link(membership=membership, by=desk.lead) == ""


def test_the_person_is_told_at_the_next_sign_in(client, desk):
    person = make_member(desk.team, "reviewer", password="quiet-harbour-lamp-42")
    links(desk, person)
    form = {"login": person.email, "password": "quiet-harbour-lamp-42"}

    page = client.post(reverse("account_login"), form, follow=True).content.decode()
    client.logout()
    again = client.post(reverse("account_login"), form, follow=True).content.decode()

    assert "A link to set your password was made" in page
    assert "A link to set your password was made" not in again


# --- Before the seal ------------------------------------------------------------------------------
@pytest.mark.both_dbs
def test_what_the_first_writes_is_kept_from_taking_on(desk):
    claim = desk.claim()
    services.add_comment(claim=claim, text="Before", by=desk.first)
    services.watch(subject=claim, by=desk.second)
    take(claim, desk.first)
    item = make_evidence(claim, by=desk.first, stance=Stance.CONTRADICTS)
    kept = services.add_comment(claim=claim, text=MARK, by=desk.first)
    services.edit_comment(comment=kept, text=f"{MARK}!", by=desk.first, row_version=1)

    for person in (desk.second, desk.third, desk.lead, desk.contributor, desk.viewer):
        assert [each.text for each in Comment.objects.visible_to(person)] == ["Before"]
        assert seen_by(person, item) == ("", None)
        assert MARK not in told_to(person, claim)
        assert "contradicts" not in told_to(person, claim)
    begin_mailing(desk.second)
    assert MARK not in str([sent.body for sent in mail.outbox])
    assert len(mail.outbox) == 1


def begin_mailing(person):
    User.objects.exclude(pk=person.pk).update(news_mail="never")
    User.objects.filter(pk=person.pk).update(news_mail="at_once")
    mailing.send_news(timezone.now())


@pytest.mark.both_dbs
def test_who_is_asked_for_help_reads_it_and_cannot_be_the_second(desk):
    claim = desk.claim()
    take(claim, desk.first)
    services.ask_for_help(claim=claim, text=MARK, asked=desk.second, by=desk.first)
    question = Comment.objects.get()
    services.add_comment(claim=claim, text=f"{MARK}, yes", by=desk.second, reply_to=question)
    services.add_comment(claim=claim, text=f"{MARK}, so", by=desk.first, reply_to=question)
    seal(claim, desk.first)

    assert Comment.objects.visible_to(desk.second).count() == 3
    assert Comment.objects.visible_to(desk.first).count() == 3
    for person in (desk.third, desk.lead, desk.viewer):
        assert not Comment.objects.visible_to(person).exists()
        assert MARK not in told_to(person, claim)
    with pytest.raises(RuleError, match="seen"):
        begin(claim, desk.second)
    version = claim.row_version
    with pytest.raises(RuleError, match="seen"):
        services.assign_second(claim=claim, person=desk.second, by=desk.lead, row_version=version)
    begin(claim, desk.third)


@pytest.mark.both_dbs
def test_the_last_who_could_be_the_second_is_not_asked(desk):
    claim = desk.claim()
    take(claim, desk.first)
    for asked in (desk.second, desk.third):
        services.ask_for_help(claim=claim, text="Well?", asked=asked, by=desk.first)

    with pytest.raises(RuleError, match="Nobody would be left"):
        services.ask_for_help(claim=claim, text="Well?", asked=desk.lead, by=desk.first)
    services.ask_for_help(claim=claim, text="Well?", asked=desk.viewer, by=desk.first)


@pytest.mark.both_dbs
def test_nobody_is_named_who_cannot_read_it(desk):
    claim = desk.claim()
    take(claim, desk.first)

    with pytest.raises(RuleError, match="Sara Second cannot read this"):
        services.add_comment(claim=claim, text="@Sara Second, see?", by=desk.first)

    assert not Comment.objects.exists()


# --- Rounds that become blind ---------------------------------------------------------------------
@pytest.fixture
def mixed(desk):
    """Normal priority is signed, high priority is reviewed blind."""
    Team.objects.filter(pk=desk.team.pk).update(second_review_normal="sign_off")
    desk.team.refresh_from_db()
    claim = desk.claim()
    take(claim, desk.first)
    make_evidence(claim, by=desk.first, stance=Stance.CONTRADICTS)
    services.add_comment(claim=claim, text=MARK, by=desk.first)
    return claim


def prioritise(claim, desk, priority=Priority.HIGH):
    claim.refresh_from_db()
    version = claim.row_version
    services.set_priority(claim=claim, priority=priority, by=desk.lead, row_version=version)


@pytest.mark.both_dbs
def test_who_opened_a_claim_that_becomes_blind_cannot_be_the_second(client, desk, mixed):
    for route in ("review:claim", "review:claim_history"):
        person = desk.third if route == "review:claim" else desk.lead
        client.force_login(person)
        client.get(reverse(route, args=[desk.team.slug, mixed.pk]))
        assert Comment.objects.visible_to(person).exists()
    prioritise(mixed, desk)
    client.force_login(desk.third)
    assert MARK not in client.get(mixed.get_absolute_url()).content.decode()
    seal(mixed, desk.first)

    assert mixed.second_review == "blind"
    for person in (desk.third, desk.lead):
        with pytest.raises(RuleError, match="seen"):
            begin(mixed, person)
    begin(mixed, desk.second)


@pytest.mark.both_dbs
def test_lists_and_mails_show_it_to_those_alone_who_opened_the_claim(client, desk, mixed):
    services.watch(subject=mixed, by=desk.second)
    services.add_comment(claim=mixed, text=MARK, by=desk.first)
    begin_mailing(desk.second)
    assert MARK not in str([sent.body for sent in mail.outbox])
    assert not Comment.objects.visible_to(desk.second).exists()
    assert not Sighting.objects.exists()

    client.force_login(desk.second)
    client.get(mixed.get_absolute_url())

    assert Comment.objects.visible_to(desk.second).count() == 2
    assert Sighting.objects.get().person == desk.second


@pytest.mark.both_dbs
def test_lowering_and_raising_again_makes_no_stranger_of_a_witness(client, desk, mixed):
    client.force_login(desk.third)
    client.get(mixed.get_absolute_url())
    for priority in (Priority.HIGH, Priority.LOW, Priority.HIGH):
        prioritise(mixed, desk, priority)
    seal(mixed, desk.first)

    with pytest.raises(RuleError, match="seen"):
        begin(mixed, desk.third)


@pytest.mark.both_dbs
def test_a_policy_that_turns_blind_counts_for_claims_taken_from_then_on():
    desk = make_desk("sign_off")
    claim = desk.claim()
    take(claim, desk.first)
    services.add_comment(claim=claim, text=MARK, by=desk.first)
    Team.objects.update(second_review_normal="blind", second_review_high="blind")
    desk.team.refresh_from_db()
    claim.team.refresh_from_db()
    seal(claim, desk.first)

    assert claim.second_review == "sign_off"
    assert Comment.objects.visible_to(desk.viewer).exists()


@pytest.mark.both_dbs
def test_once_it_is_signed_all_is_readable(desk, mixed):
    seal(mixed, desk.first)

    assert mixed.second_review == "sign_off"
    assert Comment.objects.visible_to(desk.viewer).exists()
    assert Review.objects.visible_to(desk.viewer).exists()


# --- Handing on -----------------------------------------------------------------------------------
@pytest.mark.both_dbs
def test_a_note_for_the_next_is_read_by_the_next_alone(desk):
    claim = desk.claim()
    take(claim, desk.first)
    hand_back(claim, desk.first, note=MARK)
    assert MARK not in told_to(desk.second, claim)

    take(claim, desk.second)

    assert MARK in told_to(desk.second, claim)
    assert MARK not in told_to(desk.third, claim)
    hand_back(claim, desk.second)
    take(claim, desk.first)
    seal(claim, desk.first)
    with pytest.raises(RuleError, match="seen"):
        begin(claim, desk.second)
    begin(claim, desk.third)


@pytest.mark.both_dbs
def test_whose_draft_was_handed_on_is_not_the_blind_second_of_it(desk):
    claim = desk.claim()
    take(claim, desk.first)
    typed = {"rationale": [MARK]}
    services.save_draft(claim=claim, duty="first", typed=typed, by=desk.first)
    services.reassign(
        claim=claim,
        person=desk.second,
        note="Yours",
        by=desk.first,
        row_version=claim.row_version,
        with_draft=True,
    )
    seal(claim, desk.second)

    with pytest.raises(RuleError, match="seen"):
        begin(claim, desk.first)
    begin(claim, desk.third)


@pytest.mark.parametrize("order", list(permutations(("first", "second", "third"))))
@pytest.mark.parametrize("backs", [0, 1, 2, 3])
def test_three_reviewers_finish_every_blind_round(desk, order, backs):
    """However often it is handed back before, whoever seals and whoever is asked."""
    desk.team.memberships.filter(role="lead").update(ended_at=timezone.now())
    people = [getattr(desk, name) for name in order]
    claim = desk.claim()
    for turn in range(backs):
        take(claim, people[turn % 3])
        hand_back(claim, people[turn % 3])
    first = people[backs % 3]
    take(claim, first)
    others = [person for person in people if person != first]
    for asked in others:
        try:
            services.ask_for_help(claim=claim, text="Well?", asked=asked, by=first)
        except RuleError:
            continue
    seal(claim, first)
    for person in others:
        try:
            begin(claim, person)
        except RuleError:
            continue
        draft = differing(a_draft(claim, by=person))
        version = claim.row_version
        services.submit_second(claim=claim, draft=draft, by=person, row_version=version)
        break

    assert claim.state == S.DIFFERING


@pytest.mark.both_dbs
def test_the_database_refuses_a_second_who_has_seen_the_first(desk):
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    services.begin_second(claim=claim, by=desk.second, row_version=claim.row_version)
    Sighting.objects.create(
        team=desk.team, claim=claim, round=1, author=desk.first, person=desk.second
    )
    first = Review.objects.get()
    names = {field.name for field in Review._meta.fields} - {"id", "duty", "reviewer"}
    values = {name: getattr(first, name) for name in names}

    with pytest.raises(DatabaseError, match="seen the first"), transaction.atomic():
        Review.objects.create(duty="second", reviewer=desk.second, **values)
    Review.objects.create(duty="second", reviewer=desk.third, **values)


def test_where_nobody_is_left_the_lead_is_told(client, desk):
    claim = desk.at(S.DIFFERING)
    stop(claim, desk)
    reopen(claim, desk)
    take(claim, desk.first)
    seal(claim, desk.first)
    client.force_login(desk.lead)

    page = client.get(claim.get_absolute_url()).content.decode()

    assert "Nobody is left for the blind second review" in page
