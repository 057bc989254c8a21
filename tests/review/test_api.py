"""The way to a verdict through the API."""

from itertools import pairwise

import pytest
from django.utils import timezone

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from review import services
from review.models import Comment, Evidence, Review
from teams.roles import Scope
from teams.vocabularies import SecondReview
from tests.factories.actors import make_protected
from tests.factories.api import api_as, api_of_nobody
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence
from tests.factories.teams import OUTSIDER, make_member, make_team

pytestmark = pytest.mark.django_db


def verdicts(claim, *cited, **fields):
    return {
        "row_version": Claim.objects.get(pk=claim.pk).row_version,
        "said": "reported",
        "said_confidence": "moderate",
        "holds": "corroborated",
        "holds_confidence": "high",
        "rationale": "The harbour log has the hour.",
        "as_of": timezone.localdate().isoformat(),
        "stands_alone": True,
        "cited": [{"id": each["id"], "row_version": each["row_version"]} for each in cited],
        **fields,
    }


def a_note(claim, **fields):
    return {
        "claim": claim.pk,
        "axis": "holds",
        "stance": "supports",
        "kind": "note",
        "passage": "An entry at 16:52.",
        **fields,
    }


def outsider_at(desk):
    home = make_team()
    return api_as(make_member(home, "lead"), home, at=desk.team)


def cast(desk):
    """A program for each part of the cast, by the words of `tests.factories.teams`."""
    return {
        "lead": api_as(desk.lead, desk.team),
        "reviewer": api_as(desk.third, desk.team),
        "contributor": api_as(desk.contributor, desk.team),
        "viewer": api_as(desk.viewer, desk.team),
        OUTSIDER: outsider_at(desk),
        "anonymous": api_of_nobody(desk.team),
        "token of scope read": api_as(desk.lead, desk.team, scopes=[Scope.READ]),
    }


READ = {OUTSIDER: 404, "anonymous": 401}
REFUSED = {OUTSIDER: 404, "anonymous": 401, "token of scope read": 403}
CONTRIBUTORS = {**REFUSED, "viewer": 403}
REVIEWERS = {**CONTRIBUTORS, "contributor": 403}
LEADS = {**REVIEWERS, "reviewer": 403}


@pytest.mark.parametrize(
    "path",
    [
        "evidence",
        "evidence/{evidence}",
        "reviews",
        "reviews/{review}",
        "decisions",
        "decisions/{decision}",
        "assignments",
        "comments",
        "comments/{comment}",
        "events",
        "events/{event}",
    ],
)
def test_reading_by_role(path):
    desk = make_desk()
    claim = desk.at(S.DECIDED)
    comment = api_as(desk.viewer, desk.team).post("comments", {"claim": claim.pk, "text": "Hm."})
    ids = {
        "evidence": claim.evidence.get().pk,
        "review": claim.reviews.get().pk,
        "decision": claim.decisions.get().pk,
        "comment": comment.json()["id"],
        "event": api_as(desk.lead, desk.team).every("events", claim=claim.pk)[0]["id"],
    }

    codes = {who: api.get(path.format(**ids)).status_code for who, api in cast(desk).items()}

    assert codes == {who: READ.get(who, 200) for who in codes}


@pytest.mark.parametrize(
    ("step", "state", "body", "refused"),
    [
        ("mark-to-check", S.ON_RECORD, {"priority": "high"}, CONTRIBUTORS),
        ("put-on-record", S.TO_CHECK, {}, CONTRIBUTORS),
        ("set-priority", S.TO_CHECK, {"priority": "low"}, CONTRIBUTORS),
        ("set-due", S.TO_CHECK, {"due_on": "2030-01-01"}, CONTRIBUTORS),
        ("take", S.TO_CHECK, {}, REVIEWERS),
        ("assign", S.TO_CHECK, {"person": "first"}, LEADS),
        ("begin-second", S.SECOND_REVIEW, {}, REVIEWERS),
        ("sign", S.SECOND_REVIEW, {}, REVIEWERS),
        ("return-review", S.SECOND_REVIEW, {"comment": "Say more"}, REVIEWERS),
        ("assign-second", S.SECOND_REVIEW, {"person": "second"}, LEADS),
        ("stop-pursuing", S.TO_CHECK, {"why": "Too old"}, LEADS),
        ("reopen", S.DECIDED, {"why": "New log"}, LEADS),
    ],
)
def test_steps_by_role(step, state, body, refused):
    codes = {}
    for who in (*LEADS, "lead"):
        desk = make_desk()
        claim = desk.at(state)
        person = getattr(desk, body.get("person", ""), None)
        sent = body | ({"person": person.pk} if person else {})
        api = cast(desk)[who]
        answer = api.post(f"claims/{claim.pk}/{step}", {**sent, "row_version": claim.row_version})
        codes[who] = answer.status_code
        written = Claim.objects.get(pk=claim.pk).row_version != claim.row_version
        assert written == (answer.status_code == 200)

    assert codes == {who: refused.get(who, 200) for who in codes}


