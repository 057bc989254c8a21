"""People who do the same at the same moment, with real threads."""

import pytest

from common.errors import ConflictError, DuplicateError
from documents import services, texts
from documents.drafts import DocumentDraft
from documents.models import Document, DocumentVersion, Origin
from history.models import Event
from history.services import verify
from jobs import lifecycle, running
from jobs.models import Job
from teams.models import User
from teams.roles import Role
from tests.factories.documents import make_document
from tests.factories.jobs import make_job
from tests.factories.teams import make_member, make_team
from tests.threads import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_dbs]

TEXT = "The mayor of Velmar said the bridge would open in May."
URL = "https://courier.example/bridge"
PEOPLE = 8


def everybody(act, people):
    """What `act` gave each of `people`, or the domain error that it raised."""

    def one(pk):
        try:
            return act(User.objects.get(pk=pk))
        except (ConflictError, DuplicateError) as error:
            return error

    return all_at_once(one, [person.pk for person in people])


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def people(team):
    return [make_member(team, Role.CONTRIBUTOR) for _ in range(PEOPLE)]


def add(team, by, **facts):
    return services.add_document(
        team=team, draft=DocumentDraft(**facts), source=texts.pasted(TEXT), by=by
    )


def test_same_address_by_many_is_one_document(team, people):
    added = everybody(lambda by: add(team, by, url=URL), people)

    assert len([one for one in added if one.is_new]) == 1
    assert {one.document.pk for one in added} == {Document.objects.get().pk}
    assert Job.objects.count() == Event.objects.count() == 1


def test_same_text_by_many_is_one_document_and_a_choice_for_the_others(team, people):
    added = everybody(lambda by: add(team, by, title=f"By {by.pk}"), people)

    document = Document.objects.get()
    refused = [one for one in added if isinstance(one, services.SameText)]
    assert len(refused) == PEOPLE - 1
    assert {one.existing for one in refused} == {document}


def test_one_form_sent_by_many_clicks_is_one_document(team, people):
    added = everybody(lambda by: add(team, by), [people[0]] * PEOPLE)

    assert {one.document.pk for one in added} == {Document.objects.get().pk}


def test_another_publication_by_many_shares_one_origin(team, people):
    add(team, people[0], url=URL)

    everybody(
        lambda by: services.add_document(
            team=team,
            draft=DocumentDraft(url=f"https://outlet{by.pk}.example/"),
            source=texts.pasted(TEXT),
            by=by,
            as_another=True,
        ),
        people,
    )

    assert Document.objects.count() == PEOPLE + 1
    assert set(Document.objects.values_list("origin", flat=True)) == {Origin.objects.get().pk}
    assert verify(team.pk).broken_at is None


def test_one_new_text_by_many_is_one_version(team, people):
    document = make_document(team)

    everybody(
        lambda by: services.add_version(document=document, source=texts.pasted("New"), by=by),
        people,
    )

    assert DocumentVersion.objects.filter(text="New").count() == 1
    assert Job.objects.count() == 1


def test_many_editors_of_one_version_are_one_winner_and_clear_conflicts(team, people):
    document = make_document(team)
    seen = document.row_version

    def edit(by):
        mine = Document.objects.get(pk=document.pk)
        draft = DocumentDraft(title=f"By {by.pk}")
        return services.edit_document(document=mine, draft=draft, row_version=seen, by=by)

    edited = everybody(edit, people)

    conflicts = [one for one in edited if isinstance(one, ConflictError)]
    winner = Document.objects.get()
    assert len(conflicts) == PEOPLE - 1
    assert winner.title in {f"By {person.pk}" for person in people}
    assert Event.objects.count() == 1


def test_withdrawing_while_a_worker_finishes_never_hangs_and_stays_withdrawn(team):
    lead = make_member(team, Role.LEAD)
    for _ in range(5):
        document = make_document(team)
        job = make_job(team, document_id=document.pk)
        seen = document.row_version

        def act(by, document=document, job=job, seen=seen):
            if by == lead:
                mine = Document.objects.get(pk=document.pk)
                return services.withdraw_document(document=mine, why="x", row_version=seen, by=by)
            lifecycle.claim(job.pk)
            return running.run(job.pk)

        everybody(act, [lead, make_member(team)])

        document.refresh_from_db()
        assert document.is_withdrawn()
