"""Actors through the API."""

import pytest

from actors.models import Actor, Alias
from tests.factories.actors import make_actor, make_alias, make_protected, make_unnamed
from tests.factories.api import api_as, api_of_nobody
from tests.factories.documents import make_document
from tests.factories.teams import ANONYMOUS, OUTSIDER, make_cast, make_member, make_team

pytestmark = pytest.mark.django_db


def as_role(team, role):
    user = make_cast(team)[role]
    if user is None:
        return api_of_nobody(team)
    home = team if role != OUTSIDER else user.memberships.get().team
    return api_as(user, home, at=team)


@pytest.mark.parametrize("path", ["actors", "actors/{pk}", "actors/{pk}/aliases"])
@pytest.mark.parametrize(("role", "expected"), [("viewer", 200), (OUTSIDER, 404), (ANONYMOUS, 401)])
def test_reading_by_role(role, expected, path):
    team = make_team()

    answer = as_role(team, role).get(path.format(pk=make_actor(team).pk))

    assert answer.status_code == expected


WRITE = {"lead": 1, "reviewer": 1, "contributor": 0, "viewer": 0, OUTSIDER: 0, ANONYMOUS: 0}


@pytest.mark.parametrize(("role", "made"), WRITE.items())
def test_making_by_role(role, made):
    team = make_team()

    answer = as_role(team, role).post("actors", {"name": "Velmar Post", "kind": "outlet"})

    refusal = {OUTSIDER: 404, ANONYMOUS: 401}.get(role, 403)
    assert answer.status_code == (201 if made else refusal)
    assert Actor.objects.count() == made


def test_known_name_is_a_409_with_the_actor():
    team = make_team()
    known, api = make_actor(team, "Velmar Post"), as_role(team, "reviewer")
    body = {"name": "velmar post", "kind": "outlet"}

    refused = api.post("actors", body)
    made = api.post("actors", {**body, "even_if_known": True})

    assert (refused.status_code, refused.json()["existing"]["id"]) == (409, known.pk)
    assert made.status_code == 201


def test_edit_and_stale_edit():
    team = make_team()
    actor, api = make_actor(team, "Velmar Post"), as_role(team, "reviewer")

    edited = api.patch(f"actors/{actor.pk}", {"row_version": 1, "description": "A daily."}).json()
    stale = api.patch(f"actors/{actor.pk}", {"row_version": 1, "name": "Post"})

    assert (edited["name"], edited["description"]) == ("Velmar Post", "A daily.")
    assert (stale.status_code, stale.json()["current"]["description"]) == (409, "A daily.")


def test_aliases_are_given_and_retired():
    team = make_team()
    actor, api = make_actor(team, "Velmar Post"), as_role(team, "contributor")

    alias = api.post(f"actors/{actor.pk}/aliases", {"name": "The Post", "language": "en"}).json()
    twice = api.post(f"actors/{actor.pk}/aliases", {"name": "the post"})
    named = api.get(f"actors/{actor.pk}").json()["aliases"]
    retired = api.post(f"aliases/{alias['id']}/retire", {"row_version": 1}).json()

    assert named == ["The Post"]
    assert twice.status_code == 409
    assert retired["is_retired"] is True
    assert api.get(f"actors/{actor.pk}").json()["aliases"] == []


@pytest.mark.parametrize("role", ["reviewer", "contributor", "viewer"])
def test_protected_actor_shows_its_label_alone(role):
    team = make_team()
    actor = make_protected(team, "Ilva Norn", description="Crane driver Norn")
    alias = make_alias(actor, "Ilvi Norn")
    api = as_role(team, role)

    paths = ("actors", f"actors/{actor.pk}", f"actors/{actor.pk}/aliases")
    told = "".join(api.get(path).content.decode() for path in paths)

    assert "Norn" not in told
    assert api.get(f"actors/{actor.pk}").json()["name"] == "a dock worker"
    assert api.every("actors", q="Norn") == []
    assert len(api.every("actors", q="dock")) == 1
    refused = api.post(f"aliases/{alias.pk}/retire", {"row_version": 1})
    assert refused.status_code == 404
    assert not Alias.objects.get().is_retired


def test_conflict_on_a_protected_actor_does_not_name_it():
    team = make_team()
    reader = make_member(team, "reviewer")
    actor = make_protected(team, "Ilva Norn", readers=[reader])
    lead = as_role(team, "lead")
    lead.post(
        f"actors/{actor.pk}/protect",
        {"row_version": 1, "public_label": "a crane driver", "readers": []},
    )

    answer = api_as(reader, team).patch(f"actors/{actor.pk}", {"row_version": 1, "name": "X"})

    assert answer.status_code == 403
    assert "Norn" not in answer.content.decode()


def test_protecting_is_for_leads():
    team = make_team()
    actor = make_actor(team, "Ilva Norn", kind="person")
    body = {"row_version": 1, "public_label": "a dock worker"}
    path = f"actors/{actor.pk}"

    codes = [
        as_role(team, r).post(f"{path}/protect", body).status_code for r in ("reviewer", "lead")
    ]
    shown = as_role(team, "viewer").get(path).json()["name"]
    lifted = as_role(team, "lead").post(f"{path}/unprotect", {"row_version": 2}).json()

    assert codes == [403, 200]
    assert (shown, lifted["is_protected"]) == ("a dock worker", False)


def test_unnamed_sources_of_restricted_documents_are_not_there():
    team = make_team()
    document = make_document(team, access="restricted")
    actor = make_unnamed(team, document_id=document.pk)
    api = as_role(team, "reviewer")

    assert api.get(f"actors/{actor.pk}").status_code == 404
    assert api.every("actors") == []
