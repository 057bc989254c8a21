"""Editing, access, withdrawing, triage and reading again: who may, what it needs, what it tells."""

import pytest
from django.core.exceptions import PermissionDenied

from common.errors import ConflictError, DuplicateError, RuleError
from documents import processing, progress, registering, services
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.progress import Progress
from documents.vocabularies import Processing, Triage
from history.models import Event
from jobs.models import Job, JobState
from teams.models import Membership
from teams.roles import Role
from teams.services import change_role, deactivate_member
from teams.vocabularies import Access
from tests.factories.actors import make_actor
from tests.factories.documents import make_document
from tests.factories.jobs import make_job
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def lead(team):
    return make_member(team, Role.LEAD)


@pytest.fixture
def person(team):
    return make_member(team, Role.CONTRIBUTOR)


@pytest.fixture
def document(team):
    return make_document(team, title="Bridge")


def untouched(document):
    """Whether nothing was written: neither the row nor history."""
    before = document.row_version
    document.refresh_from_db()
    return document.row_version == before and not Event.objects.exists()


def edit(document, by, row_version=None, **facts):
    draft = DocumentDraft(**{"title": document.title, **facts})
    seen = row_version or document.row_version
    return services.edit_document(document=document, draft=draft, row_version=seen, by=by)


def test_edit_document_tells_what_changed(document, person):
    edit(document, person, title="Bridge opens", url="https://courier.example/b/")

    document.refresh_from_db()
    assert (document.title, document.canonical_url) == ("Bridge opens", "https://courier.example/b")
    content = Event.objects.get(kind="document.edited").payload.content
    assert content["before"]["title"] == "Bridge"
    assert content["after"]["title"] == "Bridge opens"
    assert set(content["after"]) == {"title", "url", "canonical_url"}


def test_edit_document_without_a_change_writes_nothing(document, person):
    edit(document, person)

    assert untouched(document)


def test_edit_document_from_an_old_version_is_refused(document, person):
    old = document.row_version
    edit(document, person, title="Theirs")

    with pytest.raises(ConflictError) as conflict:
        edit(document, person, row_version=old, title="Mine")

    assert conflict.value.current.title == "Theirs"
    assert Event.objects.count() == 1


def test_edit_document_to_the_address_of_another_is_refused(team, document, person):
    url = "https://courier.example/b"
    other = make_document(team, url=url, canonical_url=url)

    with pytest.raises(services.SameAddress) as refused:
        edit(document, person, url=f"{url}#x")

    assert refused.value.existing == other
    assert untouched(document)


def test_edit_document_needs_a_title(document, person):
    with pytest.raises(RuleError, match="title"):
        edit(document, person, title=" ")

    assert untouched(document)


def test_edit_document_leaves_a_protected_publisher_alone(team, person):
    publisher = make_actor(team, name="Rosa Tull", is_protected=True, public_label="a resident")
    document = make_document(team, publisher=publisher)

    edit(document, person, publisher="a resident", title="New")

    document.refresh_from_db()
    assert (document.publisher_id, document.publisher_words) == (publisher.pk, "")


def test_edit_document_by_a_curator_makes_an_actor_of_the_words(team):
    document = make_document(team, publisher_words="The Courier")

    edit(document, make_member(team, Role.REVIEWER), publisher="The Courier")

    document.refresh_from_db()
    assert (document.publisher.name, document.publisher_words) == ("The Courier", "")


def restrict(document, by, readers, access=Access.RESTRICTED):
    return services.restrict_document(
        document=document, access=access, readers=readers, row_version=document.row_version, by=by
    )


def test_restrict_document_hides_it_from_all_but_the_named(team, document, lead, person):
    other = make_member(team)

    restrict(document, lead, [person])

    assert Document.objects.visible_to(person).exists()
    assert Document.objects.visible_to(lead).exists()
    assert not Document.objects.visible_to(other).exists()


def test_restrict_document_and_open_it_again_forgets_the_named(document, lead, person):
    restrict(document, lead, [person])
    restrict(document, lead, [person], access=Access.TEAM)

    assert not document.readers.exists()
    assert Event.objects.filter(kind="document.restricted").count() == 2