def test_from_queue_to_signed_decision():
    desk = make_desk(SecondReview.SIGN_OFF)
    claim = desk.claim()
    first, second = api_as(desk.first, desk.team), api_as(desk.second, desk.team)

    note = first.post("evidence", a_note(claim)).json()
    taken = first.post(f"claims/{claim.pk}/take", {"row_version": claim.row_version}).json()
    sealed = first.post(f"claims/{claim.pk}/submit-review", verdicts(claim, note)).json()
    signed = second.post(f"claims/{claim.pk}/sign", {"row_version": sealed["row_version"]}).json()

    assert [taken["state"], sealed["state"], signed["state"]] == [
        "in_review",
        "second_review",
        "decided",
    ]
    assert (signed["said"], signed["holds"]) == ("reported", "corroborated")
    assert signed["decided_by_one"] is False
    [decision] = second.every("decisions", claim=claim.pk)
    assert (decision["kind"], decision["second_by"]["name"]) == ("signed", "Sara Second")
    [review] = second.every("reviews", claim=claim.pk)
    assert review["cited"] == [note["id"]]
    assert review["judged"]["statement"] == claim.statement


def test_what_is_missing_is_listed_and_nothing_written():
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    body = verdicts(claim, rationale="", stands_alone=None, as_of=None)

    answer = api_as(desk.first, desk.team).post(f"claims/{claim.pk}/submit-review", body)

    assert answer.status_code == 422
    assert answer.json()["missing"] == [
        "Statement stands alone",
        "Reasons",
        "The day up to which you looked",
        "Evidence cited",
    ]
    assert not Review.objects.exists()


