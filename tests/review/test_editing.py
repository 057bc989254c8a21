"""Two people edit one row at once: neither loses a word."""

import pytest
from django.urls import reverse

from claims import services as claims
from claims.models import Claim
from claims.vocabularies import ClaimState as S
from history.models import Event
from review import services
from review.services import EvidenceDraft
from review.vocabularies import EvidenceKind
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk

pytestmark = pytest.mark.django_db


def address(name, row):
    return reverse(name, args=[row.team.slug, row.pk])


def opened(client, url, person, form="form"):
    """What a browser would send of the form at `url`, as `person` opened it."""
    client.force_login(person)
    return sendable(client.get(url).context[form])


def sendable(form):
    sent = {field.html_name: field.value() for field in form}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def edited(claim, by, **changes):
    row = Claim.objects.get(pk=claim.pk)
    claims.edit_claim(claim=row, by=by, row_version=row.row_version, changes=changes)


def test_what_does_not_collide_is_merged_and_told(client):
    desk = make_desk()
    claim = desk.claim()
    url = address("review:edit", claim)
    mine = opened(client, url, desk.first)
    edited(claim, desk.contributor, topic_words=["harbour"], about_words="in March")
    before = Event.objects.count()

    answer = client.post(url, mine | {"statement": "The quay was shut."}, follow=True)

    claim.refresh_from_db()
    assert (claim.statement, claim.topic_words) == ("The quay was shut.", ["harbour"])
    assert (claim.about_words, Event.objects.count()) == ("in March", before + 1)
    said = str(next(iter(answer.context["messages"])))
    assert "Cora Contributor changed meanwhile" in said
    assert "Topic words" in said


