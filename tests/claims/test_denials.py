"""A denial stays a denial: sixty sentences from the text to review and export, and back by none."""

import csv
import io
import json
import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from claims import denials, matching, proposals, services, statements
from claims.models import Claim, ClaimMention, Mention
from claims.services import SpeakerDraft
from claims.vocabularies import ClaimState, Curation, LinkState
from common.errors import ConflictError, RuleError
from history.models import Event
from history.services import verify
from jobs.context import JobContext
from jobs.models import Job, JobState
from tests.denials import AFFIRMED, DENIED, NOT_SAID, SENTENCES
from tests.factories.actors import make_actor, make_protected
from tests.factories.api import api_as
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = [pytest.mark.django_db]

TEXT = "Arn Waterworks denied that the pipes had burst. The mayor said the pipes had burst."
DENIAL = "Arn Waterworks denies that the pipes had burst."


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "reviewer")


@pytest.fixture
def denied(team):
    document = make_document(team, text=TEXT)
    speaker = make_actor(team, "Arn Waterworks", kind="organisation")
    return make_mention(
        document, "that the pipes had burst", cue="denied", speaker=speaker, polarity=DENIED
    )


@pytest.fixture
def affirmed(denied):
    return make_mention(denied.document, "the pipes had burst", source="The mayor", cue="said")


@pytest.fixture
def denial(denied, person):
    return services.accept_mention(mention=denied, by=person, row_version=1)


def read(team, case):
    """A document of one sentence, read by the engine, and what was found in it."""
    document = make_document(team, text=case.text, language=case.language)
    job = Job.objects.create(
        team=team,
        kind=proposals.KIND,
        subject_id=document.versions.last().pk,
        document_id=document.pk,
        state=JobState.RUNNING,
        attempt=1,
    )
    proposals.extract(JobContext(job))
    told = document.mentions.exclude(mode="asserted").filter(polarity=case.polarity)
    return told.order_by("pk").last()


def pages(client, url):
    """The bodies of a list of claims, page by page."""
    found, at = [], "?"
    while at:
        body = client.get(url + at).content.decode()
        found.append(body)
        onward = re.search(r'href="(\?[^"]*after=[^"]+)"', body)
        at = onward[1].replace("&amp;", "&") if onward else ""
    return "".join(found)


def test_none_of_sixty_changes_sides(client, team, person):
    assert len(SENTENCES) == 60
    claims, made = {}, []
    for case in SENTENCES:
        mention = read(team, case)
        if case.polarity == NOT_SAID:
            with pytest.raises(RuleError):
                services.accept_mention(mention=mention, by=person, row_version=1)
            continue
        claim = services.accept_mention(mention=mention, by=person, row_version=1)
        made.append((claim.statement, claim.polarity))
        claims[claim.pk] = case
    assert made == [(case.statement, case.polarity) for case in claims.values()]
    assert Claim.objects.count() == len(claims)

    sign_in(client, person)
    listed = pages(client, reverse("claims:list", args=[team.slug]))
    table = client.get(reverse("exports:claims", args=[team.slug]), {"format": "csv"})
    rows = csv.DictReader(io.StringIO(b"".join(table).decode("utf-8-sig")))
    in_csv = {int(row["id"]): row for row in rows}
    file = client.get(reverse("exports:claims", args=[team.slug]), {"format": "json"})
    in_json = {row["id"]: row for row in json.loads(b"".join(file))["rows"]}
    in_api = {row["id"]: row for row in api_as(person, team).every("claims")}
    for pk, case in claims.items():
        is_denial = case.polarity == DENIED
        row = re.search(rf'<a class="statement" href="[^"]*/{pk}/">(.*?)</a>', listed, re.DOTALL)
        assert ("Denial" in row[1]) == is_denial
        for out in (in_csv[pk], in_json[pk], in_api[pk]):
            assert (out["statement"], out["polarity"]) == (case.statement, case.polarity)
        page = client.get(reverse("review:claim", args=[team.slug, pk])).content.decode()
        head = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
        assert ("Denial" in head) == is_denial
        assert ("Does the denial hold?" in page) == is_denial
    assert not verify(team.pk).reason