def test_restrict_document_names_members_alone(document, lead):
    with pytest.raises(RuleError, match="members"):
        restrict(document, lead, [make_member(make_team())])

    assert untouched(document)


def test_opening_a_document_whose_address_is_taken_is_refused(team, lead):
    url = "https://courier.example/b"
    make_document(team, url=url, canonical_url=url)
    hidden = make_document(team, url=url, canonical_url=url, access=Access.RESTRICTED)

    with pytest.raises(DuplicateError):
        restrict(hidden, lead, [], access=Access.TEAM)

    assert untouched(hidden)


def withdraw(document, by, why="Wrong file", **seen):
    seen = {"row_version": document.row_version, **seen}
    return services.withdraw_document(document=document, why=why, by=by, **seen)


def restore(document, by):
    return services.restore_document(document=document, row_version=document.row_version, by=by)


def test_withdraw_and_restore_keep_everything(document, lead):
    withdraw(document, lead)
    assert (document.processing, document.withdrawn_why) == ("withdrawn", "Wrong file")

    restore(document, lead)

    document.refresh_from_db()
    assert (document.processing, document.withdrawn_why) == ("ready", "")
    told = Event.objects.order_by("seq")
    assert [event.kind for event in told] == ["document.withdrawn", "document.restored"]
    assert told[0].payload.content["why"] == "Wrong file"
    assert document.versions.count() == 1


def test_withdraw_by_who_added_it(team, person):
    withdraw(make_document(team, by=person), person)

    assert Document.objects.get().is_withdrawn()


@pytest.mark.parametrize("act", [withdraw, restore])
def test_withdraw_and_restore_of_others_documents_are_the_leads(document, person, act):
    with pytest.raises(PermissionDenied):
        act(document, person)

    assert untouched(document)


def test_withdraw_needs_a_reason(document, lead):
    with pytest.raises(RuleError, match="why"):
        withdraw(document, lead, why="  ")

    assert untouched(document)


def test_withdraw_twice_or_restore_what_is_there_is_refused(document, lead):
    with pytest.raises(RuleError):
        restore(document, lead)
    withdraw(document, lead)
    with pytest.raises(RuleError):
        withdraw(document, lead)


def test_withdraw_from_an_old_version_is_refused(document, lead):
    with pytest.raises(ConflictError):
        withdraw(document, lead, row_version=document.row_version + 1)

    assert untouched(document)


def test_withdraw_stops_the_reading_and_restore_says_so(team, lead):
    document = make_document(team, processing=Processing.QUEUED)
    job = make_job(team, kind="extraction", document_id=document.pk)

    withdraw(document, lead)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    document.refresh_from_db()
    restore(document, lead)
    document.refresh_from_db()
    assert document.processing == Processing.STOPPED
    assert "before it was read" in document.failure


def move(service, document, by, **seen):
    return service(document=document, by=by, **{"row_version": document.row_version, **seen})


def test_triage_from_waiting_to_done(document, person):
    move(services.start_triage, document, person)
    assert (document.triage, document.triage_by) == (Triage.IN_TRIAGE, person)

    move(services.finish_triage, document, person)

    assert document.triage == Triage.DONE
    kinds = Event.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["document.triage_started", "document.triage_finished"]


def test_triage_started_by_two_at_once_is_one_persons(team, document, person):
    seen = document.row_version
    move(services.start_triage, document, person, row_version=seen)

    with pytest.raises(ConflictError):
        move(services.start_triage, document, make_member(team), row_version=seen)

    document.refresh_from_db()
    assert document.triage_by == person


def test_finish_triage_with_mentions_left_is_refused(document, person, monkeypatch):
    monkeypatch.setattr(progress, "_counters", [lambda ids: {document.pk: Progress(31, 50)}])

    with pytest.raises(RuleError, match="19 mentions"):
        move(services.finish_triage, document, person)

    assert untouched(document)


@pytest.mark.parametrize(
    "service", [services.start_triage, services.finish_triage, services.skip_triage]
)
def test_triage_is_refused_to_viewers_and_of_withdrawn_documents(team, document, person, service):
    with pytest.raises(PermissionDenied):
        move(service, document, make_member(team, Role.VIEWER))
    with pytest.raises(RuleError, match="withdrawn"):
        move(service, make_document(team, processing="withdrawn"), person)

    assert untouched(document)