def test_a_step_that_is_not_open_is_422():
    desk = make_desk()
    claim = desk.at(S.TO_CHECK)

    answer = api_as(desk.second, desk.team).post(
        f"claims/{claim.pk}/sign", {"row_version": claim.row_version}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "rule"


@pytest.mark.parametrize("body", [{}, {"row_version": 0}, {"row_version": "new"}, []])
def test_step_without_a_version_is_400(body):
    desk = make_desk()
    claim = desk.claim()

    answer = api_as(desk.first, desk.team).post(f"claims/{claim.pk}/take", body)

    assert answer.status_code == 400
    assert Claim.objects.get(pk=claim.pk).state == S.TO_CHECK


def test_step_sent_twice_is_a_conflict_with_the_claim_as_it_stands():
    desk = make_desk()
    claim = desk.claim()
    api, body = api_as(desk.first, desk.team), {"row_version": claim.row_version}

    api.post(f"claims/{claim.pk}/take", body)
    again = api.post(f"claims/{claim.pk}/take", body)

    assert again.status_code == 409
    assert again.json()["current"]["state"] == "in_review"


def test_differing_is_settled_by_a_joint_review():
    desk = make_desk(SecondReview.BLIND)
    claim = desk.at(S.DIFFERING)
    first, second = api_as(desk.first, desk.team), api_as(desk.second, desk.team)
    cited = first.every("evidence", claim=claim.pk)
    body = verdicts(claim, *cited, settled_by="The second log entry")

    proposed = first.post(f"claims/{claim.pk}/propose-joint", body).json()
    signed = second.post(
        f"claims/{claim.pk}/sign-joint", {"row_version": proposed["row_version"]}
    ).json()

    assert (proposed["state"], signed["state"]) == ("differing", "decided")


def test_person_of_another_team_cannot_be_assigned():
    desk = make_desk()
    claim, stranger = desk.claim(), make_member(make_team(), "reviewer")

    answer = api_as(desk.lead, desk.team).post(
        f"claims/{claim.pk}/assign", {"row_version": claim.row_version, "person": stranger.pk}
    )

    assert answer.status_code == 400
    assert "person" in answer.json()["errors"]


# --- Blindness ------------------------------------------------------------------------------------
MARKER = "zanzibar-marker"
LISTS = ("claims", "mentions", "evidence", "reviews", "decisions", "assignments", "comments")
EVERYTHING = (*LISTS, "events", "actors", "documents", "jobs", "members", "places")


def blind_claim(desk):
    """A claim in blind second review. The marker is in all that the first reviewer found."""
    claim = desk.claim()
    first = api_as(desk.first, desk.team)
    note = first.post(
        "evidence", a_note(claim, stance="contradicts", kind="note", credibility=2)
    ).json()
    first.post(f"claims/{claim.pk}/take", {"row_version": claim.row_version})
    first.post("comments", {"claim": claim.pk, "text": f"I lean to {MARKER}"})
    body = verdicts(claim, note, holds="disputed", no_reply_why=MARKER, rationale=MARKER)
    answer = first.post(f"claims/{claim.pk}/submit-review", body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "second_review"
    return Claim.objects.get(pk=claim.pk), note


def whole(api, claim):
    """Everything that the API and the exports tell this person, as one text."""
    told = [api.get(path, page_size=200).content.decode() for path in EVERYTHING]
    for path in LISTS:
        for row in api.get(path, page_size=200).json()["results"]:
            if path not in {"assignments"}:
                told.append(api.get(f"{path}/{row['id']}").content.decode())
    for event in api.every("events", claim=claim.pk):
        told.append(api.get(f"events/{event['id']}").content.decode())
    for kind in ("csv", "json", "ndjson"):
        told.append(b"".join(api.get("claims/export", format=kind)).decode())
    stale = api.post(f"claims/{claim.pk}/begin-second", {"row_version": 1})
    return "\n".join([*told, stale.content.decode()])


@pytest.mark.parametrize("who", ["lead", "second", "contributor", "superuser"])
def test_first_review_is_nowhere_while_blind(who):
    desk = make_desk(SecondReview.BLIND)
    claim, note = blind_claim(desk)
    person = desk.lead if who == "superuser" else getattr(desk, who)
    if who == "superuser":
        person.is_superuser = person.is_staff = True
        person.save()
    api = api_as(person, desk.team)

    told = whole(api, claim)
    shown = api.get(f"evidence/{note['id']}").json()

    assert MARKER not in told
    assert '"disputed"' not in told.replace('"disputed":{', "")
    assert (shown["stance"], shown["credibility"], shown["is_concealed"]) == ("", None, True)
    assert shown["passage"] == "An entry at 16:52."
    assert api.every("reviews", claim=claim.pk) == []
    assert api.every("reviews", reviewer=desk.first.pk) == []


def test_withdrawn_first_review_stays_its_authors_own():
    desk = make_desk(SecondReview.BLIND)
    claim, _note = blind_claim(desk)
    lead, first = api_as(desk.lead, desk.team), api_as(desk.first, desk.team)
    asked = lead.post(
        f"claims/{claim.pk}/assign-second",
        {"row_version": claim.row_version, "person": desk.second.pk},
    ).json()
    body = {"row_version": asked["row_version"], "comment": MARKER}
    back = first.post(f"claims/{claim.pk}/withdraw-review", body)

    assert back.json()["state"] == "in_review"
    for person in (desk.second, desk.lead):
        assert MARKER not in whole(api_as(person, desk.team), claim)


def test_first_review_is_its_authors_to_read():
    desk = make_desk(SecondReview.BLIND)
    claim, note = blind_claim(desk)
    api = api_as(desk.first, desk.team)

    assert MARKER in whole(api, claim)
    assert api.get(f"evidence/{note['id']}").json()["stance"] == "contradicts"


def test_filters_do_not_tell_what_is_concealed():
    desk = make_desk(SecondReview.BLIND)
    claim, _note = blind_claim(desk)
    api = api_as(desk.second, desk.team)

    assert api.every("evidence", claim=claim.pk, stance="contradicts") == []
    assert api.every("comments", claim=claim.pk) == []
    assert api.every("claims", q=MARKER) == []
    assert len(api.every("evidence", claim=claim.pk)) == 1


def test_events_of_the_blind_round_are_there_without_content():
    desk = make_desk(SecondReview.BLIND)
    claim, _note = blind_claim(desk)

    events = api_as(desk.lead, desk.team).every("events", claim=claim.pk)

    sealed = next(event for event in events if event["kind"] == "review.submitted")
    assert sealed["is_concealed"] is True
    assert sealed["content"] is None
    moved = next(event for event in events if event["kind"] == "claim.sent_to_second")
    assert moved["content"]["after"]["state"] == "second_review"


def test_conflict_on_concealed_evidence_shows_no_grade():
    desk = make_desk(SecondReview.BLIND)
    _claim, note = blind_claim(desk)

    answer = api_as(desk.second, desk.team).patch(
        f"evidence/{note['id']}", {"row_version": 99, "title": "Mine"}
    )

    assert answer.status_code == 409
    assert answer.json()["current"]["stance"] == ""


def test_own_review_masks_grades_of_others_that_are_concealed():
    desk = make_desk(SecondReview.BLIND)
    claim = desk.claim()
    note = make_evidence(claim, by=desk.third, stance="contradicts")
    services.take(claim=claim, by=desk.third, row_version=claim.row_version)
    version = claim.row_version
    services.hand_back(claim=claim, note="Ill", by=desk.third, row_version=version)
    first = api_as(desk.first, desk.team)
    first.post(f"claims/{claim.pk}/take", {"row_version": claim.row_version})
    first.post(
        f"claims/{claim.pk}/submit-review", verdicts(claim, {"id": note.pk, "row_version": 1})
    )

    [review] = first.every("reviews", claim=claim.pk)

    assert review["judged"]["evidence"][0]["id"] == note.pk
    assert review["judged"]["evidence"][0]["stance"] == ""


def test_both_reviews_are_readable_once_they_differ():
    desk = make_desk(SecondReview.BLIND)
    claim = desk.at(S.DIFFERING)

    found = api_as(desk.viewer, desk.team).every("reviews", claim=claim.pk)

    assert {each["duty"] for each in found} == {"first", "second"}


# --- What is restricted or protected --------------------------------------------------------------
def test_restricted_claim_and_all_that_hangs_on_it_is_not_there():
    desk = make_desk()
    claim = desk.at(S.DECIDED)
    desk_comment = {"claim": claim.pk, "text": "Hidden remark"}
    api_as(desk.lead, desk.team).post("comments", desk_comment)
    Claim.objects.filter(pk=claim.pk).update(access="restricted")
    api = api_as(desk.viewer, desk.team)

    lists = {path: api.every(path) for path in (*LISTS, "places")}
    events = api.every("events", claim=claim.pk)

    assert not any(lists.values())
    assert events == []
    assert api.get(f"claims/{claim.pk}").status_code == 404
    assert api.post("comments", desk_comment).status_code == 400
    assert api.post(f"claims/{claim.pk}/take", {"row_version": 1}).status_code in {403, 404}


def test_restricted_evidence_is_not_there():
    desk = make_desk()
    claim = desk.claim()
    hidden = make_evidence(claim, by=desk.lead, access="restricted", passage="Under the quay")
    api = api_as(desk.first, desk.team)

    assert api.get(f"evidence/{hidden.pk}").status_code == 404
    assert api.every("evidence") == []
    assert "Under the quay" not in api.get("events", page_size=200).content.decode()


def test_restricted_evidence_is_withheld_from_the_review_that_cites_it():
    desk = make_desk(SecondReview.NONE)
    claim = desk.claim()
    hidden = make_evidence(claim, by=desk.lead, access="restricted", passage="Under the quay")
    lead = api_as(desk.lead, desk.team)
    lead.post(f"claims/{claim.pk}/take", {"row_version": claim.row_version})
    lead.post(
        f"claims/{claim.pk}/submit-review", verdicts(claim, {"id": hidden.pk, "row_version": 1})
    )

    [review] = api_as(desk.first, desk.team).every("reviews", claim=claim.pk)

    assert review["cited"] == []
    assert (review["judged"]["evidence"], review["judged"]["withheld"]) == ([], 1)


def test_protected_names_stay_with_those_who_may_read_them():
    desk = make_desk()
    speaker = make_protected(desk.team, "Ilva Norn", label="a dock worker", by=desk.lead)
    claim = desk.claim(speaker=speaker)
    make_evidence(claim, by=desk.lead, source=speaker)
    api = api_as(desk.first, desk.team)

    told = whole(api, claim)

    assert "Ilva Norn" not in told
    assert "a dock worker" in told
    assert "Ilva Norn" in whole(api_as(desk.lead, desk.team), claim)
    assert api.every("claims", q="Norn") == []


# --- Made once ------------------------------------------------------------------------------------
def test_same_idempotency_key_makes_one():
    desk = make_desk()
    claim = desk.claim()
    api, other = api_as(desk.first, desk.team), api_as(desk.second, desk.team)
    key = {"Idempotency-Key": "import 7, line 12"}
    remark = {"claim": claim.pk, "text": "Look at the log"}

    notes = [api.post("evidence", a_note(claim), **key).json()["id"] for _time in range(2)]
    comments = [api.post("comments", remark, **key).json()["id"] for _time in range(2)]
    other.post("comments", remark, **key)

    assert (notes[0], comments[0]) == (notes[1], comments[1])
    assert Evidence.objects.count() == 1
    assert Comment.objects.count() == 2


def test_without_a_key_two_requests_make_two():
    desk = make_desk()
    claim = desk.claim()
    api = api_as(desk.first, desk.team)

    ids = {api.post("evidence", a_note(claim)).json()["id"] for _time in range(2)}

    assert len(ids) == 2


# --- Evidence and comments ------------------------------------------------------------------------
def test_evidence_is_corrected_and_withdrawn():
    desk = make_desk()
    claim = desk.claim()
    api = api_as(desk.contributor, desk.team)
    note = api.post("evidence", a_note(claim)).json()
    path = f"evidence/{note['id']}"

    edited = api.patch(path, {"row_version": 1, "stance": "context", "place": "p. 3"}).json()
    stale = api.patch(path, {"row_version": 1, "place": "p. 4"})
    gone = api.post(f"{path}/withdraw", {"row_version": 2, "why": "Wrong log"}).json()

    assert (edited["stance"], edited["place"], edited["passage"]) == (
        "context",
        "p. 3",
        "An entry at 16:52.",
    )
    assert (stale.status_code, stale.json()["current"]["place"]) == (409, "p. 3")
    assert gone["withdrawn_why"] == "Wrong log"
    assert api.every("evidence", live="true") == []


def test_evidence_of_a_restricted_document_is_refused():
    desk = make_desk()
    claim, hidden = desk.claim(), make_document(desk.team, access="restricted")

    answer = api_as(desk.contributor, desk.team).post(
        "evidence", a_note(claim, kind="document", document=hidden.pk)
    )

    assert answer.status_code == 400
    assert not Evidence.objects.exists()


def test_help_is_asked_and_resolved():
    desk = make_desk()
    claim = desk.claim()
    asker, asked = api_as(desk.viewer, desk.team), api_as(desk.second, desk.team)
    body = {"claim": claim.pk, "text": "Who kept the log?", "asked": desk.second.pk}

    question = asker.post("comments", body).json()
    marked = asker.get(f"claims/{claim.pk}").json()["needs_help"]
    asked.post(f"comments/{question['id']}/resolve", {"row_version": 1})

    assert question["kind"] == "help"
    assert marked is True
    assert asker.get(f"claims/{claim.pk}").json()["needs_help"] is False


def test_comment_of_somebody_else_cannot_be_corrected():
    desk = make_desk()
    claim = desk.claim()
    made = api_as(desk.first, desk.team).post("comments", {"claim": claim.pk, "text": "Hm."})

    answer = api_as(desk.lead, desk.team).patch(
        f"comments/{made.json()['id']}", {"row_version": 1, "text": "No."}
    )

    assert answer.status_code == 422
    assert Comment.objects.get().text == "Hm."


def test_events_chain():
    desk = make_desk()
    desk.at(S.DECIDED)

    events = api_as(desk.lead, desk.team).every("events")[::-1]

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(b["previous_hash"] == a["hash"] for a, b in pairwise(events))


def test_lists_do_not_grow_in_queries(django_assert_max_num_queries):
    """All of them in one test: 200 decided claims take a while to make."""
    desk = make_desk(SecondReview.NONE)
    api = api_as(desk.viewer, desk.team)
    paths = ("evidence", "reviews", "decisions", "assignments", "comments", "events")
    at_most = dict.fromkeys(paths, 12)

    for more in (20, 180):
        for _row in range(more):
            claim = desk.at(S.DECIDED)
            Comment.objects.create(
                team=desk.team, claim=claim, round=1, text="Hm.", by=desk.contributor
            )
        api.get("members")
        for path in paths:
            with django_assert_max_num_queries(at_most[path]) as made:
                answer = api.get(path, page_size=200)
            at_most[path] = len(made)

    assert len(answer.json()["results"]) == 200
