"""What a document says itself: found by every run, kept out of the queue until somebody asks."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from claims import services
from claims.models import Claim, Mention
from claims.selectors import progress
from common.errors import RuleError
from documents.progress import Progress
from history.models import Event
from tests.factories.api import api_as
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = pytest.mark.django_db

TEXT = (
    "The Ostrel bridge carried 900 lorries in May. The mayor said that it is safe. "
    "It was built by the Tarn works in 1961 and closed twice."
)
FIRST, SAID, SECOND = (
    "The Ostrel bridge carried 900 lorries in May",
    "it is safe",
    "It was built by the Tarn works in 1961 and closed twice",
)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "reviewer")


@pytest.fixture
def document(team, person):
    return make_document(team, by=person, text=TEXT)


@pytest.fixture
def mentions(document):
    """Two statements of the document's own, the second easier to check, and what the mayor said."""
    own = {"mode": "asserted", "rule": "own-statement"}
    return [
        make_mention(document, FIRST, score=0.4, **own),
        make_mention(document, SAID, source="The mayor", cue="said"),
        make_mention(document, SECOND, score=0.7, **own),
    ]


@pytest.fixture
def listed(client, person, document):
    """`listed(asserted=1)`: the words in the list of the workbench in their order, and its page."""
    sign_in(client, person)

    def read(**query):
        answer = client.get(document.get_absolute_url(), query)
        bench = answer.context["bench"]
        return [card.mention.content_words for card in bench.window], answer.content.decode()

    return read


def test_they_are_shown_on_request_and_behind_the_rest(listed, mentions):
    quiet, page = listed()
    assert quiet == [SAID]
    assert "Show 2 statements of the text’s own" in page

    shown, page = listed(asserted=1)
    assert shown == [SAID, SECOND, FIRST]
    assert "What the text says itself" in page
    assert "0 of 2 reviewed" in page

    assert listed()[0] == shown, "the choice holds until it is said again"
    assert listed(asserted=0)[0] == [SAID]


def test_progress_counts_the_one_that_is_taken_up(document, mentions, person, listed):
    assert progress([document.pk])[document.pk] == Progress(0, 1)

    claim = services.accept_mention(mention=mentions[2], by=person, row_version=1)
    services.reject_mention(mention=mentions[0], by=person, row_version=1, reason="not_our_subject")

    assert claim.statement
    assert progress([document.pk])[document.pk] == Progress(1, 2)
    assert listed()[0] == [SAID, SECOND]


def test_the_rest_aside_leaves_them_alone(document, mentions, person):
    services.set_aside_rest(document=document, by=person)

    asked = Mention.objects.order_by("start").values_list("curation", flat=True)
    assert list(asked) == ["proposed", "set_aside", "proposed"]


def test_keys_go_on_to_the_next_of_them(client, listed, mentions, team):
    listed(asserted=1)
    step = reverse("claims:accept", args=[team.slug, mentions[1].pk])

    answer = client.post(step, {"row_version": 1}, HTTP_HX_REQUEST="true")

    assert Claim.objects.count() == 1
    assert answer["HX-Replace-Url"].endswith(f"mention={mentions[2].pk}")


def test_the_api_gives_them_by_their_mode(document, mentions, team, person):
    api = api_as(person, team)

    every = api.every("mentions", document=document.pk)
    own = api.every("mentions", document=document.pk, mode="asserted")

    assert [row["id"] for row in every] == [mentions[1].pk]
    assert {row["id"] for row in own} == {mentions[0].pk, mentions[2].pk}


@pytest.fixture
def not_said(document):
    """That the mayor did not say something, as an engine finds it."""
    fields = {"polarity": "not_said", "source": "The mayor", "cue": "said"}
    return make_mention(document, SAID, speaker="The mayor", **fields)


def test_what_was_not_said_waits_behind_the_switch_and_is_marked(listed, document, not_said):
    assert listed()[0] == []
    assert progress([document.pk]) == {}

    shown, page = listed(asserted=1)

    assert shown == [SAID]
    assert page.count("not said") >= 2
    assert "To check <kbd>" not in page, "there is nothing to accept"


def test_no_claim_comes_of_what_was_not_said(document, not_said, person):
    for step in (
        lambda: services.accept_mention(mention=not_said, by=person, row_version=1),
        lambda: services.attach_mention(
            mention=not_said, claim=make_claim(document.team, by=person), by=person, row_version=1
        ),
    ):
        with pytest.raises(RuleError, match="was not said"):
            step()
    not_said.refresh_from_db()

    assert not_said.curation == "proposed"
    assert not_said.row_version == 1
    assert not Event.objects.filter(kind__startswith="mention.").exists()


def test_a_correction_makes_it_a_claim_like_any_other(document, not_said, person):
    changes = {"polarity": "affirmed"}
    services.edit_mention(mention=not_said, by=person, row_version=1, changes=changes)
    assert progress([document.pk])[document.pk] == Progress(0, 1)

    services.accept_mention(mention=not_said, by=person, row_version=2)
    with pytest.raises(RuleError, match="take its acceptance back"):
        services.edit_mention(
            mention=not_said, by=person, row_version=3, changes={"polarity": "not_said"}
        )

    not_said.refresh_from_db()
    assert (not_said.polarity, not_said.curation) == ("affirmed", "accepted")


@pytest.mark.both_dbs
def test_the_database_takes_no_claim_of_it_either(not_said, person):
    decided = {"curated_by": person, "curated_at": timezone.now()}

    with pytest.raises(IntegrityError, match="mention_not_said_is_no_claim"), transaction.atomic():
        Mention.objects.filter(pk=not_said.pk).update(curation="accepted", **decided)