def test_who_leaves_hands_back_what_they_went_through(team, document, person, lead):
    move(services.start_triage, document, person)
    membership = Membership.objects.get(user=person)

    assert registering.hand_back(membership=membership, by=lead) == []
    deactivate_member(membership=membership, row_version=membership.row_version, by=lead)

    document.refresh_from_db()
    event = Event.objects.get(kind="document.triage_handed_back")
    assert (document.triage, document.triage_by) == (Triage.WAITING, None)
    assert event.payload.content["before"] == {"triage": "in_triage", "triage_by": person.pk}


def test_who_may_still_go_through_documents_keeps_them(team, document, person, lead):
    move(services.start_triage, document, person)
    membership = Membership.objects.get(user=person)

    for role, triage in (("contributor", Triage.IN_TRIAGE), ("viewer", Triage.WAITING)):
        change_role(membership=membership, role=role, row_version=membership.row_version, by=lead)
        document.refresh_from_db()
        assert document.triage == triage


def test_retry_processing_asks_once(team, person):
    document = make_document(team, processing=Processing.FAILED, failure="x")
    make_job(team, kind="extraction", document_id=document.pk, state=JobState.FAILED)

    first = services.retry_processing(document=document, by=person)
    second = services.retry_processing(document=document, by=person)

    assert first == second
    assert first.state == JobState.QUEUED
    document.refresh_from_db()
    assert (document.processing, document.failure) == (Processing.QUEUED, "")
    assert Event.objects.get().kind == "document.retried"


def test_a_document_that_is_ready_can_be_read_again(team, person):
    document = make_document(team, processing=Processing.READY)
    make_job(team, kind="extraction", document_id=document.pk, state=JobState.DONE)

    again = services.retry_processing(document=document, by=person)

    document.refresh_from_db()
    assert (again.state, document.processing) == (JobState.QUEUED, Processing.QUEUED)


def test_retry_processing_of_what_was_never_asked_for(document, person):
    with pytest.raises(RuleError):
        services.retry_processing(document=document, by=person)


def test_cancel_processing_leaves_a_document_that_can_be_tried_again(team, person):
    document = make_document(team, processing=Processing.QUEUED)
    make_job(team, kind="extraction", document_id=document.pk)

    services.cancel_processing(document=document, by=person)

    document.refresh_from_db()
    assert (document.processing, document.failure) == ("stopped", "")
    with pytest.raises(RuleError, match="nothing to stop"):
        services.cancel_processing(document=document, by=person)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (JobState.QUEUED, ("queued", "")),
        (JobState.RUNNING, ("extracting", "")),
        (JobState.DONE, ("ready", "")),
        (JobState.FAILED, ("failed", "the reason")),
        (JobState.CANCELLED, ("stopped", "")),
    ],
)
def test_processing_follows_the_job_and_people_can_go_on_editing(team, state, expected):
    document = make_document(team)
    job = make_job(team, document_id=document.pk, state=state, error="the reason")

    processing.follow(job)

    row_version = document.row_version
    document.refresh_from_db()
    assert (document.processing, document.failure) == expected
    assert document.row_version == row_version
    failed = state == JobState.FAILED
    assert Event.objects.filter(kind="document.failed", by_task="test").exists() == failed


def test_processing_follows_the_newest_job_alone(team):
    document = make_document(team, processing=Processing.QUEUED)
    old = make_job(team, document_id=document.pk, state=JobState.CANCELLED)
    make_job(team, document_id=document.pk)

    processing.follow(old)

    document.refresh_from_db()
    assert document.processing == Processing.QUEUED


def test_processing_of_a_withdrawn_document_stays(team):
    document = make_document(team, processing=Processing.WITHDRAWN)

    processing.follow(make_job(team, document_id=document.pk, state=JobState.DONE))

    document.refresh_from_db()
    assert document.is_withdrawn()


def test_processing_of_a_document_that_is_gone(team):
    processing.follow(Job(pk=1, team=team, document_id=10**9, state=JobState.FAILED, error="x"))

    assert not Event.objects.exists()
