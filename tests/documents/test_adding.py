"""Each document once, each text once, and nothing of the unseen is given away."""

import pytest
from django.core.exceptions import PermissionDenied

from common.errors import RuleError
from documents import services, texts
from documents.dates import parse
from documents.drafts import DocumentDraft
from documents.models import Document, DocumentVersion, Origin
from documents.signals import version_ready
from history.models import Event
from history.services import verify
from jobs.models import Job
from teams.roles import Role
from teams.vocabularies import Access
from tests.factories.actors import make_actor
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

TEXT = "The mayor of Velmar said the bridge would open in May.\n"
URL = "https://courier.example/bridge"


def add(team, by, *, text=TEXT, as_another=False, **facts):
    return services.add_document(
        team=team,
        draft=DocumentDraft(**facts),
        source=texts.pasted(text),
        by=by,
        as_another=as_another,
    )


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, Role.CONTRIBUTOR)


@pytest.fixture
def ready():
    """What `version_ready` told while the test ran."""
    told = []

    def hear(sender, version, by, **_kwargs):
        told.append((version.pk, by.pk))

    version_ready.connect(hear, weak=False, dispatch_uid="test")
    yield told
    version_ready.disconnect(dispatch_uid="test")


def test_add_document_stores_facts_text_and_one_event(team, person, ready):
    added = add(
        team,
        person,
        text="One\r\ntwo",
        title=" Bridge ",
        url="HTTP://Courier.example:80/bridge/?utm_source=x#top",
        published=parse("Oct 2026"),
        topic_words=("Bridge", "Velmar"),
    )

    document = Document.objects.get()
    version = document.versions.get()
    assert added.is_new
    assert (document.title, document.processing, document.triage) == (
        "Bridge",
        "queued",
        "waiting",
    )
    assert document.canonical_url == URL
    assert document.url == "HTTP://Courier.example:80/bridge/?utm_source=x#top"
    assert str(document.published) == "Oct 2026"
    assert document.topic_words == ["Bridge", "Velmar"]
    assert (version.number, version.text) == (1, "One\ntwo")
    assert ready == [(version.pk, person.pk)]
    event = Event.objects.get()
    assert (event.kind, event.object_id, event.by_id) == (
        "document.added",
        document.pk,
        person.pk,
    )
    assert verify(team.pk).broken_at is None


def test_add_document_has_it_read(team, person):
    document = add(team, person).document

    job = Job.objects.get()
    assert (job.kind, job.state, job.document_id) == ("extraction", "queued", document.pk)
    assert job.subject_id == document.versions.get().pk


def test_add_document_without_title_takes_the_first_line(team, person):
    assert add(team, person, text="\n Bridge opens \nMore").document.title == "Bridge opens"


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_add_document_needs_the_permission(team, role):
    by = make_member(team, role) if role else make_member(make_team(), Role.LEAD)

    with pytest.raises(PermissionDenied):
        add(team, by)

    assert not Document.objects.exists()


def test_add_document_that_is_no_web_address_writes_nothing(team, person):
    with pytest.raises(RuleError, match="no web address"):
        add(team, person, url="courier.example/bridge")

    assert not Document.objects.exists()
    assert not Event.objects.exists()


def test_form_sent_twice_makes_one_document(team, person):
    first = add(team, person, title="Bridge", publisher="The Courier")
    second = add(team, person, title="Bridge", publisher="The Courier")

    assert (second.document, second.is_new) == (first.document, False)
    assert DocumentVersion.objects.count() == Event.objects.count() == Job.objects.count() == 1


def test_form_of_a_curator_sent_twice_makes_one_document_and_one_publisher(team):
    curator = make_member(team, Role.REVIEWER)

    first = add(team, curator, publisher="The Courier").document
    second = add(team, curator, publisher="The Courier").document

    assert second == first
    assert team.actors.count() == 1


def test_same_address_and_text_is_the_same_document_for_everybody(team, person):
    first = add(team, person, url=URL).document

    other = add(team, make_member(team, Role.LEAD), url=f"{URL}/?fbclid=1#x")

    assert (other.document, other.is_new) == (first, False)


def test_same_address_with_another_text_is_told_and_writes_nothing(team, person):
    first = add(team, person, url=URL).document

    with pytest.raises(services.SameAddress) as refused:
        add(team, person, url=URL, text="Another text")

    assert refused.value.existing == first
    assert refused.value.http_status == 409
    assert (Document.objects.count(), Event.objects.count()) == (1, 1)


