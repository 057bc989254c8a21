"""Correcting mentions and claims: what is written, what is refused, that words stay slices."""

import pytest
from django.core.exceptions import PermissionDenied

from claims import services
from claims.services import SpeakerDraft
from claims.vocabularies import LinkState
from common.errors import ConflictError, DuplicateError, RuleError
from history.models import Event
from tests.factories.actors import make_actor
from tests.factories.claims import link_mention, make_claim, make_decided_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

TEXT = "Orla Venn said the quay 🌉 is safe and that “nobody was hurt” there."


def span(words):
    start = TEXT.index(words)
    return [start, start + len(words)]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "contributor")


@pytest.fixture
def reviewer(team):
    return make_member(team, "reviewer")


@pytest.fixture
def document(team):
    return make_document(team, text=TEXT)


@pytest.fixture
def mention(document):
    return make_mention(document, "the quay 🌉 is safe", source="Orla Venn", cue="said")


def test_edit_cuts_the_words_anew(mention, person):
    parts = [span("nobody was hurt"), span("the quay 🌉 is safe")]

    services.edit_mention(
        mention=mention,
        by=person,
        row_version=1,
        changes={"content_spans": parts, "source_spans": [], "kind": "belief"},
    )

    mention.refresh_from_db()
    assert mention.content_words == "the quay 🌉 is safe … nobody was hurt"
    assert (mention.source_words, mention.cue_words) == ("", "said")
    assert mention.start == span("said")[0]
    assert mention.person_fields == ["content_spans", "kind", "source_spans"]
    event = Event.objects.get()
    assert (event.kind, event.document_id) == ("mention.edited", mention.document_id)
    assert event.payload.content["before"]["kind"] == "fact"


@pytest.mark.parametrize(
    "changes",
    [
        {"content_spans": []},
        {"content_spans": [[3, 3]]},
        {"content_spans": [[5, 2]]},
        {"content_spans": [[-1, 4]]},
        {"cue_spans": [[0, len(TEXT) + 1]]},
        {"content_spans": [[0, 5], [3, 8]]},
        {"kind": "gossip"},
        {"signature": "mine"},
        {"dates": [{"words": "in May", "spans": [[0, 4]], "role": "event"}]},
    ],
)
def test_edit_refuses(mention, person, changes):
    with pytest.raises(RuleError):
        services.edit_mention(mention=mention, by=person, row_version=1, changes=changes)

    mention.refresh_from_db()
    assert (mention.row_version, mention.person_fields) == (1, [])
    assert not Event.objects.exists()


def test_edit_that_changes_nothing_writes_nothing(mention, person):
    services.edit_mention(mention=mention, by=person, row_version=1, changes={"kind": "fact"})

    assert mention.row_version == 1
    assert not Event.objects.exists()


def test_edit_from_an_old_version_conflicts(mention, person):
    mention.change(row_version=1, note="new")

    with pytest.raises(ConflictError) as refused:
        services.edit_mention(mention=mention, by=person, row_version=1, changes={"kind": "call"})

    assert refused.value.current.note == "new"


def test_edit_of_a_rejected_mention_is_refused(document, person):
    mention = make_decided_mention(document, by=person)

    with pytest.raises(RuleError):
        services.edit_mention(mention=mention, by=person, row_version=1, changes={"kind": "call"})


def test_a_viewer_corrects_nothing(mention, team):
    viewer = make_member(team, "viewer")

    with pytest.raises(PermissionDenied):
        services.edit_mention(mention=mention, by=viewer, row_version=1, changes={"kind": "call"})
    with pytest.raises(PermissionDenied):
        services.set_mention_speakers(mention=mention, by=viewer, row_version=1, speakers=[])
    with pytest.raises(PermissionDenied):
        services.add_mention(version=mention.version, by=viewer, content_spans=[[0, 4]])


def test_speakers_are_actors_or_words(mention, person, team):
    actor = make_actor(team)
    drafts = [SpeakerDraft(actor, "Orla Venn"), SpeakerDraft(None, "her deputy")]

    services.set_mention_speakers(mention=mention, by=person, row_version=1, speakers=drafts)

    rows = list(mention.speakers.values_list("actor", "words", "position"))
    assert rows == [(actor.pk, "Orla Venn", 0), (None, "her deputy", 1)]
    assert mention.person_fields == ["speakers"]
    content = Event.objects.get().payload.content
    assert content["after"]["speakers"] == [{"actor": actor.pk}, {"words": "her deputy"}]


@pytest.mark.parametrize("draft", [SpeakerDraft(), SpeakerDraft(None, "  ")])
def test_nobody_is_no_speaker(mention, person, draft):
    with pytest.raises(RuleError):
        services.set_mention_speakers(mention=mention, by=person, row_version=1, speakers=[draft])

    assert mention.speakers.count() == 1


def test_an_actor_of_another_team_is_no_speaker(mention, person):
    draft = SpeakerDraft(make_actor())

    with pytest.raises(RuleError):
        services.set_mention_speakers(mention=mention, by=person, row_version=1, speakers=[draft])


def test_add_takes_the_mode_from_the_quotation_marks(document, person):
    mention = services.add_mention(
        version=document.versions.last(),
        by=person,
        content_spans=[span("nobody was hurt")],
        speakers=[SpeakerDraft(None, "Orla Venn")],
    )

    assert (mention.mode, mention.curation, mention.made_by) == ("direct", "proposed", person)
    assert mention.content_words == "nobody was hurt"
    assert mention.run is None
    assert Event.objects.get().kind == "mention.added"


