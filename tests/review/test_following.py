"""Who may read a claim follows the document it was made from, when it is asked."""

import pytest

from claims import services as claims
from claims.models import Claim
from documents import services as documents
from teams.vocabularies import Access
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def desk():
    return make_desk()


def restrict(document, *readers, by, access=Access.RESTRICTED):
    document.refresh_from_db()
    documents.restrict_document(
        document=document,
        access=access,
        readers=readers,
        row_version=document.row_version,
        by=by,
    )


def accepted(document, *, by):
    mention = make_mention(document, by=by, speaker="A pilot")
    return claims.accept_mention(mention=mention, by=by, row_version=1, statement="Ice came.")


def reads(person, claim):
    return Claim.objects.visible_to(person).filter(pk=claim.pk).exists()


def test_restricting_a_document_closes_its_claims(desk):
    document = make_document(desk.team, by=desk.lead)
    claim = accepted(document, by=desk.lead)

    restrict(document, desk.first, by=desk.lead)

    assert reads(desk.first, claim)
    assert not reads(desk.viewer, claim)


def test_who_is_named_on_the_document_later_reads_its_claims(desk):
    document = make_document(desk.team, by=desk.lead, access=Access.RESTRICTED)
    claim = accepted(document, by=desk.lead)

    restrict(document, desk.viewer, by=desk.lead)

    assert reads(desk.viewer, claim)
    restrict(document, by=desk.lead)
    assert not reads(desk.viewer, claim)


def test_opening_a_document_opens_its_claims(desk):
    document = make_document(desk.team, by=desk.lead, access=Access.RESTRICTED)
    claim = accepted(document, by=desk.lead)

    restrict(document, by=desk.lead, access=Access.TEAM)

    assert reads(desk.viewer, claim)


def test_taking_the_acceptance_back_leaves_the_words_where_they_were(desk):
    """Undone, the claim has no place any more: its words still come from there."""
    document = make_document(desk.team, by=desk.lead, access=Access.RESTRICTED)
    claim = accepted(document, by=desk.lead)
    mention = document.mentions.get()

    claims.undo_mention(mention=mention, by=desk.lead, row_version=mention.row_version)

    assert not reads(desk.viewer, claim)


def test_an_open_document_that_says_it_too_does_not_open_what_another_says(desk):
    """The words of a claim are those of the document it was made from."""
    document = make_document(desk.team, by=desk.lead, access=Access.RESTRICTED)
    claim = accepted(document, by=desk.lead)
    other = make_mention(make_document(desk.team, by=desk.lead), by=desk.lead)

    claims.attach_mention(mention=other, claim=claim, by=desk.lead, row_version=1)

    assert not reads(desk.viewer, claim)


def test_a_restricted_document_that_says_it_too_closes_nothing(desk):
    claim = accepted(make_document(desk.team, by=desk.lead), by=desk.lead)
    closed = make_document(desk.team, by=desk.lead, access=Access.RESTRICTED)
    other = make_mention(closed, by=desk.lead)

    claims.attach_mention(mention=other, claim=claim, by=desk.lead, row_version=1)

    assert reads(desk.viewer, claim)
    assert claim.claim_mentions.visible_to(desk.viewer).count() == 1