def test_none_of_sixty_is_taken_for_its_opposite(team, person):
    """Who affirms what another denied, doubted or did not say speaks of another claim."""
    for case in SENTENCES:
        if case.polarity == NOT_SAID:
            continue
        mention = read(team, case)
        claim = services.accept_mention(mention=mention, by=person, row_version=1)
        text = f"An opponent said: {case.plain}"
        document = make_document(team, text=text, language=case.language)
        other = make_mention(document, case.plain, source="An opponent", cue="said")

        alike = matching.suggestions(other, user=person)

        assert claim not in [each.claim for each in alike.same], case.text
        if case.polarity == DENIED:
            with pytest.raises(RuleError):
                services.attach_mention(mention=other, claim=claim, by=person, row_version=1)


# --- The draft -----------------------------------------------------------------------------------
DRAFTS = [
    ("that the pipes had burst", "denied", "en", "{} denies that the pipes had burst."),
    ("the pipes had burst", "denied", "en", "{} denies that the pipes had burst."),
    ("any role in it", "denied", "en", "{} denies any role in it."),
    ("claims of a leak", "rejected", "en", "{} rejects claims of a leak."),
    ("reports of a leak", "refuted", "en", "{} denies reports of a leak."),
    ("dass die Rohre geborsten sind", "bestritt", "de", "{} bestreitet, dass die Rohre gebo…"),
    ("die Rohre geborsten", "bestritt", "de", "{} bestreitet: „die Rohre geborsten“."),
    ("que les tuyaux ont cédé", "nie", "fr", "{} nie que les tuyaux ont cédé."),
    ("qu’elle a cédé", "nie", "fr", "{} nie qu’elle a cédé."),
    ("que el tubo reventó", "niega", "es", "{} niega que el tubo reventó."),
    ("что труба лопнула", "отрицает", "ru", "{} отрицает, что труба лопнула."),
    ("труба лопнула", "отрицает", "ru", "{} отрицает: «труба лопнула»."),
    ("що труба луснула", "заперечує", "uk", "{} заперечує, що труба луснула."),
    ("putket halkesivat", "kiisti", "fi", "{} denies: “putket halkesivat”."),
    ("パイプが破裂した", "否定", "ja", "{} denies: “パイプが破裂した”."),
]


@pytest.mark.parametrize(("words", "cue", "language", "wanted"), DRAFTS)
def test_the_draft_of_a_denial(team, words, cue, language, wanted):
    document = make_document(team, text=f"X {cue} {words}", language=language)
    actor = make_actor(team, "Arn")
    mention = make_mention(document, words, cue=cue, speaker=actor, polarity=DENIED)

    drafted = statements.draft_of(mention)

    assert drafted.startswith(wanted.format("Arn").split("…")[0])
    assert denials.says_denial(drafted)


def test_a_draft_names_a_protected_speaker_by_the_public_label(denied):
    protected = make_protected(denied.team, "Orla Venn")
    denied.speakers.update(actor=protected)

    drafted = statements.draft_of(denied)

    assert "Venn" not in drafted
    assert protected.public_label.lower() in drafted.lower()


def test_each_part_of_a_split_denies(denied, person):
    half = denied.content_spans[0]
    parts = [("", [half]), ("Arn Waterworks denies that water ran out.", [])]

    made = services.split_mention(mention=denied, parts=parts, by=person, row_version=1)

    assert [claim.polarity for claim in made] == [DENIED, DENIED]
    assert made[0].statement == DENIAL


@pytest.mark.parametrize("turned", ["The pipes had burst.", "Die Rohre waren geborsten."])
def test_a_statement_given_for_a_denial_has_to_deny(denied, person, turned):
    with pytest.raises(RuleError):
        services.accept_mention(mention=denied, by=person, row_version=1, statement=turned)
    parts = [(turned, []), (DENIAL, [])]
    with pytest.raises(RuleError):
        services.split_mention(mention=denied, parts=parts, by=person, row_version=1)

    denied.refresh_from_db()
    assert (denied.curation, Claim.objects.count()) == (Curation.PROPOSED, 0)
    assert not Event.objects.exists()


# --- Claims by hand, and edits -------------------------------------------------------------------
def test_a_claim_by_hand_says_one_thing(team, person):
    speakers = [SpeakerDraft(words="Arn Waterworks")]

    def write(statement, polarity):
        return services.create_claim(
            team=team, by=person, statement=statement, polarity=polarity, speakers=speakers
        )

    assert write(DENIAL, DENIED).polarity == DENIED
    for statement, polarity in [
        ("The pipes had burst.", DENIED),
        ("Arn Waterworks denies that a valve was shut.", AFFIRMED),
        ("A valve was shut.", NOT_SAID),
    ]:
        with pytest.raises(RuleError):
            write(statement, polarity)
    # What somebody else denies is theirs to affirm.
    assert write("Hask Water denies that a valve was shut.", AFFIRMED).polarity == AFFIRMED
    assert Claim.objects.count() == 2


