"""Mentions and claims through the API."""

import pytest

from claims.models import Claim, Mention
from teams.roles import Scope
from tests.factories.actors import make_actor, make_protected
from tests.factories.api import api_as, api_of_nobody
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import ANONYMOUS, OUTSIDER, make_cast, make_member, make_team

pytestmark = pytest.mark.django_db
TEXT = "The mayor of Velmar said on Tuesday that the bridge would open in May.\n"


def as_role(team, role, **options):
    user = make_cast(team)[role]
    if user is None:
        return api_of_nobody(team)
    home = team if role != OUTSIDER else user.memberships.get().team
    return api_as(user, home, at=team, **options)


def found(document, **fields):
    return make_mention(document, "the bridge would open in May", source="The mayor", **fields)


READ = [("lead", 200), ("viewer", 200), (OUTSIDER, 404), (ANONYMOUS, 401)]
CONTRIBUTE = [
    ("lead", 200),
    ("reviewer", 200),
    ("contributor", 200),
    ("viewer", 403),
    (OUTSIDER, 404),
    (ANONYMOUS, 401),
]


@pytest.mark.parametrize("path", ["mentions", "mentions/{mention}", "claims", "claims/{claim}"])
@pytest.mark.parametrize(("role", "expected"), [*READ, ("reviewer", 200), ("contributor", 200)])
def test_reading_by_role(role, expected, path):
    team = make_team()
    mention = found(make_document(team))
    claim = make_claim(team, by=make_member(team, "reviewer"), mention=mention)

    answer = as_role(team, role).get(path.format(mention=mention.pk, claim=claim.pk))

    assert answer.status_code == expected


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("accept", {"to_check": True}),
        ("reject", {"reason": "not_a_claim"}),
        ("set-aside", {}),
        ("split", {"parts": [{"statement": "One."}, {"statement": "Two."}]}),
        ("speakers", {"speakers": [{"words": "the deputy"}]}),
    ],
)
@pytest.mark.parametrize(("role", "expected"), CONTRIBUTE)
def test_steps_on_mentions_by_role(role, expected, step, body):
    team = make_team()
    mention = found(make_document(team))

    answer = as_role(team, role).post(f"mentions/{mention.pk}/{step}", {"row_version": 1, **body})

    assert answer.status_code == expected
    assert (Mention.objects.get().row_version == 2) == (expected == 200)


CURATE = [("lead", 201), ("reviewer", 201), ("contributor", 403), ("viewer", 403), (OUTSIDER, 404)]


@pytest.mark.parametrize(("role", "expected"), [*CURATE, (ANONYMOUS, 401)])
def test_writing_a_claim_by_role(role, expected):
    team = make_team()
    body = {"statement": "The bridge is closed.", "speakers": [{"words": "A clerk"}]}

    answer = as_role(team, role).post("claims", body)

    assert answer.status_code == expected
    assert Claim.objects.count() == (expected == 201)


def test_token_of_scope_read_writes_nothing():
    team = make_team()
    mention = found(make_document(team))
    api = as_role(team, "lead", scopes=[Scope.READ])

    answer = api.post(f"mentions/{mention.pk}/accept", {"row_version": 1})

    assert answer.status_code == 403
    assert not Claim.objects.exists()


def test_accepted_mention_names_its_claim():
    team = make_team()
    mention = found(make_document(team))
    api = as_role(team, "contributor")

    accepted = api.post(f"mentions/{mention.pk}/accept", {"row_version": 1}).json()
    [link] = accepted["claims"]
    claim = api.get(f"claims/{link['claim']}").json()
    [place] = api.every("places", claim=claim["id"])

    assert (accepted["curation"], claim["state"], claim["mentions"]) == ("accepted", "on_record", 1)
    assert claim["speakers"] == [{"actor": None, "name": "The mayor", "words": "The mayor"}]
    assert place["mention"] == mention.pk
    assert [row["id"] for row in api.every("mentions", claim=claim["id"])] == [mention.pk]


def test_attach_and_undo():
    team = make_team()
    mention = found(make_document(team))
    user = make_member(team, "contributor")
    claim, api = make_claim(team, by=user), api_as(user, team)

    attached = api.post(f"mentions/{mention.pk}/attach", {"row_version": 1, "claim": claim.pk})
    undone = api.post(f"mentions/{mention.pk}/undo", {"row_version": 2})

    assert attached.json()["claims"][0]["claim"] == claim.pk
    assert (undone.json()["curation"], undone.json()["claims"]) == ("proposed", [])