def test_adding_the_same_twice_makes_one(document, person):
    given = {"version": document.versions.last(), "by": person, "content_spans": [span("safe")]}
    first = services.add_mention(**given)

    with pytest.raises(DuplicateError) as refused:
        services.add_mention(**given)

    assert refused.value.existing == first
    assert document.mentions.count() == 1


# --- claims ---------------------------------------------------------------------------------------


def test_create_claim_by_hand(team, reviewer):
    actor = make_actor(team)

    claim = services.create_claim(
        team=team,
        by=reviewer,
        statement=" The quay\nis safe. ",
        speakers=[SpeakerDraft(actor)],
        to_check=True,
        priority="high",
        topic_words=["Quay"],
    )

    assert (claim.statement, claim.state, claim.priority) == (
        "The quay is safe.",
        "to_check",
        "high",
    )
    event = Event.objects.get()
    assert (event.kind, event.claim_id, event.round) == ("claim.created", claim.pk, 1)
    assert event.payload.content["after"]["speakers"] == [{"actor": actor.pk}]


def test_create_claim_sent_twice_makes_one(team, reviewer):
    given = {"team": team, "by": reviewer, "speakers": [SpeakerDraft(None, "Orla Venn")]}
    first = services.create_claim(statement="The quay is safe.", **given)

    with pytest.raises(DuplicateError) as refused:
        services.create_claim(statement="The quay is safe.", **given)
    assert refused.value.existing == first
    services.create_claim(statement="The quay is safe.", anyway=True, **given)
    assert team.claims.count() == 2


def test_create_claim_says_nothing_of_a_restricted_one(team, reviewer):
    make_claim(
        team,
        by=make_member(team, "lead"),
        statement="The quay is safe.",
        speaker="Orla Venn",
        access="restricted",
    )

    services.create_claim(
        team=team,
        by=reviewer,
        statement="The quay is safe.",
        speakers=[SpeakerDraft(None, "Orla Venn")],
    )

    assert team.claims.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"statement": "  "}, {"kind": "gossip"}, {"priority": "urgent"}, {"state": "decided"}]
)
def test_create_claim_refuses(team, reviewer, wrong):
    values = {"statement": "The quay is safe.", **wrong}

    with pytest.raises(RuleError):
        services.create_claim(
            team=team, by=reviewer, speakers=[SpeakerDraft(None, "Orla Venn")], **values
        )

    assert not team.claims.exists()


def test_create_claim_is_for_reviewers(team, person):
    with pytest.raises(PermissionDenied):
        services.create_claim(
            team=team, by=person, statement="Safe.", speakers=[SpeakerDraft(None, "Orla")]
        )


def test_edit_claim_makes_a_reworded_statement_a_draft_again(team, person):
    claim = make_claim(team, by=person, confirmed_by=person)

    services.edit_claim(claim=claim, by=person, row_version=1, changes={"statement": "It is open."})

    claim.refresh_from_db()
    assert (claim.statement, claim.confirmed_by) == ("It is open.", None)


def test_edit_claim_confirms(team, person):
    claim = make_claim(team, by=person)

    services.edit_claim(claim=claim, by=person, row_version=1, changes={}, confirm=True)

    assert claim.confirmed_by == person


@pytest.mark.parametrize("state", ["second_review", "differing"])
def test_a_sealed_claim_is_not_edited(team, person, state):
    claim = make_claim(team, by=person, state=state)
    version = claim.row_version

    with pytest.raises(RuleError):
        services.edit_claim(
            claim=claim, by=person, row_version=version, changes={"statement": "Else."}
        )
    with pytest.raises(RuleError):
        services.set_claim_speakers(
            claim=claim, by=person, row_version=version, speakers=[SpeakerDraft(None, "Else")]
        )

    assert not Event.objects.exists()


def test_edit_claim_conflicts(team, person):
    claim = make_claim(team, by=person)
    claim.change(row_version=1, statement="Theirs.")

    with pytest.raises(ConflictError) as refused:
        services.edit_claim(claim=claim, by=person, row_version=1, changes={"statement": "Mine."})

    assert refused.value.current.statement == "Theirs."


def test_claim_speakers_are_replaced(team, person):
    claim, actor = make_claim(team, by=person), make_actor(team)

    services.set_claim_speakers(
        claim=claim, by=person, row_version=1, speakers=[SpeakerDraft(actor), SpeakerDraft(actor)]
    )

    assert claim.speakers.get().actor == actor
    assert claim.row_version == 2
    with pytest.raises(RuleError):
        services.set_claim_speakers(claim=claim, by=person, row_version=2, speakers=[])


def test_links_are_confirmed_and_refused(team, person, document):
    mention = make_decided_mention(document, by=person, curation="accepted")
    first = link_mention(make_claim(team, by=person), mention, by=person)
    second = link_mention(make_claim(team, by=person), mention, state=LinkState.SUGGESTED)

    with pytest.raises(RuleError):
        services.refuse_link(link=first, by=person, row_version=1)
    services.confirm_link(link=second, by=person, row_version=1)
    services.refuse_link(link=first, by=person, row_version=1, why="Another bridge.")

    assert (first.state, second.state) == ("refused", "confirmed")
    assert list(Event.objects.order_by("seq").values_list("kind", flat=True)) == [
        "claim_mention.confirmed",
        "claim_mention.refused",
    ]


def test_a_link_of_a_proposed_mention_is_attached_instead(team, person, mention):
    link = link_mention(make_claim(team, by=person), mention, state=LinkState.SUGGESTED)

    with pytest.raises(RuleError):
        services.confirm_link(link=link, by=person, row_version=1)
