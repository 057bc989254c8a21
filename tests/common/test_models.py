"""A save from an old version is refused; an append-only row stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

from common.errors import ConflictError
from tests.factories.teams import make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


def test_change_writes_and_counts_up():
    team = make_team()

    team.change(row_version=1, name="Harbour desk")

    assert (team.name, team.row_version) == ("Harbour desk", 2)
    team.refresh_from_db()
    assert (team.name, team.row_version) == ("Harbour desk", 2)


def test_change_from_an_old_version_is_refused_and_shows_the_current_row():
    team = make_team(name="Before")
    team.change(row_version=1, name="Theirs")

    with pytest.raises(ConflictError) as refused:
        team.change(row_version=1, name="Mine")

    assert refused.value.current.name == "Theirs"
    team.refresh_from_db()
    assert team.name == "Theirs"


def test_change_where_the_row_is_another_state_is_refused():
    team = make_team(name="Before")

    with pytest.raises(ConflictError):
        team.change(row_version=1, where={"name": "Something else"}, grading="asked")

    team.refresh_from_db()
    assert (team.grading, team.row_version) == ("off", 1)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_changes_at_once_one_is_written():
    team = make_team()

    def rename(number):
        try:
            type(team).objects.get(pk=team.pk).change(row_version=1, name=f"Name {number}")
        except ConflictError:
            return "refused"
        finally:
            close_old_connections()
            connection.close()
        return "written"

    with ThreadPoolExecutor(20) as people:
        results = list(people.map(rename, range(20)))

    assert sorted(results) == ["refused"] * 19 + ["written"]
