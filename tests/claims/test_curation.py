"""What people do with proposed mentions, both ways, and that a refusal writes nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from claims import services
from claims.models import Claim, ClaimMention, Mention
from claims.vocabularies import ClaimState, Curation, LinkState, RejectReason
from common.errors import ConflictError, RuleError
from history.models import Event
from history.services import verify
from tests.factories.actors import make_actor
from tests.factories.claims import add_speaker, make_claim, make_decided_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_cast, make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

TEXT = "Mayor Orla Venn said that “the bridge at Ostrel is safe” and that nobody was hurt."
CONTENT = "“the bridge at Ostrel is safe”"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "contributor")


@pytest.fixture
def document(team):
    return make_document(team, text=TEXT, topic_words=["Bridge"])


@pytest.fixture
def mention(document):
    return make_mention(document, CONTENT, source="Mayor Orla Venn", cue="said")


def nothing_changed(mention):
    before = mention.row_version, mention.curation
    mention.refresh_from_db()
    return (mention.row_version, mention.curation) == before and not Event.objects.exists()


def kinds():
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_accept_makes_a_claim_on_record(mention, person):
    claim = services.accept_mention(mention=mention, by=person, row_version=1)

    claim.refresh_from_db()
    mention.refresh_from_db()
    assert claim.statement == "The bridge at Ostrel is safe."
    assert (claim.state, claim.confirmed_by, claim.topic_words) == ("on_record", None, ["Bridge"])
    assert [str(speaker) for speaker in claim.speakers.all()] == ["Mayor Orla Venn"]
    assert (mention.curation, mention.curated_by, mention.row_version) == ("accepted", person, 2)
    assert ClaimMention.objects.get().is_origin
    assert kinds() == ["mention.accepted", "claim.created"]
    assert Event.objects.values("action").distinct().count() == 1
    assert not verify(mention.team_id).reason


def test_accept_to_check_with_words_and_priority_of_ones_own(mention, person):
    claim = services.accept_mention(
        mention=mention,
        by=person,
        row_version=1,
        to_check=True,
        priority="high",
        statement="The Ostrel bridge is safe.",
    )

    assert (claim.state, claim.priority) == (ClaimState.TO_CHECK, "high")
    assert claim.statement == "The Ostrel bridge is safe."


def test_accept_copies_actors_and_the_first_event_date(document, person, team):
    actor = make_actor(team, "Orla Venn")
    dates = [{"words": "in June", "role": "event", "value": "2026-06", "spans": []}]
    mention = make_mention(document, CONTENT, speaker=actor, dates=dates, kind="prediction")

    claim = services.accept_mention(mention=mention, by=person, row_version=1)

    assert claim.speakers.get().actor == actor
    assert claim.kind == "prediction"
    assert (str(claim.about_start), str(claim.about_end)) == ("2026-06-01", "2026-06-30")


def test_accept_from_a_restricted_document_makes_a_restricted_claim(team, person):
    reader, other = make_member(team), make_member(team)
    document = make_document(team, by=person, text=TEXT, access="restricted")
    document.readers.add(reader)
    mention = make_mention(document, CONTENT)

    claim = services.accept_mention(mention=mention, by=reader, row_version=1)

    assert claim.is_restricted()
    assert Claim.objects.visible_to(person).filter(pk=claim.pk).exists()
    assert Claim.objects.visible_to(reader).filter(pk=claim.pk).exists()
    assert not Claim.objects.visible_to(other).filter(pk=claim.pk).exists()


def test_attach_adds_a_place_to_a_claim(mention, person, team):
    claim = make_claim(team, by=person)

    link = services.attach_mention(mention=mention, claim=claim, by=person, row_version=1)

    assert (link.state, link.is_origin, mention.curation) == ("confirmed", False, "accepted")
    assert Event.objects.get().claim_id == claim.pk


def test_attach_refuses_a_claim_of_another_team(mention, person):
    claim = make_claim(make_team(), by=make_member(make_team()))

    with pytest.raises(RuleError):
        services.attach_mention(mention=mention, claim=claim, by=person, row_version=1)

    assert nothing_changed(mention)


def test_split_makes_several_claims(mention, person):
    start, end = mention.content_spans[0]
    parts = [("The bridge stands.", []), ("", [[start + 1, end - 1]])]

    claims = services.split_mention(mention=mention, parts=parts, by=person, row_version=1)

    assert [c.statement for c in claims] == ["The bridge stands.", "The bridge at Ostrel is safe."]
    assert ClaimMention.objects.filter(mention=mention, is_origin=True).count() == 2
    assert kinds() == ["mention.split", "claim.created", "claim.created"]


@pytest.mark.parametrize(
    "parts",
    [
        [("Only one.", [])],
        [("One.", []), ("Outside the content.", [[0, 5]])],
        [("One.", []), ("Beyond the text.", [[10, 9000]])],
    ],
)
def test_split_refuses(mention, person, parts):
    with pytest.raises(RuleError):
        services.split_mention(mention=mention, parts=parts, by=person, row_version=1)

    assert nothing_changed(mention)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("reason", RejectReason.values)
def test_reject_keeps_the_reason(mention, person, reason):
    services.reject_mention(mention=mention, by=person, row_version=1, reason=reason)

    mention.refresh_from_db()
    assert (mention.curation, mention.reject_reason) == ("rejected", reason)


def test_reject_without_a_reason_is_refused(mention, person):
    with pytest.raises(RuleError):
        services.reject_mention(mention=mention, by=person, row_version=1, reason="")

    assert nothing_changed(mention)


def test_set_aside_one(mention, person):
    services.set_aside_mention(mention=mention, by=person, row_version=1)

    mention.refresh_from_db()
    assert mention.curation == Curation.SET_ASIDE


def test_set_aside_rest_takes_what_is_proposed_as_one_action(document, person):
    first, second = make_mention(document, CONTENT), make_mention(document, "nobody was hurt")
    kept = make_decided_mention(document, "safe", by=person)

    done = services.set_aside_rest(document=document, by=person)

    assert done.count == 2
    assert set(Event.objects.values_list("object_id", "action")) == {
        (first.pk, done.action),
        (second.pk, done.action),
    }
    kept.refresh_from_db()
    assert kept.curation == Curation.REJECTED


def test_undo_set_aside_rest_leaves_what_was_touched_since(document, person):
    first, second = make_mention(document, CONTENT), make_mention(document, "nobody was hurt")
    done = services.set_aside_rest(document=document, by=person)
    first.refresh_from_db()
    services.undo_mention(mention=first, by=person, row_version=2)
    services.accept_mention(mention=first, by=person, row_version=3)

    assert services.undo_set_aside_rest(document=document, by=person, action=done.action) == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.curation, second.curation) == ("accepted", "proposed")
    with pytest.raises(RuleError):
        services.undo_set_aside_rest(document=document, by=person, action=done.action)


def test_undo_set_aside_rest_of_somebody_else_needs_a_lead(document, person, team):
    make_mention(document, CONTENT)
    done = services.set_aside_rest(document=document, by=person)

    with pytest.raises(RuleError):
        services.undo_set_aside_rest(
            document=document, by=make_member(team, "reviewer"), action=done.action
        )
    lead = make_member(team, "lead")
    assert services.undo_set_aside_rest(document=document, by=lead, action=done.action) == 1


def test_undo_of_accept_leaves_the_claim_not_pursued(mention, person):
    claim = services.accept_mention(mention=mention, by=person, row_version=1)

    services.undo_mention(mention=mention, by=person, row_version=2)

    claim.refresh_from_db()
    mention.refresh_from_db()
    assert (claim.state, claim.not_pursued_why) == ("not_pursued", "undone")
    assert (mention.curation, mention.curated_by) == ("proposed", None)
    assert ClaimMention.objects.get().state == LinkState.REFUSED
    assert kinds()[-2:] == ["mention.undone", "claim.not_pursued"]


def test_undo_of_attach_refuses_the_link_alone(mention, person, team):
    claim = make_claim(team, by=person)
    services.attach_mention(mention=mention, claim=claim, by=person, row_version=1)

    services.undo_mention(mention=mention, by=person, row_version=2)

    claim.refresh_from_db()
    assert claim.state == "to_check"
    assert ClaimMention.objects.get().state == LinkState.REFUSED


def test_attach_again_after_undo_confirms_the_same_link(mention, person, team):
    claim = make_claim(team, by=person)
    services.attach_mention(mention=mention, claim=claim, by=person, row_version=1)
    services.undo_mention(mention=mention, by=person, row_version=2)

    services.attach_mention(mention=mention, claim=claim, by=person, row_version=3)

    assert ClaimMention.objects.get().state == LinkState.CONFIRMED


def test_undo_is_for_who_did_it_or_a_lead(mention, person, team):
    services.reject_mention(mention=mention, by=person, row_version=1, reason="not_a_claim")

    with pytest.raises(PermissionDenied):
        services.undo_mention(mention=mention, by=make_member(team, "reviewer"), row_version=2)
    services.undo_mention(mention=mention, by=make_member(team, "lead"), row_version=2)

    mention.refresh_from_db()
    assert (mention.curation, mention.reject_reason) == ("proposed", "")


def act(name, mention, person):
    calls = {
        "accept": lambda **seen: services.accept_mention(mention=mention, by=person, **seen),
        "attach": lambda **seen: services.attach_mention(
            mention=mention, claim=make_claim(mention.team, by=person), by=person, **seen
        ),
        "split": lambda **seen: services.split_mention(
            mention=mention, parts=[("A.", []), ("B.", [])], by=person, **seen
        ),
        "reject": lambda **seen: services.reject_mention(
            mention=mention, by=person, reason="not_a_claim", **seen
        ),
        "set aside": lambda **seen: services.set_aside_mention(mention=mention, by=person, **seen),
    }
    return calls[name](row_version=mention.row_version)


ACTIONS = ["accept", "attach", "split", "reject", "set aside"]


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("state", ["accepted", "rejected", "set_aside", "stale"])
def test_refused_moves(document, person, name, state):
    maker = make_mention if state == "stale" else make_decided_mention
    extra = {"curation": state} | ({} if state == "stale" else {"by": person})
    mention = maker(document, CONTENT, **extra)
    claims = Claim.objects.count()

    with pytest.raises(RuleError):
        act(name, mention, person)

    assert nothing_changed(mention)
    assert Claim.objects.exclude(statement__startswith="The bridge at Ostrel was").count() == claims


@pytest.mark.parametrize("state", ["proposed", "stale"])
def test_undo_refuses_what_nobody_decided(document, team, state):
    mention = make_mention(document, CONTENT, curation=state)

    with pytest.raises(RuleError):
        services.undo_mention(mention=mention, by=make_member(team, "lead"), row_version=1)

    assert nothing_changed(mention)


@pytest.mark.parametrize("name", ACTIONS)
def test_who_comes_second_is_refused(mention, person, team, name):
    seen_before = Mention.objects.get(pk=mention.pk)
    other = make_member(team)
    services.set_aside_mention(mention=mention, by=other, row_version=1)
    claims, events = Claim.objects.count(), Event.objects.count()

    with pytest.raises(ConflictError) as refused:
        act(name, seen_before, person)

    assert refused.value.current.curated_by == other
    assert Event.objects.count() == events
    assert Claim.objects.exclude(statement__startswith="The bridge at Ostrel was").count() == claims


def test_an_old_row_version_is_refused_on_a_fresh_row(mention, person):
    mention.change(row_version=1, note="seen")

    with pytest.raises(ConflictError):
        services.accept_mention(mention=mention, by=person, row_version=1)

    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("lead", True),
        ("reviewer", True),
        ("contributor", True),
        ("viewer", False),
        ("lead of another team", False),
    ],
)
@pytest.mark.parametrize("name", ACTIONS)
def test_triage_by_role(mention, team, role, may, name):
    person = make_cast(team)[role]

    if may:
        act(name, mention, person)
        assert mention.curation != Curation.PROPOSED
    else:
        with pytest.raises(PermissionDenied):
            act(name, mention, person)
        assert nothing_changed(mention)


def test_accept_names_each_speaker_once(mention, person, team):
    actor = make_actor(team)
    add_speaker(mention, actor)
    add_speaker(mention, actor)

    claim = services.accept_mention(mention=mention, by=person, row_version=1)

    assert claim.speakers.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_make_one_claim(mention, team):
    people = [make_member(team) for _number in range(10)]
    rows = [Mention.objects.select_related("team", "document").get(pk=mention.pk) for _ in people]
    start = Barrier(len(people))

    def accept(pair):
        row, person = pair
        start.wait()
        try:
            return services.accept_mention(mention=row, by=person, row_version=1).pk
        except ConflictError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        made = list(pool.map(accept, zip(rows, people, strict=True)))

    assert sorted(made, key=bool)[:-1] == [None] * 9
    assert Claim.objects.count() == 1
    assert kinds() == ["mention.accepted", "claim.created"]
    assert not verify(team.pk).reason
