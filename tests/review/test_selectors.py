"""What waits for whom and why, and what of the history each may read."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from claims.vocabularies import ClaimState as S
from documents import services as documents
from history import services as history
from history.services import Change, Where
from review import services
from review.selectors import page, places, timeline, work
from tests.factories.actors import make_protected
from tests.factories.claims import link_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk, make_evidence
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def tasks_of(user, team):
    return [task for group in work.my_work(user, team) for task in group.tasks]


def reasons(user, team):
    return [task.reason for task in tasks_of(user, team)]


# --- My work --------------------------------------------------------------------------------------
def test_each_claim_waits_for_a_reason():
    desk = make_desk("sign_off")
    team = desk.team
    taken = desk.at(S.IN_REVIEW)
    assigned = desk.claim()
    services.assign(claim=assigned, person=desk.first, by=desk.lead, row_version=1)
    returned = desk.at(S.SECOND_REVIEW)
    services.return_review(
        claim=returned, comment="Which register?", by=desk.second, row_version=returned.row_version
    )
    differing = desk.at(S.DIFFERING)
    decided = desk.at(S.DECIDED, mode="sign_off")
    services.flag_for_look(claim=decided, why="The page has changed", task="test")
    asked = desk.claim()
    services.ask_for_help(claim=asked, text="Who reads this?", asked=desk.first, by=desk.viewer)

    found = {task.claim.pk: (task.reason, task.hint) for task in tasks_of(desk.first, team)}

    assert {pk: reason for pk, (reason, _hint) in found.items()} == {
        taken.pk: "You took it",
        assigned.pk: "Assigned to you by Lida Lead",
        returned.pk: "Returned to you by Sara Second",
        differing.pk: "Your review and that of Sara Second differ",
        decided.pk: "Needs a look",
        asked.pk: "Vera Viewer asks you for help",
    }
    assert found[returned.pk][1] == "“Which register?”"
    assert work.count_of_work(desk.first, team) == len(found)


def ask_reply(claim, by, days, **fields):
    day = TODAY + timedelta(days=days)
    values = {"asked_whom": "the harbour office", "asked_how": "by letter", "reply_by": day}
    values |= {"reply_outcome": "none", "happened_on": TODAY - timedelta(days=9)}
    return make_evidence(claim, by=by, kind="reply", **values | fields)


def test_a_reply_is_waited_for_by_who_asked_until_it_came_or_the_claim_is_sealed():
    desk = make_desk("sign_off")
    late, soon, far, came = desk.claim(), desk.claim(), desk.claim(), desk.claim()
    ask_reply(late, desk.contributor, -1)
    ask_reply(soon, desk.contributor, 2)
    ask_reply(far, desk.contributor, 3)
    ask_reply(came, desk.contributor, -1, reply_outcome="answered")
    sealed = desk.at(S.SECOND_REVIEW)
    ask_reply(sealed, desk.contributor, -1)

    found = {task.claim.pk: task.reason for task in tasks_of(desk.contributor, desk.team)}

    assert found == {
        late.pk: "No reply from the harbour office",
        soon.pk: "A reply from the harbour office is due",
    }
    assert tasks_of(desk.lead, desk.team) == []


def in_triage(desk, person, **fields):
    document = make_document(desk.team, by=desk.contributor, triage="waiting", **fields)
    return documents.start_triage(document=document, row_version=1, by=person)


def test_documents_in_triage_are_work_of_who_took_them():
    desk = make_desk()
    document = in_triage(desk, desk.contributor)
    make_mention(document, by=desk.contributor)
    in_triage(desk, desk.lead)

    [task] = tasks_of(desk.contributor, desk.team)

    assert (task.document, task.reason) == (document, "You go through it")
    assert task.hint == "1 mention is left"
    assert work.count_of_work(desk.contributor, desk.team) == 1


def test_the_count_is_the_list_with_every_reason_at_once():
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW, due_on=TODAY + timedelta(days=5))
    services.ask_for_help(claim=claim, text="Who reads this?", asked=desk.first, by=desk.viewer)
    ask_reply(claim, desk.first, -1)
    ask_reply(claim, desk.first, -3)
    decided = desk.at(S.DECIDED, mode="sign_off")
    services.flag_for_look(claim=decided, why="The page has changed", task="test")
    services.ask_for_help(claim=decided, text="Still?", asked=desk.first, by=desk.viewer)
    in_triage(desk, desk.first)

    tasks = tasks_of(desk.first, desk.team)

    assert len(tasks) == work.count_of_work(desk.first, desk.team) == 3
    assert [[why.reason for why in task.whys] for task in tasks] == [
        [
            "You took it",
            "Vera Viewer asks you for help",
            "No reply from the harbour office",
        ],
        ["Vera Viewer asks you for help", "Needs a look"],
        ["You go through it"],
    ]
    assert tasks[0].due_on == TODAY - timedelta(days=3)


def test_the_next_task_goes_round_and_is_never_the_same():
    desk = make_desk()
    one, two = (desk.claim(due_on=TODAY + timedelta(days=n)) for n in (1, 2))
    for claim in (one, two):
        services.take(claim=claim, by=desk.first, row_version=1)

    def following(after):
        task = work.next_task(desk.first, desk.team, after=after)
        return task and task.claim

    assert following("") == following("c0") == one
    assert (following(f"c{one.pk}"), following(f"c{two.pk}")) == (two, one)
    services.hand_back(claim=one, note="Ill", by=desk.first, row_version=one.row_version)
    assert (following(f"c{one.pk}"), following(f"c{two.pk}")) == (two, None)


@pytest.mark.parametrize(
    ("mode", "reason"), [("blind", "Blind second review"), ("sign_off", "Sign-off")]
)
def test_the_second_knows_which_review_it_is(mode, reason):
    desk = make_desk(mode)
    claim = desk.at(S.SECOND_REVIEW, mode=mode)
    services.assign_second(
        claim=claim, person=desk.second, by=desk.lead, row_version=claim.row_version
    )

    assert reasons(desk.second, desk.team) == [reason]
    assert reasons(desk.first, desk.team) == []


def test_a_proposed_joint_review_waits_for_the_other():
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)
    draft = a_draft(claim, by=desk.first, settled_by="The log")
    services.propose_joint(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    assert reasons(desk.second, desk.team) == ["Finn First proposes a joint review"]


def test_work_is_grouped_by_when_it_is_due_and_high_priority_comes_first():
    desk = make_desk()
    days = {"late": -1, "today": 0, "week": 3, "later": 30}
    made = {name: desk.claim(due_on=TODAY + timedelta(days=n)) for name, n in days.items()}
    made |= {"none": desk.claim(), "high": desk.claim(priority="high")}
    for claim in made.values():
        services.take(claim=claim, by=desk.first, row_version=1)

    groups = {
        group.code: [task.claim for task in group.tasks]
        for group in work.my_work(desk.first, desk.team)
    }

    assert groups == {
        "overdue": [made["late"]],
        "today": [made["today"]],
        "week": [made["week"]],
        "later": [made["later"]],
        "none": [made["high"], made["none"]],
    }


def test_a_concealed_question_shows_in_the_work_of_whom_it_asks():
    desk = make_desk("blind")
    claim = desk.at(S.IN_REVIEW, mode="blind")
    services.ask_for_help(claim=claim, text="It is false?", asked=desk.third, by=desk.first)
    draft = a_draft(claim, by=desk.first)
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    assert len(work.my_work(desk.third, desk.team)) == 1
    assert work.count_of_work(desk.third, desk.team) == 1
    assert work.my_work(desk.viewer, desk.team) == []


def test_what_is_open_comes_by_date_then_priority():
    desk = make_desk()
    low, first, high = desk.claim(priority="low"), desk.claim(), desk.claim(priority="high")
    late = desk.claim(priority="low", due_on=date(2026, 5, 4))
    later = desk.claim(priority="high", due_on=date(2026, 5, 5))
    second = desk.claim()

    assert list(work.open_to_take(desk.first, desk.team)) == [
        late, later, high, first, second, low,
    ]  # fmt: skip
    assert work.first_open(desk.first, desk.team) == [late, later, high, first, second]


def test_open_to_take_leaves_out_ones_own_and_what_somebody_has():
    desk = make_desk("sign_off")
    free, sealed = desk.claim(), desk.at(S.SECOND_REVIEW)
    begun = desk.at(S.SECOND_REVIEW)
    services.begin_second(claim=begun, by=desk.second, row_version=begun.row_version)
    desk.claim(access="restricted")

    assert set(work.open_to_take(desk.third, desk.team)) == {free, sealed}
    assert set(work.open_to_take(desk.first, desk.team)) == {free}
    assert not work.open_to_take(desk.contributor, desk.team)


# --- History --------------------------------------------------------------------------------------
def kinds(user, **where):
    return list(timeline.events_for(user).filter(**where).values_list("kind", flat=True))


def test_events_of_what_one_may_not_read_are_not_there():
    desk = make_desk()
    hidden = desk.claim(access="restricted")
    services.set_priority(claim=hidden, priority="high", by=desk.lead, row_version=1)
    seen = desk.claim()
    make_evidence(seen, by=desk.lead, access="restricted")
    stranger = make_member(make_team(), "lead")

    assert kinds(desk.lead) == ["claim.prioritised", "evidence.added"]
    assert kinds(desk.viewer) == []
    assert kinds(stranger) == []


def test_members_and_tokens_are_leads_business():
    desk = make_desk()
    membership = desk.team.memberships.first()
    history.record(
        Change("membership.begun", membership, after={"email": "x@velmar.example"}),
        team_id=desk.team.pk,
        by=desk.lead,
    )

    assert kinds(desk.lead) == ["membership.begun"]
    assert kinds(desk.first) == []


def test_events_of_a_protected_actor_keep_their_content():
    desk = make_desk()
    actor = make_protected(desk.team)
    change = Change("actor.edited", actor, after={"name": "x"}, where=Where(actor=actor.pk))
    history.record(change, team_id=desk.team.pk, by=desk.lead)

    told = {}
    for who in (desk.lead, desk.viewer):
        event = timeline.events_for(who).select_related("payload").get()
        told[who] = timeline.content_for(event)

    assert told[desk.lead]["after"] == {"name": "x"}
    assert told[desk.viewer] is None


def test_one_line_per_action_with_who_what_why():
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)
    services.return_review(
        claim=claim, comment="Which register?", by=desk.second, row_version=claim.row_version
    )

    entries, more = timeline.of_claim(desk.viewer, claim)

    assert [entry.words for entry in entries] == [
        "returned the review",
        "sealed a review: reported, corroborated",
        "added evidence: The log of the north quay has an entry at 16:52.",
        "took it",
    ]
    assert (entries[0].who, entries[0].why, entries[0].state) == (
        "Sara Second",
        "Which register?",
        "in_review",
    )
    assert not more


# --- The claim's page -----------------------------------------------------------------------------
TEXT = "The office was closed. The harbour office said the quay was shut. Nobody answered."


def test_a_place_shows_the_passage_with_its_marks_and_hops():
    desk = make_desk()
    claim = desk.claim()
    document = make_document(desk.team, by=desk.contributor, text=TEXT)
    mention = make_mention(
        document,
        "the quay was shut",
        source="The harbour office",
        cue="said",
        by=desk.contributor,
    )
    link_mention(claim, mention, by=desk.contributor)

    [place] = places.places_of(claim, desk.viewer)

    marked = [(piece.text, sorted(piece.owners)) for piece in place.passage[0] if piece.owners]
    assert marked == [
        ("The harbour office", ["source"]),
        ("said", ["cue"]),
        ("the quay was shut", ["content"]),
    ]
    assert "".join(piece.text for piece in place.passage[0]) == TEXT
    assert place.speaker.label == "The harbour office"


def test_a_place_in_a_restricted_document_is_not_shown():
    desk = make_desk()
    claim = desk.claim()
    document = make_document(desk.team, by=desk.lead, text=TEXT, access="restricted")
    link_mention(claim, make_mention(document, by=desk.lead), by=desk.lead)

    assert len(places.places_of(claim, desk.lead)) == 1
    assert places.places_of(claim, desk.viewer) == []


def test_names_of_protected_sources_are_shown_to_leads_alone(client):
    desk = make_desk()
    speaker = make_protected(desk.team, "Ilva Norn", label="a dock worker")
    claim = desk.claim(speaker=speaker)
    make_evidence(claim, by=desk.lead, source=speaker)
    shown = {}

    for who in ("lead", "viewer", "first"):
        client.force_login(getattr(desk, who))
        page_text = client.get(claim.get_absolute_url()).content.decode()
        shown[who] = ("Ilva" in page_text, "a dock worker" in page_text)

    assert shown == {"lead": (True, False), "viewer": (False, True), "first": (False, True)}


def test_evidence_stands_by_question_and_stance():
    desk = make_desk()
    claim = desk.claim()
    make_evidence(claim, by=desk.first, axis="said", stance="context")
    make_evidence(claim, by=desk.first, axis="holds", stance="contradicts")
    make_evidence(claim, by=desk.first, axis="holds", stance="supports")

    said, holds = page.lanes(page.evidence_of(claim, desk.viewer))

    assert [group.stance for group in said.groups] == ["context"]
    assert [group.stance for group in holds.groups] == ["supports", "contradicts"]
