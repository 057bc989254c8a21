"""What the migrations of documents make of rows that an earlier release has left."""

from importlib import import_module

import pytest
from django.apps import apps

from documents.vocabularies import Processing
from jobs.models import JobState
from tests.factories.documents import make_document
from tests.factories.jobs import make_job
from tests.factories.teams import make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

stopped = import_module("documents.migrations.0004_stopped_documents")


def failed(team, *states, why="Somebody stopped it."):
    """A document that counts as failed, with jobs that ended in `states`, the newest last."""
    document = make_document(team, processing=Processing.FAILED, failure=why)
    for state in states:
        make_job(team, document_id=document.pk, state=state)
    return document


def stands(document):
    document.refresh_from_db()
    return document.processing, document.failure


def test_only_what_somebody_stopped_last_counts_as_stopped_and_back():
    team = make_team()
    by_a_person = failed(team, JobState.FAILED, JobState.CANCELLED)
    by_itself = failed(team, JobState.CANCELLED, JobState.FAILED, why="The disk is full.")
    never_read = failed(team, why="It was withdrawn before it was read.")

    stopped.mark_stopped(apps, None)
    after = [stands(each) for each in (by_a_person, by_itself, never_read)]
    stopped.mark_failed(apps, None)

    assert after[0] == ("stopped", "")
    assert after[1:] == [
        ("failed", "The disk is full."),
        ("failed", "It was withdrawn before it was read."),
    ]
    assert stands(by_a_person) == ("failed", "Somebody stopped it.")
