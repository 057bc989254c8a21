"""Which actors a name in a text means."""

import pytest

from actors.names import FOLDED_LENGTH, fold
from actors.resolving import resolve, resolve_all
from tests.factories.actors import make_actor, make_alias, make_protected, make_unnamed
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The  Port\u00a0Authority", "port authority"),
        ("Ćelik", "celik"),
        ("O’Shea", "o'shea"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("", ""),
        ("ﷺ" * 200, fold("ﷺ" * 200)[:FOLDED_LENGTH]),
    ],
)
def test_fold(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize("name", ["Port Authority", "the port authority", "Hafenamt"])
def test_one_actor_fits(name):
    actor = make_actor(name="Port Authority")
    make_alias(actor, "Hafenamt")

    assert resolve(actor.team, name) == [actor]


def test_a_name_that_fits_two_offers_both():
    team = make_team()
    first, second = make_actor(team, "The Legion"), make_actor(team, "Northern Legion")
    make_alias(second, "Legion")

    assert resolve(team, "the Legion") == [first, second]


@pytest.mark.parametrize("word", ["the group", "he", "Officials", "nobody known", ""])
def test_words_that_fit_nobody(word):
    team = make_team()
    for name in ("The Group", "He", "Officials"):
        make_actor(team, name)

    assert resolve(team, word) == []


def test_retired_aliases_and_other_teams_do_not_fit():
    team = make_team()
    make_alias(make_actor(team), "Hafenamt", is_retired=True)
    make_actor(name="Hafenamt")

    assert resolve(team, "Hafenamt") == []


def test_an_unnamed_source_fits_in_its_document_alone():
    team = make_team()
    here = make_unnamed(team, "a fighter of the Legion", document_id=1)
    make_unnamed(team, "a fighter of the Legion", document_id=2)

    assert resolve(team, "a fighter of the Legion", document_id=1) == [here]
    assert resolve(team, "a fighter of the Legion") == []


def test_a_protected_actor_fits_for_those_who_may_read_its_name():
    team = make_team()
    reader, other = make_member(team), make_member(team, "reviewer")
    actor = make_protected(team, "Ilva Norn", readers=[reader])
    make_alias(actor, "Nornlet")
    lead = make_member(team, "lead")

    found = {by: resolve(team, "Nornlet", by=by) for by in (None, other, reader, lead)}

    assert found == {None: [], other: [], reader: [actor], lead: [actor]}


def test_many_names_take_three_queries(django_assert_max_num_queries):
    team = make_team()
    actors = {f"Office {n}": make_actor(team, f"Office {n}") for n in range(20)}

    with django_assert_max_num_queries(3):
        found = resolve_all(team, [*actors, "nobody"])

    assert found == {**{name: [actor] for name, actor in actors.items()}, "nobody": []}