def test_attaching_to_a_claim_that_is_restricted_or_elsewhere_is_refused():
    team = make_team()
    mention, api = found(make_document(team)), as_role(team, "contributor")
    lead, other = make_member(team, "lead"), make_team()
    hidden = make_claim(team, by=lead, access="restricted")
    foreign = make_claim(other, by=make_member(other, "lead"))

    for claim in (hidden, foreign):
        answer = api.post(f"mentions/{mention.pk}/attach", {"row_version": 1, "claim": claim.pk})
        assert answer.status_code == 400
    assert Mention.objects.get().curation == "proposed"


def test_stale_step_answers_with_the_mention_as_it_stands():
    team = make_team()
    mention, api = found(make_document(team)), as_role(team, "contributor")
    api.post(f"mentions/{mention.pk}/reject", {"row_version": 1, "reason": "said_already"})

    answer = api.post(f"mentions/{mention.pk}/accept", {"row_version": 1})

    assert answer.status_code == 409
    assert answer.json()["current"]["reject_reason"] == "said_already"
    assert not Claim.objects.exists()


def test_spans_are_corrected_and_words_cut_anew():
    team = make_team()
    mention, api = found(make_document(team)), as_role(team, "contributor")
    body = {"row_version": 1, "content_spans": [[41, 51]]}

    answer = api.patch(f"mentions/{mention.pk}", body).json()

    assert answer["content_words"] == TEXT[41:51]
    assert answer["person_fields"] == ["content_spans"]


@pytest.mark.parametrize(
    ("spans", "code"),
    [([[0, 9999]], 422), ([[5, 5]], 422), ([], 422), ([[1]], 400), ("all", 400), ([[-1, 3]], 400)],
)
def test_spans_outside_the_text_are_refused(spans, code):
    team = make_team()
    mention, api = found(make_document(team)), as_role(team, "contributor")

    answer = api.patch(f"mentions/{mention.pk}", {"row_version": 1, "content_spans": spans})

    assert answer.status_code == code
    assert Mention.objects.get().row_version == 1


def test_mention_by_hand_is_made_once():
    team = make_team()
    document, api = make_document(team), as_role(team, "contributor")
    body = {"document": document.pk, "content_spans": [[41, 69]], "speakers": [{"words": "mayor"}]}

    first, second = (api.post("mentions", body) for _time in range(2))

    assert first.status_code == 201
    assert first.json()["content_words"] == TEXT[41:69]
    assert second.status_code == 409
    assert second.json()["existing"]["id"] == first.json()["id"]
    assert Mention.objects.count() == 1


def test_rest_is_set_aside_and_taken_back():
    team = make_team()
    document, api = make_document(team), as_role(team, "contributor")
    found(document)

    aside = api.post(f"documents/{document.pk}/set-aside-rest").json()
    back = api.post(f"documents/{document.pk}/undo-set-aside-rest", {"action": aside["action"]})
    again = api.post(f"documents/{document.pk}/undo-set-aside-rest", {"action": aside["action"]})

    assert aside["count"] == 1
    assert back.json() == {"count": 1}
    assert again.status_code == 422


def test_claim_by_hand_is_made_once():
    team = make_team()
    api, actor = as_role(team, "reviewer"), make_actor(team)
    body = {
        "statement": "The bridge is closed.",
        "speakers": [{"actor": actor.pk}],
        "to_check": True,
        "topic_words": ["bridge"],
        "about_start": "2026-05-01",
    }

    first, second = (api.post("claims", body) for _time in range(2))

    assert (first.status_code, first.json()["state"]) == (201, "to_check")
    assert first.json()["speakers"][0]["actor"]["id"] == actor.pk
    assert (second.status_code, second.json()["code"]) == (409, "duplicate")
    assert second.json()["existing"]["id"] == first.json()["id"]
    assert Claim.objects.count() == 1


def test_claim_is_edited_and_confirmed():
    team = make_team()
    user = make_member(team, "contributor")
    claim, api = make_claim(team, by=user), api_as(user, team)

    edited = api.patch(f"claims/{claim.pk}", {"row_version": 1, "statement": "It is shut."}).json()
    confirmed = api.patch(f"claims/{claim.pk}", {"row_version": 2, "confirm": True}).json()
    stale = api.patch(f"claims/{claim.pk}", {"row_version": 1, "kind": "opinion"})

    assert (edited["statement"], edited["confirmed_by"]) == ("It is shut.", None)
    assert confirmed["confirmed_by"]["id"] == user.pk
    assert (stale.status_code, stale.json()["current"]["row_version"]) == (409, 3)


