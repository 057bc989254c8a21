"""The page on which a lead changes who may read a claim, and what it says before it does."""

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.readers import Readers
from claims.vocabularies import ClaimState as S
from documents.models import Document
from history.models import Event
from review.selectors.people import names_to_call, readers, reviewers
from teams.models import Membership
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def document(desk):
    return make_document(desk.team, by=desk.lead)


@pytest.fixture
def taken(desk, document):
    """A claim of the document that Finn First has."""
    return desk.at(S.IN_REVIEW, mention=make_mention(document, by=desk.lead))


def told(answer):
    return answer.content.decode().partition('name="told" value="')[2].partition('"')[0]


def test_the_documents_page_says_what_closes_before_it_does(client, desk, document, taken):
    make_evidence(desk.claim(), by=desk.lead, document=document, kind="document")
    client.force_login(desk.lead)
    url = reverse("documents:restrict", args=[desk.team.slug, document.pk])
    sent = {"access": "restricted", "readers": [desk.second.pk], "row_version": 1}

    answer = client.post(url, sent)

    said = answer.content.decode()
    assert "4 people lose sight of it: Cora Contributor, Finn First, Theo Third" in said
    assert "1 claim closes with it, to 4 people" in said
    assert "1 item of evidence cites it" in said
    assert f"{taken.reference} goes back to the queue: Finn First has it." in said
    document.refresh_from_db()
    assert (answer.status_code, document.access) == (200, "team")

    answer = client.post(url, {**sent, "told": told(answer)})

    document.refresh_from_db()
    assert (answer.status_code, document.access) == (302, "restricted")
    taken.refresh_from_db()
    assert taken.state == S.TO_CHECK


def test_what_is_true_by_now_is_told_again(client, desk, document, taken):
    client.force_login(desk.lead)
    url = reverse("documents:restrict", args=[desk.team.slug, document.pk])
    sent = {"access": "restricted", "row_version": 1}
    answer = client.post(url, sent)
    desk.at(S.IN_REVIEW, mention=make_mention(document, by=desk.lead))

    answer = client.post(url, {**sent, "told": told(answer)})

    assert answer.status_code == 200
    assert "2 claims close with it" in answer.content.decode()


def test_what_changes_nothing_asks_nothing(client, desk, document):
    client.force_login(desk.lead)
    url = reverse("documents:restrict", args=[desk.team.slug, document.pk])

    assert client.post(url, {"access": "team", "row_version": 1}).status_code == 302


def test_the_claims_page_says_whom_it_opens_to(client, desk, document):
    claim = desk.claim(mention=make_mention(document, by=desk.lead))
    Document.objects.update(access="restricted")
    other = make_document(desk.team, by=desk.lead, access="restricted")
    other.readers.set([desk.viewer])
    link_mention(claim, make_mention(other, by=desk.lead), by=desk.lead)
    client.force_login(desk.lead)
    url = reverse("review:access", args=[desk.team.slug, claim.pk])
    assert document.title in client.get(url).content.decode()

    answer = client.post(url, {"access": "places", "row_version": claim.row_version})
    assert "1 person gains sight of it: Vera Viewer." in answer.content.decode()
    assert not Claim.objects.visible_to(desk.viewer).filter(pk=claim.pk).exists()

    sent = {"access": "places", "row_version": claim.row_version, "told": told(answer)}
    assert client.post(url, sent).status_code == 302
    assert Claim.objects.visible_to(desk.viewer).filter(pk=claim.pk).exists()


def test_a_claim_by_hand_has_no_documents_to_be_as(client, desk):
    claim = desk.claim()
    client.force_login(desk.lead)
    url = reverse("review:access", args=[desk.team.slug, claim.pk])

    assert "any of its documents" not in client.get(url).content.decode()
    sent = {"access": "places", "row_version": claim.row_version}
    assert client.post(url, sent).status_code == 422


def test_an_old_version_of_the_claim_is_refused(client, desk):
    claim = desk.claim()
    client.force_login(desk.lead)
    url = reverse("review:access", args=[desk.team.slug, claim.pk])
    sent = {"access": "restricted", "row_version": claim.row_version}
    sent["told"] = told(client.post(url, sent))
    claim.change(row_version=claim.row_version, priority="high")

    assert client.post(url, sent).status_code == 409
    assert not Event.objects.filter(kind="claim.restricted").exists()


# --- Lists of people ------------------------------------------------------------------------------
def test_forms_offer_only_who_may_read(desk, document):
    claim = desk.claim(mention=make_mention(document, by=desk.lead))
    assert len(readers(claim)) == len(readers(document)) == 6

    document.access = "restricted"
    document.save()
    document.readers.set([desk.first, desk.viewer])
    claim = Claim.objects.get(pk=claim.pk)

    assert set(reviewers(claim)) == {desk.lead, desk.first}
    assert set(readers(claim)) == set(readers(document)) == {desk.lead, desk.first, desk.viewer}
    assert "Vera Viewer" in names_to_call(claim)
    assert "Sara Second" not in names_to_call(claim)


def test_readers_are_those_to_whom_it_is_visible(desk):
    """All kinds of access, asked from both sides."""
    documents = [
        make_document(desk.team, by=by, access=access)
        for by in (desk.lead, desk.contributor)
        for access in ("team", "restricted")
    ]
    documents[-1].readers.set([desk.viewer, desk.second])
    claims = [make_claim(desk.team, by=desk.lead)]
    for own in ("team", "restricted", "places"):
        for document in documents:
            mention = make_mention(document, by=desk.lead)
            claims.append(make_claim(desk.team, by=desk.first, access=own, mention=mention))
            link_mention(claims[-1], make_mention(documents[-1], by=desk.lead), by=desk.lead)
    claims[-2].readers.set([desk.viewer])
    members = [row.user for row in Membership.objects.filter(team=desk.team).select_related("user")]

    circles = Readers(desk.team.pk, claims)

    for claim in claims:
        visible = {
            person.pk
            for person in members
            if Claim.objects.visible_to(person).filter(pk=claim.pk).exists()
        }
        assert circles.of(claim) == visible
