"""Letters of sources: who gives them, which counts, that none is ever changed, who reads them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from actors import services
from actors.models import ReliabilityAssessment
from actors.selectors import letters_of
from common.errors import RuleError
from history.models import Event
from teams.vocabularies import Grading
from tests.factories.actors import make_actor, make_assessment, make_protected
from tests.factories.api import api_as
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = pytest.mark.django_db
WHY = "Its water levels were right each time."


@pytest.fixture
def team():
    return make_team(grading=Grading.ASKED)


def given(actor, by, letter="B", **more):
    return services.assess(actor=actor, letter=letter, by=by, **{"reason": WHY, **more})


def url_of(actor, page="assess"):
    return reverse(f"actors:{page}", args=[actor.team.slug, actor.pk])


@pytest.mark.both_dbs
def test_the_newest_of_each_subject_counts_and_all_stay(team):
    person, actor = make_member(team, "reviewer"), make_actor(team)

    given(actor, person, "C")
    given(actor, person, "D", subject=" Water  levels ")
    given(actor, person, "B", subject="water levels")
    given(actor, person, "A", subject="fires")

    counting = letters_of([actor.pk], person)[actor.pk]
    assert [str(row) for row in counting] == ["C", "A (fires)", "B (water levels)"]
    assert ReliabilityAssessment.objects.count() == 4
    events = Event.objects.filter(kind="actor.assessed", actor_id=actor.pk)
    assert events.count() == 4
    assert WHY not in str([event.payload.content for event in events])


def test_sent_again_it_is_one(team):
    person, actor = make_member(team, "reviewer"), make_actor(team)

    assert given(actor, person) == given(actor, person)
    assert given(actor, person, "D") != given(actor, person)

    assert [row.letter for row in actor.assessments.order_by("pk")] == ["B", "D", "B"]


@pytest.mark.parametrize(
    ("letter", "more"),
    [("G", {}), ("", {}), ("B", {"reason": " "}), ("B", {"subject": "\u0301"})],
)
def test_what_is_not_complete_is_refused(team, letter, more):
    person, actor = make_member(team, "reviewer"), make_actor(team)

    with pytest.raises(RuleError):
        given(actor, person, letter, **more)

    assert not ReliabilityAssessment.objects.exists()
    assert not Event.objects.exists()


def test_a_team_that_does_not_grade_gives_and_shows_no_letters(client):
    team = make_team()
    person, actor = make_member(team, "reviewer"), make_actor(team)
    make_assessment(actor, reason=WHY)

    with pytest.raises(RuleError):
        given(actor, person)

    assert WHY not in sign_in(client, person).get(url_of(actor, "detail")).content.decode()


@pytest.mark.both_dbs
def test_nothing_of_it_is_ever_changed(team):
    row = make_assessment(make_actor(team))
    rows = ReliabilityAssessment.objects.filter(pk=row.pk)

    for act in (row.save, row.delete, rows.delete, lambda: rows.update(letter="A")):
        with pytest.raises(TypeError):
            act()
    for statement in ("UPDATE {} SET letter = 'A'", "DELETE FROM {}"):
        with (
            pytest.raises((IntegrityError, DatabaseError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format("actors_reliabilityassessment"))
    for fields in ({"letter": "G"}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_assessment(row.actor, **fields)

    assert rows.get().letter == "B"


@pytest.mark.parametrize(
    ("role", "status"), [("lead", 302), ("reviewer", 302), ("contributor", 403), ("viewer", 403)]
)
def test_assessing_by_role(client, team, role, status):
    actor = make_actor(team)

    answer = sign_in(client, make_member(team, role)).post(
        url_of(actor), {"letter": "B", "reason": WHY}
    )

    assert answer.status_code == status
    assert actor.assessments.exists() is (status == 302)


def test_the_page_tells_letters_and_gives_back_what_was_typed(client, team):
    actor = make_actor(team)
    sign_in(client, make_member(team, "reviewer"))
    blank = client.get(url_of(actor, "detail")).content.decode()
    make_assessment(actor, "E", reason="It was wrong.")
    make_assessment(actor, "B", reason=WHY)

    page = client.get(url_of(actor, "detail")).content.decode()
    refused = client.post(url_of(actor), {"reason": "My words"})

    assert "Not assessed." in blank
    assert page.index(WHY) < page.index("1 earlier assessment") < page.index("It was wrong.")
    assert refused.status_code == 422
    assert "My words" in refused.content.decode()


def test_letters_of_a_protected_name_are_for_who_reads_the_name(client, team):
    reader, other = make_member(team, "reviewer"), make_member(team, "reviewer")
    actor = make_protected(team, readers=[reader])
    given(actor, reader)

    for person, may_read in ((reader, True), (other, False)):
        page = sign_in(client, person).get(url_of(actor, "detail")).content.decode()
        rows = api_as(person, team).get(f"actors/{actor.pk}/assessments").json()["results"]
        assert (WHY in page) is may_read
        assert bool(rows) is may_read
        assert bool(letters_of([actor.pk], person)) is may_read
    with pytest.raises(PermissionDenied):
        given(actor, other)


def test_the_api_gives_and_lists(team):
    actor, api = make_actor(team), api_as(make_member(team, "reviewer"), team)
    path = f"actors/{actor.pk}/assessments"

    made = [api.post(path, {"letter": letter, "reason": WHY}) for letter in "CB"]
    rows = api.get(path).json()["results"]

    assert [answer.status_code for answer in made] == [201, 201]
    assert {row["letter"]: row["counts"] for row in rows} == {"C": False, "B": True}
    assert api.post(path, {"letter": "B"}).status_code == 400
