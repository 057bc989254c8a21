"""What is found, on both databases."""

import pytest
from django.core.management import call_command
from django.db import connection

from actors import services as actors
from claims import services as claims
from claims.models import Claim, Mention
from claims.selectors import search_claims
from documents.models import Document
from review import services as review
from review.models import Comment
from search import indexing, registry
from search.checks import index_is_whole
from search.finding import matching
from search.models import Entry
from tests.factories.actors import make_actor, make_alias
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document, make_version
from tests.factories.review import make_desk
from tests.factories.search import index_all
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

STATEMENTS = {
    "gate": "The flood gate of Velmar stood open at high water.",
    "lodz": "The gates of Łódź are closed; the naïve mayor says so.",
    "water": "Water was high, twice high, and the ferry did not sail.",
    "quay": "Nobody saw the north-west quay.",
    "script": "橋は閉鎖された, they say.",
}


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def found(desk):
    def find(typed, source="claim", *, by=None, team=None):
        model = registry.source(source).model
        rows = model._base_manager.filter(
            matching(source, typed, team=team or desk.team, user=by or desk.viewer)
        )
        return list(rows.order_by("pk"))

    return find


CASES = {
    "gate": "gate",
    "GATE*": "gate lodz",
    "high water": "gate water",
    '"high water"': "gate",
    '"water was"': "water",
    '"gate of vel"*': "gate",
    "gate* -lodz": "gate",
    "-gate*": "water quay script",
    "high -gate": "water",
    "lodz naive": "lodz",
    "Łódź NAÏVE": "lodz",
    "north-west": "quay",
    "west-north": "",
    "橋": "script",
    "閉鎖": "script",
    "鎖閉": "",
    "gate of nowhere": "",
    "ferry ferry": "water",
    "a_1 claim_1 _": "",
    '"high" OR (gate': "",
}


def test_the_same_rows_on_both_databases(desk, found):
    made = {
        name: make_claim(desk.team, by=desk.lead, statement=statement, speaker=None)
        for name, statement in STATEMENTS.items()
    }
    other = make_team()
    make_claim(other, by=make_member(other, "lead"), statement=" ".join(STATEMENTS.values()))
    index_all()

    names = {claim.pk: name for name, claim in made.items()}
    assert {
        typed: " ".join(names.get(claim.pk, "another team's") for claim in found(typed))
        for typed in CASES
    } == CASES


def test_a_name_finds_what_its_bearer_says_and_publishes(desk, found):
    actor = make_actor(desk.team, "Maren Olt-Varga", by=desk.lead)
    make_alias(actor, "the harbour mistress", by=desk.lead)
    document = make_document(desk.team, by=desk.lead, publisher=actor)
    mention = make_mention(document, speaker=actor)
    spoken = make_claim(desk.team, by=desk.lead, statement="It was calm.", speaker=actor)
    make_claim(desk.team, by=desk.lead, statement="Calm, all night.")
    index_all()

    for typed in ("olt-varga calm", "mistress calm", '"maren olt"', "mar* -night"):
        assert found(typed) == [spoken]
    assert found("calm -maren") == list(Claim.objects.exclude(pk=spoken.pk))
    assert found("varga", "mention") == [mention]
    assert found("varga", "document") == [document]
    assert search_claims(Claim.objects.all(), spoken.reference, team=desk.team, user=desk.viewer)


def test_a_protected_name_finds_nothing_for_others(desk, found):
    actor = make_actor(desk.team, "Ilva Norn", by=desk.lead)
    claim = make_claim(desk.team, by=desk.lead, statement="Two alarms sounded.", speaker=actor)
    index_all()
    assert found("ilva") == [claim]

    actors.protect_actor(
        actor=actor, public_label="a dock worker", readers=[], row_version=1, by=desk.lead
    )

    assert found("ilva") == found("norn alarms") == []
    assert found("dock alarms") == [claim]
    assert found("alarms -ilva") == [claim]
    assert found("ilva", by=desk.lead) == [claim]
    assert found("dock", by=desk.lead) == []


