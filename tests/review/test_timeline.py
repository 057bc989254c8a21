"""Timelines of a claim, a document and the team: one line per action, filtered, in pages."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims import services as claims
from documents import services as documents
from documents.drafts import DocumentDraft
from history import services as history
from history.models import Event
from review import services
from review.event_filters import CHANGES
from review.selectors.timeline import READ_AT_ONCE, actions_page, events_for
from review.telling import TOLD
from teams.vocabularies import Access
from tests.factories.actors import make_actor, make_protected
from tests.factories.api import api_as
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk

pytestmark = pytest.mark.django_db

SPANS = "The mayor of Velmar said on Tuesday that the bridge would open in May.\n"


@pytest.fixture
def desk():
    return make_desk()


def page_of(desk, person, **how):
    return actions_page(person, events_for(person, desk.team), **how)


def test_an_action_on_many_rows_is_one_line(desk):
    document = make_document(desk.team, by=desk.lead, text=SPANS)
    for words in SPANS.split()[:9]:
        make_mention(document, content=words)
    claims.set_aside_rest(document=document, by=desk.contributor)

    (entry,) = page_of(desk, desk.viewer).rows

    assert (entry.who, entry.what, entry.times) == ("Cora Contributor", "set a mention aside", 9)


def test_pages_hold_whole_actions_forth_and_back(desk):
    document = make_document(desk.team, by=desk.lead, text=SPANS)
    for number in range(6):
        make_mention(document, content=SPANS.split()[number])
        make_mention(document, content=SPANS.split()[number + 6])
        claims.set_aside_rest(document=document, by=desk.contributor)

    first = page_of(desk, desk.viewer, size=4)
    second = page_of(desk, desk.viewer, size=4, after=first.next)
    back = page_of(desk, desk.viewer, size=4, before=second.previous)

    def numbers(page):
        return [(entry.event.seq, entry.times) for entry in page.rows]

    assert numbers(first) == [(11, 2), (9, 2), (7, 2), (5, 2)]
    assert numbers(second) == [(3, 2), (1, 2)]
    assert (first.previous, second.next) == ("", "")
    assert numbers(back) == numbers(first)
    for cursor in ("nonsense", "1" * 30):
        assert page_of(desk, desk.viewer, size=4, after=cursor).rows == first.rows


def test_an_action_larger_than_what_is_read_at_once_is_not_cut(desk):
    document = make_document(desk.team, by=desk.lead)
    services.add_comment(claim=desk.claim(), text="Hm", by=desk.viewer)
    change = history.Change("document.edited", document, where=history.Where(document=document.pk))
    with transaction.atomic():
        history.record(*[change] * (READ_AT_ONCE + 20), team_id=desk.team.pk, by=desk.lead)

    entries = page_of(desk, desk.viewer).rows

    assert [entry.times for entry in entries] == [READ_AT_ONCE + 20, 1]


def test_before_and_after_in_words(desk):
    gazette = make_actor(desk.team, "Harbour Gazette", by=desk.lead)
    document = make_document(desk.team, by=desk.lead, title="Quay shut", publisher=gazette)
    draft = DocumentDraft(title="Quay open", language="de")
    documents.edit_document(document=document, draft=draft, row_version=1, by=desk.lead)

    (entry,) = page_of(desk, desk.viewer, subjects=True).rows

    told = {each.label: (each.before, each.after) for each in entry.differences}
    assert entry.subject == document
    assert told["Title"] == ("Quay shut", "Quay open")
    assert told["Publisher"] == ("Harbour Gazette", "")
    assert told["Language"] == ("English", "Deutsch")


def test_a_protected_name_is_told_by_its_label(desk):
    hidden = make_protected(desk.team, "Ilsevert", label="a dock worker", by=desk.lead)
    claim = desk.claim()
    speaker = claims.SpeakerDraft(hidden)
    claims.set_claim_speakers(claim=claim, by=desk.lead, row_version=1, speakers=[speaker])

    told = {
        who: page_of(desk, who).rows[0].differences[0].after for who in (desk.lead, desk.viewer)
    }

    assert told == {desk.lead: "Ilsevert", desk.viewer: "a dock worker"}


def test_every_kind_of_event_that_is_recorded_is_told_and_filtered(desk):
    begins = tuple(kind for _label, kinds in CHANGES.values() for kind in kinds)

    assert [kind for kind in TOLD if not kind.startswith(begins)] == []


def shown(client, desk, **query):
    url = reverse("review:team_history", args=[desk.team.slug])
    page = client.get(f"{url}?{urlencode(query)}")
    return {entry.event.kind for entry in page.context["page"].rows}


def test_filters_of_the_page_and_the_api_find_the_same(desk, client):
    one, other = desk.claim(), desk.claim()
    services.set_priority(claim=one, priority="high", by=desk.contributor, row_version=1)
    services.add_comment(claim=other, text="Which quay?", by=desk.viewer)
    document = make_document(desk.team, by=desk.lead)
    documents.skip_triage(document=document, by=desk.lead, row_version=1)
    client.force_login(desk.viewer)
    api = api_as(desk.viewer, desk.team)
    today = timezone.localdate()
    cases = [
        ({"change": "claim"}, {"claim.prioritised"}),
        ({"change": "comment"}, {"comment.added"}),
        ({"by": desk.lead.pk}, {"document.triage_skipped"}),
        ({"claim": other.pk}, {"comment.added"}),
        ({"claim": one.reference}, {"claim.prioritised"}),
        ({"document": document.pk}, {"document.triage_skipped"}),
        ({"at_from": today, "at_to": today, "by": desk.viewer.pk}, {"comment.added"}),
        ({"at_to": today - timedelta(days=1)}, set()),
        ({"at_from": today + timedelta(days=1)}, set()),
        ({"at_to": "9999-12-31", "change": "comment"}, {"comment.added"}),
    ]

    for query, expected in cases:
        assert shown(client, desk, **query) == expected, query
        found = api.get("timeline", **query).json()["results"]
        assert {entry["kind"] for entry in found} == expected, query
    assert api.get("timeline", at_from="yesterday").status_code == 400
    nonsense = client.get(
        reverse("review:team_history", args=[desk.team.slug]), {"at_from": "yesterday"}
    )
    assert "Enter a valid date" in nonsense.content.decode()


def test_api_pages_by_addresses_and_says_what_may_be_undone(desk):
    claim = desk.claim()
    for due in ("2030-01-02", "2030-01-03", "2030-01-04"):
        services.set_due(
            claim=claim, due_on=due, by=desk.contributor, row_version=claim.row_version
        )
    for _number in range(30):
        services.add_comment(claim=claim, text="Hm", by=desk.viewer)
    api = api_as(desk.contributor, desk.team, scopes=["read", "documents"])

    first = api.get("timeline", claim=claim.pk).json()
    second = api.client.get(first["next"]).json()
    refused = api.post(f"events/{second['results'][1]['event']}/undo")
    undone = api.post(f"events/{second['results'][0]['event']}/undo")

    assert len(first["results"]) == 30
    assert first["previous"] is None
    assert [entry["may_undo"] for entry in second["results"]] == [True, False, False]
    assert second["results"][0]["differences"] == [
        {"label": "Due", "before": "3 Jan 2030", "after": "4 Jan 2030"}
    ]
    assert (undone.status_code, refused.status_code) == (200, 409)
    claim.refresh_from_db()
    assert str(claim.due_on) == "2030-01-03"


def test_restricted_rows_and_what_leads_manage_are_left_out(desk, client):
    hidden = make_document(desk.team, by=desk.lead, access=Access.RESTRICTED, title="Dornfelder")
    documents.skip_triage(document=hidden, by=desk.lead, row_version=1)
    client.force_login(desk.viewer)
    url = reverse("review:team_history", args=[desk.team.slug])

    told = client.get(url).content.decode()
    client.force_login(desk.lead)

    assert "Dornfelder" not in told
    assert "skipped the triage" not in told
    assert "Dornfelder" in client.get(url).content.decode()


MARK = "zwiebelkuchen"


def test_nothing_of_a_blind_first_review_is_told_anywhere(client):
    desk = make_desk("blind", grading="asked")
    claim = desk.claim()
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    services.add_comment(claim=claim, text=f"All wrong, {MARK}", by=desk.first)
    draft = a_draft(
        claim,
        by=desk.first,
        holds="contradicted",
        rationale=f"The log says otherwise, {MARK}",
        no_reply_why=f"They are gone, {MARK}",
    )
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)
    team = desk.team.slug
    pages = [
        reverse("review:team_history", args=[team]),
        reverse("review:team_history", args=[team]) + "?change=review&change=evidence",
        reverse("review:claim_history", args=[team, claim.pk]),
        f"/api/v1/t/{team}/timeline",
    ]

    for person in (desk.lead, desk.second, desk.contributor, desk.viewer):
        client.force_login(person)
        for url in pages:
            told = client.get(url).content.decode()
            assert "sealed a review" in told
            for trace in (MARK, "ontradicted", "upports"):
                assert trace not in told.replace("/contradicted", ""), f"{person} at {url}"
    client.force_login(desk.first)
    assert "contradicted" in client.get(pages[2]).content.decode()
    assert not Event.objects.filter(kind="review.submitted", is_concealable=False).exists()
