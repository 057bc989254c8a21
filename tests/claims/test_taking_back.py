"""Undo of what one did last, and of what one did before that."""

import pytest
from django.core.exceptions import PermissionDenied

from claims import services
from claims.models import Claim
from claims.services import SpeakerDraft
from common.errors import RuleError
from history.models import Event
from history.services import verify
from tests.factories.actors import make_actor
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db

TEXT = "Orla Venn said the quay is safe, the lock is shut and the mill is dry."


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "contributor")


@pytest.fixture
def document(team):
    return make_document(team, text=TEXT)


@pytest.fixture
def mentions(document):
    return [make_mention(document, f"the {what}") for what in ("quay", "lock", "mill")]


def curations(document):
    return list(document.mentions.order_by("start").values_list("curation", flat=True))


def undo(document, by):
    return services.undo_last(document=document, by=by)


def test_one_step_after_the_other(document, mentions, person, team):
    claim = make_claim(team, by=person)
    services.accept_mention(mention=mentions[0], by=person, row_version=1)
    services.reject_mention(mention=mentions[1], by=person, row_version=1, reason="not_a_claim")
    services.attach_mention(mention=mentions[2], claim=claim, by=person, row_version=1)

    back = [undo(document, person)[0] for _step in range(3)]

    assert back == [mentions[2].pk, mentions[1].pk, mentions[0].pk]
    assert curations(document) == ["proposed"] * 3
    assert Claim.objects.exclude(pk=claim.pk).get().state == "not_pursued"
    with pytest.raises(RuleError):
        undo(document, person)
    assert verify(team.pk).broken_at is None


def test_what_was_done_again_is_taken_back_once_more(document, mentions, person):
    services.accept_mention(mention=mentions[0], by=person, row_version=1)
    undo(document, person)
    mentions[0].refresh_from_db()
    services.set_aside_mention(mention=mentions[0], by=person, row_version=mentions[0].row_version)

    assert undo(document, person) == [mentions[0].pk]
    with pytest.raises(RuleError):
        undo(document, person)


def test_a_correction_and_the_speakers_come_back(document, mentions, person, team):
    mention, actor = mentions[0], make_actor(team)
    services.set_mention_speakers(
        mention=mention, by=person, row_version=1, speakers=[SpeakerDraft(None, "Orla")]
    )
    services.set_mention_speakers(
        mention=mention, by=person, row_version=2, speakers=[SpeakerDraft(actor)]
    )
    services.edit_mention(
        mention=mention, by=person, row_version=3, changes={"kind": "opinion", "note": "Hm"}
    )

    undo(document, person)
    mention.refresh_from_db()
    assert (mention.kind, mention.note) == ("fact", "")
    undo(document, person)

    assert [speaker.shown_name for speaker in mention.speakers.all()] == ["Orla"]
    assert Event.objects.latest("seq").payload.content["why"] == "undone"


def test_what_a_colleague_changed_since_is_passed_over(document, mentions, person, team):
    other = make_member(team, "lead")
    services.accept_mention(mention=mentions[0], by=person, row_version=1)
    services.reject_mention(mention=mentions[1], by=person, row_version=1, reason="not_a_claim")
    services.undo_mention(mention=mentions[1], by=other, row_version=2)

    assert undo(document, person) == [mentions[0].pk]
    with pytest.raises(RuleError):
        undo(document, other)


def test_the_rest_comes_back_together(document, mentions, person):
    services.set_aside_rest(document=document, by=person)

    assert undo(document, person) == [mention.pk for mention in mentions]
    assert curations(document) == ["proposed"] * 3


def test_an_addition_is_set_aside(document, person):
    mention = services.add_mention(
        version=document.versions.last(), by=person, content_spans=[[0, 4]]
    )

    assert undo(document, person) == [mention.pk]
    assert curations(document) == ["set_aside"]
    with pytest.raises(RuleError):
        undo(document, person)


def test_a_viewer_takes_nothing_back(document, team):
    with pytest.raises(PermissionDenied):
        undo(document, make_member(team, "viewer"))