def test_an_edit_does_not_lose_the_denial(denial, person):
    version = denial.row_version
    for changes in [{"statement": "The pipes had burst."}, {"polarity": AFFIRMED}]:
        with pytest.raises(RuleError):
            services.edit_claim(claim=denial, by=person, row_version=version, changes=changes)

    reworded = "Arn Waterworks says that the pipes had not burst."
    services.edit_claim(
        claim=denial, by=person, row_version=version, changes={"statement": reworded}
    )
    denial.refresh_from_db()
    assert (denial.statement, denial.polarity) == (reworded, DENIED)


def test_a_claim_turned_round_takes_its_places_along(denial, denied, person):
    changes = {"statement": "The pipes had burst.", "polarity": AFFIRMED}
    services.edit_claim(claim=denial, by=person, row_version=1, changes=changes, why="Misread")

    denial.refresh_from_db()
    denied.refresh_from_db()
    assert (denial.polarity, denied.polarity) == (AFFIRMED, AFFIRMED)
    assert "polarity" in denied.person_fields
    told = list(Event.objects.order_by("seq").values_list("kind", flat=True))[-2:]
    assert told == ["claim.edited", "mention.edited"]
    assert not verify(denial.team_id).reason
    with pytest.raises(ConflictError):
        services.edit_claim(claim=denial, by=person, row_version=1, changes={"polarity": DENIED})
    # The workbench's undo leaves that to the claim, and goes on to the acceptance before it.
    assert services.undo_last(document=denied.document, by=person) == [denied.pk]


def test_a_place_of_two_claims_is_not_turned_round_with_one(denial, denied, team, person):
    link_mention(make_claim(team, by=person, polarity=DENIED, statement=DENIAL), denied, by=person)

    with pytest.raises(RuleError):
        services.edit_claim(
            claim=denial,
            by=person,
            row_version=1,
            changes={"statement": "The pipes had burst.", "polarity": AFFIRMED},
        )

    denial.refresh_from_db()
    assert (denial.polarity, denial.statement) == (DENIED, DENIAL)


# --- Places of the other polarity ----------------------------------------------------------------
def test_a_place_of_the_other_polarity_is_refused(denial, affirmed, denied, team, person):
    with pytest.raises(RuleError):
        services.attach_mention(mention=affirmed, claim=denial, by=person, row_version=1)
    other = make_claim(team, by=person, statement="The pipes had burst.")
    link = link_mention(other, denied, state=LinkState.SUGGESTED)
    with pytest.raises(RuleError):
        services.confirm_link(link=link, by=person, row_version=1)
    with pytest.raises(RuleError):
        services.edit_mention(
            mention=denied, by=person, row_version=2, changes={"polarity": AFFIRMED}
        )
    answer = api_as(person, team).post(
        f"mentions/{affirmed.pk}/attach", {"claim": denial.pk, "row_version": 1}
    )

    assert answer.status_code == 422
    assert affirmed.claim_mentions.count() == 0


DOORS = {
    "a new link": lambda rows: link_mention(rows["other"], rows["denied"], by=rows["person"]),
    "a link confirmed": lambda rows: ClaimMention.objects.filter(mention=rows["affirmed"]).update(
        state="confirmed", by=rows["person"]
    ),
    "a mention": lambda rows: Mention.objects.filter(pk=rows["denied"].pk).update(
        polarity=AFFIRMED
    ),
    "no such code": lambda rows: Claim.objects.filter(polarity=DENIED).update(polarity=NOT_SAID),
}


@pytest.mark.both_dbs
@pytest.mark.parametrize("door", DOORS)
def test_the_database_refuses_it_as_well(denial, denied, affirmed, team, person, door):
    link_mention(denial, affirmed, state=LinkState.SUGGESTED)
    other = make_claim(team, by=person, statement="The pipes had burst.")
    rows = {"other": other, "denied": denied, "affirmed": affirmed, "person": person}

    with pytest.raises(IntegrityError):
        DOORS[door](rows)


@pytest.mark.both_dbs
def test_what_is_sealed_keeps_its_polarity(team, person):
    sealed = make_claim(
        team, by=person, state=ClaimState.SECOND_REVIEW, polarity=DENIED, statement=DENIAL
    )
    with pytest.raises(IntegrityError):
        Claim.objects.filter(pk=sealed.pk).update(polarity=AFFIRMED)


