"""Saved views by their services."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction

from common.errors import ConflictError, DuplicateError, RuleError
from history.models import Event
from search import registry, services
from search.models import Entry, SavedView, ViewReader
from tests.factories.actors import make_actor
from tests.factories.review import make_desk
from tests.factories.search import index_all
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def desk():
    return make_desk()


def save(desk, name="Late ones", *, by=None, query="?due=late&after=x&q=&view=3", **more):
    return services.save_view(team=desk.team, name=name, query=query, by=by or desk.viewer, **more)


def test_a_view_keeps_the_filters_and_nothing_of_the_moment(desk):
    view = save(desk, "  Late   ones ")

    assert (view.name, view.query, view.is_shared) == ("Late ones", "due=late", False)
    assert ViewReader.objects.get().person == desk.viewer
    assert not Event.objects.exists()


def test_names_are_ones_own(desk):
    view = save(desk)
    with pytest.raises(DuplicateError) as refused:
        save(desk)
    assert refused.value.existing == view
    assert save(desk, by=desk.lead).name == view.name
    for name in ("", "  ", "x" * 81):
        with pytest.raises(RuleError):
            save(desk, name)
    with pytest.raises(RuleError):
        save(desk, "Long", query=f"q={'x' * 5000}")
    assert SavedView.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(team=desk.team, owner=desk.viewer, name="Late ones")


def test_only_its_owner_changes_a_view(desk):
    view = save(desk, is_shared=True)
    for person in (desk.lead, make_member(make_team(), "lead")):
        with pytest.raises(PermissionDenied):
            services.change_view(view=view, by=person, row_version=1, query="q=mine")
    services.change_view(view=view, by=desk.viewer, row_version=1, query="q=dam", name="Dam")
    with pytest.raises(ConflictError):
        services.change_view(view=view, by=desk.viewer, row_version=1, is_shared=False)
    save(desk, "Other")
    with pytest.raises(DuplicateError):
        services.change_view(view=view, by=desk.viewer, row_version=2, name="Other")

    view.refresh_from_db()
    assert (view.name, view.query, view.is_shared) == ("Dam", "q=dam", True)


def test_a_copy_is_ones_own(desk):
    view = save(desk, is_shared=True)

    first = services.copy_view(view=view, by=desk.lead)
    other = save(desk, by=desk.first, query="q=ferry", is_shared=True)
    second = services.copy_view(view=other, by=desk.lead)

    assert [first.name, second.name] == ["Late ones", "Late ones (2)"]
    assert services.copy_view(view=view, by=desk.lead) == first
    assert (first.owner, first.query, first.is_shared) == (desk.lead, view.query, False)


def test_who_sees_and_deletes(desk):
    own, shared = save(desk), save(desk, "Shared", is_shared=True)
    services.see_view(view=shared, by=desk.first)
    services.set_notice(view=shared, by=desk.first, wanted=True)

    assert list(SavedView.objects.visible_to(desk.first)) == [shared]
    assert not SavedView.objects.visible_to(make_member(make_team(), "lead")).exists()
    for view, person in ((own, desk.lead), (shared, desk.first)):
        with pytest.raises(PermissionDenied):
            services.delete_view(view=view, by=person)
    for act in (services.see_view, services.delete_view):
        with pytest.raises(PermissionDenied):
            act(view=own, by=desk.first)
    services.delete_view(view=shared, by=desk.lead)
    assert list(SavedView.objects.all()) == [own]
    assert ViewReader.objects.count() == 1


def test_entries_with_letters_for_apostrophes_are_written_anew(db):
    migration = import_module("search.migrations.0003_apostrophes_are_no_letters")
    team = make_team()
    actor = make_actor(team, "Nuala O\u02bcBrien")
    index_all()
    entry = Entry.objects.get(object_id=actor.pk, kind=registry.source("actor").code)
    Entry.objects.filter(pk=entry.pk).update(words=entry.words.replace("o brien", "o\u02bcbrien"))

    migration.leave(apps, None)
    call_command("rebuild_search", missing=True, stdout=StringIO())

    assert Entry.objects.get(pk=entry.pk).words == entry.words
