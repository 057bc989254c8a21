"""Taking a change back from the history: a new event, and only while nothing stands on it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from actors import services as actors
from actors.models import Alias
from claims import services as claims
from claims.models import Claim, Mention
from claims.services import SpeakerDraft
from claims.vocabularies import ClaimState, Curation
from common.errors import ConflictError, RuleError
from documents import services as documents
from documents.drafts import DocumentDraft
from history import services as history
from history.models import Event, EventPayload
from review import services
from review.models import Evidence
from review.selectors.timeline import content_for, events_for
from teams.models import User
from teams.vocabularies import Access
from tests.factories.actors import make_actor
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import a_draft, evidence_draft, make_desk, make_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def last(desk, kind):
    return Event.objects.filter(team_id=desk.team.pk, kind=kind).order_by("-seq").first()


def undo(desk, event, by):
    seen = events_for(by, desk.team).select_related("payload").get(pk=event.pk)
    person = User.objects.get(pk=by.pk)
    services.undo_event(event=seen, content=content_for(seen), team=desk.team, by=person)
    return last(desk, Event.objects.filter(team_id=desk.team.pk).latest("seq").kind)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def edit(desk, claim, **changes):
    claims.edit_claim(
        claim=claim, by=desk.contributor, row_version=claim.row_version, changes=changes
    )


def _claim_edited(desk):
    claim = desk.claim(statement="The quay was shut.")
    edit(desk, claim, statement="The quay was open.", about_start=date(2026, 3, 1))
    return "claim.edited", claim, {"statement": "The quay was shut.", "about_start": None}


def _speakers_set(desk):
    claim = desk.claim()
    before = claim.speakers.get().actor_id
    claims.set_claim_speakers(
        claim=claim, by=desk.contributor, row_version=1, speakers=[SpeakerDraft(words="A diver")]
    )
    return "claim.speakers_set", claim, {"speakers__actor": before}


def _marked(desk):
    claim = desk.at(ClaimState.ON_RECORD)
    version = claim.row_version
    services.mark_to_check(claim=claim, priority="high", by=desk.contributor, row_version=version)
    return "claim.marked_to_check", claim, {"state": "on_record", "priority": "normal"}


def _put_on_record(desk):
    return "claim.put_on_record", desk.at(ClaimState.ON_RECORD), {"state": "to_check"}


def _prioritised(desk):
    claim = desk.claim()
    services.set_priority(claim=claim, priority="high", by=desk.contributor, row_version=1)
    return "claim.prioritised", claim, {"priority": "normal"}


def _due_set(desk):
    claim = desk.claim()
    services.set_due(claim=claim, due_on=date(2030, 1, 2), by=desk.contributor, row_version=1)
    return "claim.due_set", claim, {"due_on": None}


def _document_edited(desk):
    publisher = make_actor(desk.team, "Harbour Gazette", by=desk.lead)
    document = make_document(desk.team, by=desk.lead, title="Quay shut", publisher=publisher)
    draft = DocumentDraft(title="Quay open", publisher="The Lamp", language="de", kind="post")
    documents.edit_document(document=document, draft=draft, row_version=1, by=desk.lead)
    before = {"title": "Quay shut", "publisher": publisher.pk, "language": "en"}
    return "document.edited", document, before


def _document_restricted(desk):
    document = make_document(desk.team, by=desk.lead)
    documents.restrict_document(
        document=document, access=Access.RESTRICTED, readers=[], row_version=1, by=desk.lead
    )
    return "document.restricted", document, {"access": "team"}


def _document_withdrawn(desk):
    document = make_document(desk.team, by=desk.lead)
    documents.withdraw_document(document=document, why="Twice here", row_version=1, by=desk.lead)
    return "document.withdrawn", document, {"withdrawn_why": ""}


def _evidence_edited(desk):
    source = make_actor(desk.team, by=desk.lead)
    evidence = make_evidence(desk.claim(), by=desk.contributor, source=source)
    services.edit_evidence(
        evidence=evidence,
        item=evidence_draft(stance="contradicts", happened_on=date(2026, 1, 2)),
        by=desk.contributor,
        row_version=1,
    )
    before = {"stance": "supports", "source": source.pk, "happened_on": None}
    return "evidence.edited", evidence, before


def _evidence_withdrawn(desk):
    evidence = make_evidence(desk.claim(), by=desk.contributor)
    services.withdraw_evidence(
        evidence=evidence, why="Wrong log", by=desk.contributor, row_version=1
    )
    return "evidence.withdrawn", evidence, {"withdrawn_at": None, "withdrawn_why": ""}


def _alias_added(desk):
    actor = make_actor(desk.team, "Dockers' Union", by=desk.lead)
    alias = actors.add_alias(actor=actor, name="The Brine Union", by=desk.contributor)
    return "alias.added", alias, {"is_retired": True}


def _alias_retired(desk):
    _kind, alias, _before = _alias_added(desk)
    actors.retire_alias(alias=alias, row_version=alias.row_version, by=desk.contributor)
    return "alias.retired", alias, {"is_retired": False}


def _mention(desk):
    return make_mention(make_document(desk.team, by=desk.lead), speaker="A pilot")


def _accepted(desk):
    mention = _mention(desk)
    claims.accept_mention(mention=mention, by=desk.contributor, row_version=1)
    return "mention.accepted", mention, {"curation": "proposed"}


def _rejected(desk):
    mention = _mention(desk)
    claims.reject_mention(mention=mention, by=desk.contributor, row_version=1, reason="not_a_claim")
    return "mention.rejected", mention, {"curation": "proposed", "reject_reason": ""}


def _rest_set_aside(desk):
    mention = _mention(desk)
    make_mention(mention.document, speaker="A diver", content="on Tuesday")
    claims.set_aside_rest(document=mention.document, by=desk.contributor)
    return "mention.set_aside", mention, {"curation": "proposed"}


CASES = [
    _claim_edited,
    _speakers_set,
    _marked,
    _put_on_record,
    _prioritised,
    _due_set,
    _document_edited,
    _document_restricted,
    _document_withdrawn,
    _evidence_edited,
    _evidence_withdrawn,
    _alias_added,
    _alias_retired,
    _accepted,
    _rejected,
    _rest_set_aside,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))
def test_undo_brings_back_what_was_and_adds_an_event(desk, case):
    kind, row, before = case(desk)
    event, newest = last(desk, kind), Event.objects.latest("seq").seq

    undo(desk, event, desk.lead)

    rows = type(row)._base_manager.filter(pk=row.pk)
    assert list(rows.values(*before)) == [before]
    added = Event.objects.filter(seq__gt=newest, team_id=desk.team.pk)
    contents = EventPayload.objects.filter(event__in=added).values_list("content", flat=True)
    assert {content["undoes"] for content in contents} == {event.seq}
    assert added.values("action").distinct().count() == 1
    assert history.verify(desk.team.pk).broken_at is None
    with pytest.raises(ConflictError):
        undo(desk, event, desk.lead)


def test_all_that_was_set_aside_at_once_comes_back(desk):
    _rest_set_aside(desk)

    undo(desk, last(desk, "mention.set_aside"), desk.contributor)

    assert set(Mention.objects.values_list("curation", flat=True)) == {Curation.PROPOSED}


def test_what_somebody_built_on_stays(desk):
    claim = desk.claim(statement="The quay was shut.")
    edit(desk, claim, statement="The quay was open.")
    event = last(desk, "claim.edited")
    edit(desk, claim, statement="The north quay was open.")
    events = Event.objects.count()

    with pytest.raises(ConflictError, match="Cora Contributor"):
        undo(desk, event, desk.lead)

    assert fresh(claim).statement == "The north quay was open."
    assert Event.objects.count() == events


def test_a_decision_taken_anew_is_not_undone_by_the_first(desk):
    _kind, mention, _before = _accepted(desk)
    first = last(desk, "mention.accepted")
    version = mention.row_version
    claims.undo_mention(mention=mention, by=desk.contributor, row_version=version)
    version = mention.row_version
    claims.accept_mention(mention=mention, by=desk.contributor, row_version=version)

    with pytest.raises(ConflictError):
        undo(desk, first, desk.contributor)

    assert fresh(mention).curation == Curation.ACCEPTED


def test_a_claim_that_was_taken_since_stays_to_check(desk):
    kind, claim, _before = _marked(desk)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    services.hand_back(claim=claim, note="Ill", by=desk.first, row_version=claim.row_version)

    with pytest.raises(ConflictError):
        undo(desk, last(desk, kind), desk.contributor)


def test_a_sealed_claim_keeps_its_words(desk):
    claim = desk.claim(statement="The quay was shut.")
    edit(desk, claim, statement="The quay was open.")
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    draft, version = a_draft(claim, by=desk.first), claim.row_version
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=version)

    with pytest.raises(RuleError, match="sealed"):
        undo(desk, last(desk, "claim.edited"), desk.lead)

    assert fresh(claim).statement == "The quay was open."


def test_cited_evidence_keeps_what_it_says(desk):
    kind, evidence, _before = _evidence_edited(desk)
    claim = Claim.objects.get(pk=evidence.claim_id)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    draft, version = a_draft(claim, by=desk.first), claim.row_version
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=version)

    with pytest.raises(RuleError):
        undo(desk, last(desk, kind), desk.contributor)

    assert fresh(evidence).stance == "contradicts"


def test_somebody_elses_decision_is_theirs_or_a_leads(desk):
    kind, mention, _before = _accepted(desk)

    with pytest.raises(PermissionDenied):
        undo(desk, last(desk, kind), desk.second)
    with pytest.raises(PermissionDenied):
        undo(desk, last(desk, kind), desk.viewer)

    assert fresh(mention).curation == Curation.ACCEPTED


@pytest.mark.parametrize("kind", ["claim.taken", "review.submitted"])
def test_steps_of_a_review_are_not_taken_back_here(desk, kind):
    desk.at(ClaimState.SECOND_REVIEW)

    with pytest.raises(RuleError):
        undo(desk, last(desk, kind), desk.lead)


def test_in_a_blind_round_nobody_takes_back_what_they_may_not_read():
    desk = make_desk("blind")
    claim = desk.claim()
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    evidence = make_evidence(claim, by=desk.first, stance="contradicts")
    services.withdraw_evidence(evidence=evidence, why="Hm", by=desk.first, row_version=1)
    draft, version = a_draft(claim, by=desk.first), claim.row_version
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=version)

    with pytest.raises(RuleError):
        undo(desk, last(desk, "evidence.withdrawn"), desk.lead)

    assert not Evidence.objects.get(pk=evidence.pk).is_live()


def test_the_button_takes_it_back_and_comes_back(desk, client):
    claim = desk.claim()
    services.set_priority(claim=claim, priority="high", by=desk.contributor, row_version=1)
    event = last(desk, "claim.prioritised")
    url = reverse("review:undo_event", args=[desk.team.slug, event.pk])
    timeline = reverse("review:claim_history", args=[desk.team.slug, claim.pk])
    client.force_login(desk.contributor)

    page = client.get(timeline).content.decode()
    answer = client.post(url, {"next": timeline}, follow=True)
    again = client.post(url, {"next": timeline})
    elsewhere = client.post(
        reverse("review:undo_event", args=[desk.team.slug, last(desk, "claim.prioritised").pk]),
        {"next": "https://elsewhere.example/"},
    )

    assert url in page
    assert answer.redirect_chain == [(timeline, 302)]
    assert "took a change back: set the priority" in answer.content.decode()
    assert again.status_code == 409
    assert "did something on top of it" in again.content.decode()
    assert elsewhere.url == reverse("review:team_history", args=[desk.team.slug])


def test_a_viewer_is_shown_no_button(desk, client):
    claim = desk.claim()
    services.set_priority(claim=claim, priority="high", by=desk.contributor, row_version=1)
    client.force_login(desk.viewer)

    url = reverse("review:claim_history", args=[desk.team.slug, claim.pk])

    assert "/undo/" not in client.get(url).content.decode()


def test_aliases_of_a_protected_actor_are_not_taken_back_by_who_may_not_name_it(desk):
    kind, alias, _before = _alias_added(desk)
    actors.protect_actor(
        actor=alias.actor, public_label="a union", readers=[], row_version=1, by=desk.lead
    )

    with pytest.raises(RuleError):
        undo(desk, last(desk, kind), desk.contributor)

    assert not Alias.objects.get(pk=alias.pk).is_retired