def test_what_collides_comes_back_with_all_three_and_a_choice(client):
    desk = make_desk()
    claim = desk.claim()
    url = address("review:edit", claim)
    mine = opened(client, url, desk.first) | {"statement": "My words.", "kind": "opinion"}
    edited(claim, desk.contributor, statement="Their words.")
    edited(claim, desk.lead, topic_words=["harbour"])

    answer = client.post(url, mine)

    conflict, page = answer.context["conflict"], answer.content.decode()
    [clash] = conflict.fields
    assert (answer.status_code, conflict.who) == (409, "Cora Contributor, Lida Lead")
    assert (clash.before, clash.theirs, clash.yours) == (
        claim.statement,
        "Their words.",
        "My words.",
    )
    assert [(each.label, each.who) for each in conflict.taken] == [("Topic words", "Lida Lead")]
    assert clash.who == "Cora Contributor"
    assert 'name="pick-statement" value="theirs"' in page
    assert Claim.objects.get(pk=claim.pk).statement == "Their words."

    again = sendable(answer.context["form"])
    assert (again["statement"], again["topic_words"]) == ("My words.", "harbour")
    assert client.post(url, again | {"pick-statement": "theirs"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.statement, claim.kind) == ("Their words.", "opinion")
    assert claim.topic_words == ["harbour"]


def test_mine_is_saved_over_theirs_once_i_have_seen_it(client):
    desk = make_desk()
    claim = desk.claim()
    url = address("review:edit", claim)
    mine = opened(client, url, desk.first) | {"statement": "My words."}
    edited(claim, desk.contributor, statement="Their words.")
    seen = sendable(client.post(url, mine).context["form"])

    assert client.post(url, seen | {"pick-statement": "mine"}).status_code == 302

    claim.refresh_from_db()
    assert claim.statement == "My words."


def test_a_third_save_between_the_two_is_seen_as_well(client):
    desk = make_desk()
    claim = desk.claim()
    url = address("review:edit", claim)
    mine = opened(client, url, desk.first) | {"statement": "My words."}
    edited(claim, desk.contributor, statement="Their words.")
    seen = sendable(client.post(url, mine).context["form"])
    edited(claim, desk.lead, statement="Third words.")

    answer = client.post(url, seen)

    [clash] = answer.context["conflict"].fields
    assert answer.status_code == 409
    assert (clash.before, clash.theirs, clash.yours) == (
        "Their words.",
        "Third words.",
        "My words.",
    )


def test_a_tick_for_a_statement_does_not_pass_to_another_wording(client):
    desk = make_desk()
    claim = desk.claim()
    url = address("review:edit", claim)
    mine = opened(client, url, desk.first) | {"confirm": "on"}
    edited(claim, desk.contributor, statement="Their words.")

    answer = client.post(url, mine)

    assert answer.status_code == 409
    assert {clash.name for clash in answer.context["conflict"].fields} == {"statement", "confirm"}
    assert Claim.objects.get(pk=claim.pk).confirmed_by is None


@pytest.mark.parametrize("base", ["", "not-signed-by-us"])
def test_a_form_without_its_beginning_overwrites_nothing(client, base):
    desk = make_desk()
    claim = desk.claim()
    url = address("review:edit", claim)
    mine = opened(client, url, desk.first) | {"base": base}
    edited(claim, desk.contributor, statement="Their words.")

    answer = client.post(url, mine)

    [clash] = answer.context["conflict"].fields
    assert (answer.status_code, clash.before) == (409, "Not known")
    assert Claim.objects.get(pk=claim.pk).statement == "Their words."


def test_a_claim_that_was_sealed_meanwhile_keeps_what_was_typed(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    url = address("review:edit", claim)
    mine = opened(client, url, desk.contributor) | {"statement": "My words."}
    draft = a_draft(claim, by=desk.first)
    claim.refresh_from_db()
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    shown = client.post(url, mine)
    refused = client.post(url, sendable(shown.context["form"]))

    assert (shown.status_code, refused.status_code) == (409, 422)
    assert "My words." in refused.content.decode()
    assert Claim.objects.get(pk=claim.pk).statement != "My words."


def test_evidence_is_merged_field_by_field(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    item = EvidenceDraft(
        kind=EvidenceKind.NOTE, axis="holds", stance="supports", passage="The log says nine."
    )
    evidence = services.add_evidence(claim=claim, item=item, by=desk.first)
    url = address("review:edit_evidence", evidence)
    mine = opened(client, url, desk.first, "evidence_form")
    theirs = EvidenceDraft(
        kind=EvidenceKind.NOTE, axis="holds", stance="context", passage="The log says ten."
    )
    services.edit_evidence(
        evidence=evidence, item=theirs, by=desk.contributor, row_version=evidence.row_version
    )

    merged = client.post(url, mine | {"place": "p. 4"})
    clash = client.post(url, mine | {"place": "p. 5", "passage": "The log says eight."})

    evidence.refresh_from_db()
    assert merged.status_code == 302
    assert (evidence.stance, evidence.place) == ("context", "p. 4")
    assert evidence.passage == "The log says ten."
    assert clash.status_code == 409
    assert {each.name for each in clash.context["conflict"].fields} == {"place", "passage"}
    assert "The log says eight." in clash.content.decode()


def test_documents_are_merged_and_equal_ways_of_writing_do_not_collide(client):
    desk = make_desk()
    document = make_document(desk.team, by=desk.contributor, topic_words=("quay", "harbour"))
    url = address("documents:edit", document)
    mine = opened(client, url, desk.first) | {"topic_words": "quay,harbour", "authors": "R. Tull"}
    form = client.get(url).context["form"]
    theirs = form.initial | {"title": "Their title", "topic_words": "quay, harbour, strike"}
    client.force_login(desk.contributor)
    assert client.post(url, theirs).status_code == 302
    client.force_login(desk.first)

    assert client.post(url, mine).status_code == 302

    document.refresh_from_db()
    assert (document.title, document.authors) == ("Their title", "R. Tull")
    assert document.topic_words == ["quay", "harbour", "strike"]