def test_same_text_elsewhere_is_told_and_writes_nothing(team, person):
    first = add(team, person, url=URL).document

    with pytest.raises(services.SameText) as refused:
        add(team, make_member(team), title="Elsewhere")

    assert refused.value.existing == first
    assert Document.objects.count() == 1


def test_same_text_as_another_publication_shares_one_origin(team, person):
    first = add(team, person, url=URL).document

    second = add(team, person, url="https://post.example/b", as_another=True).document
    third = add(team, person, url="https://herald.example/b", as_another=True).document

    first.refresh_from_db()
    assert first.origin == second.origin == third.origin == Origin.objects.get()
    kinds = list(Event.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds[1:5] == [
        "document.added",
        "origin.added",
        "document.origin_set",
        "document.origin_set",
    ]
    assert kinds[5:] == ["document.added", "document.origin_set"]
    assert Event.objects.filter(seq__in=[2, 3, 4, 5]).values("action").distinct().count() == 1


def test_another_publication_sent_twice_makes_one(team, person):
    add(team, person, url=URL)

    for _ in range(2):
        add(team, person, title="Elsewhere", as_another=True)

    assert Document.objects.count() == 2


def test_another_team_is_another_world(team, person):
    other = make_team()
    add(other, make_member(other), url=URL)

    assert add(team, person, url=URL).is_new


@pytest.mark.parametrize("url", ["", URL])
def test_a_restricted_document_is_not_given_away_by_its_double(team, person, url):
    make_document(
        team,
        by=make_member(team, Role.LEAD),
        text=TEXT,
        url=url,
        canonical_url=url,
        access=Access.RESTRICTED,
    )

    added = add(team, person, url=url)

    assert added.is_new
    assert added.document.origin is None


def test_add_version_keeps_the_earlier_ones_and_reads_the_newest(team, person, ready):
    document = add(team, person).document
    old = Job.objects.get()

    version = services.add_version(document=document, source=texts.pasted("New"), by=person)

    assert (version.number, version.text) == (2, "New")
    assert document.versions.get(number=1).text == TEXT
    old.refresh_from_db()
    assert old.state == "cancelled"
    newest = Job.objects.latest("pk")
    assert (newest.state, newest.subject_id) == ("queued", version.pk)
    document.refresh_from_db()
    assert (document.processing, document.failure) == ("queued", "")
    assert Event.objects.latest("seq").kind == "version.added"
    assert len(ready) == 2


def test_add_version_of_the_same_text_is_the_version_that_is_there(team, person):
    document = add(team, person).document

    version = services.add_version(document=document, source=texts.pasted(TEXT), by=person)

    assert version.number == 1
    assert Event.objects.count() == 1


def test_add_version_to_a_withdrawn_document_writes_nothing(team, person):
    document = make_document(team, processing="withdrawn")

    with pytest.raises(RuleError, match="withdrawn"):
        services.add_version(document=document, source=texts.pasted("New"), by=person)

    assert document.versions.count() == 1


def test_publisher_that_is_known_is_linked_for_everybody(team, person):
    outlet = make_actor(team, name="The Velmar Courier", kind="outlet")

    document = add(team, person, publisher="velmar  courier").document

    assert (document.publisher, document.publisher_words) == (outlet, "")


def test_publisher_that_is_unknown_stays_words_for_who_may_not_create_actors(team, person):
    document = add(team, person, publisher="The Velmar Courier").document

    assert (document.publisher, document.publisher_words) == (None, "The Velmar Courier")
    assert not team.actors.exists()


def test_publisher_that_is_unknown_becomes_an_outlet_by_a_curator(team):
    document = add(team, make_member(team, Role.REVIEWER), publisher="The Courier").document

    assert (document.publisher.name, document.publisher.kind) == ("The Courier", "outlet")


def test_publisher_that_fits_two_stays_words(team):
    make_actor(team, name="Courier", kind="outlet")
    make_actor(team, name="Courier", kind="outlet")

    document = add(team, make_member(team, Role.REVIEWER), publisher="Courier").document

    assert (document.publisher, document.publisher_words) == (None, "Courier")
    assert team.actors.count() == 2