def test_long_documents_are_found_by_words_far_apart(desk, found):
    text = f"Alpha begins. {'Filler words. ' * 3000} The omega end. {'More filler. ' * 3000}"
    document = make_document(desk.team, by=desk.lead, title="Long one", text=text)
    make_document(desk.team, by=desk.lead, title="Other", text="Omega, no more.")
    index_all()

    assert Entry.objects.filter(object_id=document.pk, kind=2).count() > 5
    assert found("alpha omega", "document") == found("long omega", "document") == [document]
    assert found('alpha "omega end"', "document") == [document]
    assert found("omega -alpha", "document") == list(Document.objects.exclude(pk=document.pk))
    assert found('"title other"', "document") == []


def test_a_phrase_is_found_across_the_parts_of_a_text(desk, found):
    words = [f"w{number}" for number in range(indexing.PART * 2)]
    document = make_document(desk.team, by=desk.lead, title="Counted", text=" ".join(words))
    index_all()
    cut = indexing.PART

    for begin in range(cut - 8, cut + 2):
        assert found(f'"{" ".join(words[begin : begin + 6])}"', "document") == [document]


def test_every_service_keeps_the_index(desk, found):
    document = make_document(desk.team, by=desk.lead)
    mention = make_mention(document, speaker="a diver")
    claim = claims.accept_mention(
        mention=mention, by=desk.first, row_version=1, statement="The chain broke."
    )
    assert found("chain") == found("diver") == [claim]
    assert found("mayor", "mention") == [mention]

    claims.edit_claim(
        claim=claim, by=desk.first, row_version=1, changes={"statement": "The rope broke."}
    )
    assert found("chain") == []
    assert found("rope") == [claim]

    who = claims.SpeakerDraft(make_actor(desk.team, "Orla Venn", by=desk.lead), "")
    claims.set_claim_speakers(claim=claim, by=desk.first, row_version=2, speakers=[who])
    index_all()
    assert found("diver") == []
    assert found("orla rope") == [claim]

    comment = review.add_comment(claim=claim, text="Ask the chandler", by=desk.viewer)
    assert found("chandler", "comment") == [comment]
    review.edit_comment(comment=comment, text="Ask her", by=desk.viewer, row_version=1)
    assert found("chandler", "comment") == []
    assert index_is_whole(None, ["default"]) == []


def test_a_new_version_replaces_the_words_of_the_old(desk, found):
    document = make_document(desk.team, by=desk.lead, text=f"Herring. {'Then. ' * 5000}")
    index_all()
    assert found("herring", "document") == [document]

    make_version(document, text="Mackerel.")
    index_all()

    assert found("herring", "document") == []
    assert found("mackerel", "document") == [document]
    assert Entry.objects.filter(object_id=document.pk, kind=2).count() == 1


def test_what_bypassed_the_services_is_reported_and_mended(desk, found, capsys):
    claim = make_claim(desk.team, by=desk.lead, statement="Past the doors.", speaker=None)
    assert found("doors") == []
    (warning,) = index_is_whole(None, ["default"])
    assert "every claim" in warning.msg

    call_command("rebuild_search", "--missing")

    assert found("doors") == [claim]
    assert index_is_whole(None, ["default"]) == []
    assert "claim: 1 entries changed" in capsys.readouterr().out
    Claim.objects.filter(pk=claim.pk).update(statement="Through the window.")
    call_command("rebuild_search")
    assert found("window") == [claim]


def test_many_namesakes_are_no_error(desk, found):
    for number in range(310):
        make_actor(desk.team, f"Spokesman {number}", by=desk.lead)
    newest = make_actor(desk.team, "Spokesman last", by=desk.lead)
    claim = make_claim(desk.team, by=desk.lead, statement="Calm.", speaker=newest)
    index_all()

    assert found("spokesman calm") == [claim]


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_when_the_table_is_emptied(desk, found):
    make_claim(desk.team, by=desk.lead, statement="Gone soon.", speaker=None)
    index_all()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")

    assert found("soon") == []


def test_models_are_all_there():
    assert [each.name for each in registry.sources()] == [
        "actor", "label", "document", "mention", "claim", "comment",
    ]  # fmt: skip
    assert {each.model for each in registry.sources()} >= {Claim, Mention, Document, Comment}