@pytest.mark.both_dbs
def test_sealing_does_not_turn_it_round(team, person):
    claim = make_claim(team, by=person, state=ClaimState.IN_REVIEW, confirmed_by=person)
    with pytest.raises(IntegrityError):
        Claim.objects.filter(pk=claim.pk).update(
            state=ClaimState.SECOND_REVIEW, second_review="blind", polarity=DENIED
        )


# --- What is alike -------------------------------------------------------------------------------
def test_an_affirmation_and_a_denial_belong_together_as_contradicting(
    client, denial, affirmed, team, person
):
    alike = matching.suggestions(affirmed, user=person)
    assert ([each.claim for each in alike.contradicting], alike.same) == ([denial], [])

    sign_in(client, person)
    page = client.get(affirmed.get_absolute_url()).content.decode()
    assert "May contradict" in page
    assert f'name="claim" value="{denial.pk}"' not in page

    claim = services.accept_mention(mention=affirmed, by=person, row_version=1)
    for one, other in [(claim, denial), (denial, claim)]:
        found = [each.claim for each in matching.contradicting(one, user=person)]
        assert found == [other]
        page = client.get(one.get_absolute_url(), {"contradicting": 1}).content.decode()
        assert f'href="{other.get_absolute_url()}"' in page


def test_another_denial_of_the_same_is_the_same(denial, person, team):
    document = make_document(team, text="Again Arn Waterworks denied that the pipes had burst.")
    again = make_mention(document, "that the pipes had burst", cue="denied", polarity=DENIED)

    alike = matching.suggestions(again, user=person)

    assert ([each.claim for each in alike.same], alike.contradicting) == ([denial], [])
    services.attach_mention(mention=again, claim=denial, by=person, row_version=1)


def test_a_search_for_a_claim_to_attach_offers_no_opposite(client, denial, affirmed, person):
    sign_in(client, person)
    page = client.get(
        affirmed.get_absolute_url(), {"mention": affirmed.pk, "do": "attach", "q": "pipes"}
    ).content.decode()

    assert "a denial: not the same claim" in page
    assert f'name="claim" value="{denial.pk}"' not in page


def test_the_api_says_one_thing_too(denial, team, person):
    api = api_as(person, team)
    body = {"statement": "A valve was shut.", "speakers": [{"words": "Arn"}], "polarity": DENIED}

    refused = api.post("claims", body)
    made = api.post("claims", body | {"statement": "Arn denies that a valve was shut."})
    turned = api.patch(f"claims/{denial.pk}", {"polarity": AFFIRMED, "row_version": 1})

    assert (refused.status_code, made.status_code, turned.status_code) == (422, 201, 422)
    assert made.json()["polarity"] == DENIED
    (place,) = api.every("places", claim=denial.pk)
    assert place["polarity"] == DENIED


def test_a_claim_flagged_for_a_look_loses_the_flag_when_somebody_has_looked(denial, person):
    Claim.objects.filter(pk=denial.pk).update(needs_look="See that it is right")
    denial.refresh_from_db()

    services.edit_claim(claim=denial, by=person, row_version=1, changes={"topic_words": ["Arn"]})
    assert denial.needs_look
    services.edit_claim(claim=denial, by=person, row_version=2, changes={}, confirm=True)

    assert denial.needs_look == ""
    assert Event.objects.last().payload.content["after"]["needs_look"] == ""


# --- Where else it shows -------------------------------------------------------------------------
def test_filters_search_and_history_tell_denials(client, denial, affirmed, team, person):
    services.accept_mention(mention=affirmed, by=person, row_version=1)
    api = api_as(person, team)

    assert [row["id"] for row in api.every("claims", polarity=DENIED)] == [denial.pk]
    assert [row["id"] for row in api.every("claims", polarity=AFFIRMED)] != [denial.pk]
    hits = {row["id"]: row["note"] for row in api.every("search", q="pipes")}
    assert hits[denial.pk] == "Denied"
    assert sorted(hits.values()) == ["", "Denied"]
    assert str(denial).startswith("Denial: ")
    made = Event.objects.get(kind="claim.created", object_id=denial.pk)
    assert made.payload.content["after"]["polarity"] == DENIED
    sign_in(client, person)
    found = client.get(reverse("search:results", args=[team.slug]), {"q": "pipes"})
    assert found.content.decode().count(">Denial<") == 2  # the claim, and its mention