def test_sealed_claim_cannot_be_edited():
    team = make_team()
    user = make_member(team, "lead")
    claim = make_claim(team, by=user, confirmed_by=user)
    for state in ("in_review", "second_review"):
        Claim.objects.filter(pk=claim.pk).update(state=state, second_review="sign_off")

    answer = api_as(user, team).patch(f"claims/{claim.pk}", {"row_version": 1, "statement": "No."})

    assert answer.status_code == 422


def test_speakers_of_a_claim_are_replaced():
    team = make_team()
    user, actor = make_member(team, "contributor"), make_actor(team, "Velmar Post")
    claim = make_claim(team, by=user)
    body = {"row_version": 1, "speakers": [{"actor": actor.pk}, {"words": "a clerk"}]}

    answer = api_as(user, team).post(f"claims/{claim.pk}/speakers", body)

    assert [each["name"] for each in answer.json()["speakers"]] == ["Velmar Post", "a clerk"]


def test_filters_of_the_page_hold():
    team = make_team()
    user, actor = make_member(team, "reviewer"), make_actor(team)
    kept = make_claim(team, by=user, speaker=actor, kind="opinion", topic_words=["ferry"])
    make_claim(team, by=user)
    api = api_as(user, team)
    queries = [{"speaker": actor.pk}, {"kind": "opinion"}, {"topic": "ferry"}]
    queries += [{"q": kept.reference}, {"kind": ["opinion", "call"], "said": "none"}]

    assert [[row["id"] for row in api.every("claims", **query)] for query in queries] == [
        [kept.pk]
    ] * 5
    assert api.get("claims", state="nowhere").status_code == 400


def test_restricted_rows_are_not_there():
    team = make_team()
    lead = make_member(team, "lead")
    mention = found(make_document(team, access="restricted"))
    claim = make_claim(team, by=lead, mention=mention, access="restricted")
    api = as_role(team, "reviewer")

    lists = [api.every(path) for path in ("mentions", "claims", "places")]
    codes = {
        api.get(f"{path}").status_code for path in (f"mentions/{mention.pk}", f"claims/{claim.pk}")
    }
    steps = {
        api.post(f"mentions/{mention.pk}/accept", {"row_version": 1}).status_code,
        api.patch(f"claims/{claim.pk}", {"row_version": 1, "kind": "call"}).status_code,
        api.post(
            "mentions", {"document": mention.document_id, "content_spans": [[0, 3]]}
        ).status_code,
    }

    assert lists == [[], [], []]
    assert codes == {404}
    assert steps == {404, 400}


def test_places_in_restricted_documents_are_not_counted():
    team = make_team()
    lead = make_member(team, "lead")
    claim = make_claim(team, by=lead, mention=found(make_document(team)))
    link_mention(claim, found(make_document(team, access="restricted")), by=lead)

    assert as_role(team, "viewer").get(f"claims/{claim.pk}").json()["mentions"] == 1
    assert api_as(lead, team).get(f"claims/{claim.pk}").json()["mentions"] == 2


def test_protected_speakers_show_their_label():
    team = make_team()
    actor = make_protected(team, "Ilva Norn", label="a dock worker")
    mention = make_mention(make_document(team), "the bridge would open in May", speaker=actor)
    mention.speakers.update(words="Norn", name="Ilva Norn")
    make_claim(team, by=make_member(team, "lead"), mention=mention, speaker=actor)
    api = as_role(team, "reviewer")

    told = "".join(api.get(path).content.decode() for path in ("mentions", "claims", "actors"))

    assert "Norn" not in told
    assert "a dock worker" in told


@pytest.mark.parametrize("path", ["mentions", "claims", "places", "actors"])
def test_lists_do_not_grow_in_queries(path, django_assert_max_num_queries):
    team = make_team()
    lead, api = make_member(team, "lead"), as_role(team, "viewer")

    def fill(number):
        for _row in range(number):
            mention = found(make_document(team, by=lead), speaker=make_actor(team, by=lead))
            make_claim(team, by=lead, mention=mention, speaker=make_actor(team, by=lead))

    fill(20)
    api.get("members")
    with django_assert_max_num_queries(13) as few:
        api.get(path, page_size=200)
    fill(180)
    with django_assert_max_num_queries(len(few)):
        answer = api.get(path, page_size=200)

    assert len(answer.json()["results"]) == 200
