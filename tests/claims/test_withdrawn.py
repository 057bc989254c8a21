"""Nothing is done with mentions of a document that was withdrawn, or may not be read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from claims import services
from claims.models import Claim, ClaimMention, Mention
from claims.vocabularies import Curation
from common.errors import RuleError
from documents.models import Document
from documents.vocabularies import Processing
from history.models import Event
from review import services as reviewing
from tests.factories.api import api_as
from tests.factories.claims import link_mention, make_claim, make_decided_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def document(desk):
    return make_document(desk.team, by=desk.lead)


@pytest.fixture
def claim(desk):
    return make_claim(desk.team, by=desk.lead)


def on_proposed(act):
    def run(document, claim, by):
        return act(document.mentions.filter(curation="proposed").get(), claim, by)

    return run


def on_rejected(act):
    def run(document, claim, by):
        return act(document.mentions.filter(curation="rejected").get(), by)

    return run


S = services
STEPS = {
    "accept": on_proposed(lambda m, c, by: S.accept_mention(mention=m, by=by, row_version=1)),
    "attach": on_proposed(
        lambda m, c, by: S.attach_mention(mention=m, claim=c, by=by, row_version=1)
    ),
    "split": on_proposed(
        lambda m, c, by: S.split_mention(
            mention=m, parts=[("A.", []), ("B.", [])], by=by, row_version=1
        )
    ),
    "reject": on_proposed(
        lambda m, c, by: S.reject_mention(mention=m, by=by, row_version=1, reason="not_a_claim")
    ),
    "set aside": on_proposed(lambda m, c, by: S.set_aside_mention(mention=m, by=by, row_version=1)),
    "the rest": lambda document, c, by: S.set_aside_rest(document=document, by=by),
    "undo": on_rejected(lambda m, by: S.undo_mention(mention=m, by=by, row_version=1)),
    "the last": lambda document, c, by: S.undo_last(document=document, by=by),
    "edit": on_proposed(
        lambda m, c, by: S.edit_mention(mention=m, by=by, row_version=1, changes={"note": "So."})
    ),
    "speakers": on_proposed(
        lambda m, c, by: S.set_mention_speakers(
            mention=m, by=by, row_version=1, speakers=[S.SpeakerDraft(words="A pilot")]
        )
    ),
    "add": lambda document, c, by: S.add_mention(
        version=document.versions.get(), by=by, content_spans=[[0, 3]]
    ),
    "confirm": lambda document, c, by: S.confirm_link(
        link=ClaimMention.objects.get(), by=by, row_version=1
    ),
}


@pytest.fixture
def filled(document, claim, desk):
    """A proposed and a rejected mention, and an accepted one that may carry the claim."""
    make_mention(document)
    make_decided_mention(document, by=desk.lead)
    accepted = make_decided_mention(document, by=desk.lead, curation=Curation.ACCEPTED)
    link_mention(claim, accepted, state="suggested")
    return document


def rows():
    told = ("pk", "curation", "note", "row_version")
    return list(Mention.objects.order_by("pk").values_list(*told)), Claim.objects.count()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_works_while_the_document_stands(filled, claim, desk, step):
    STEPS[step](filled, claim, desk.lead) if step != "the last" else None


@pytest.mark.parametrize("step", STEPS)
def test_a_withdrawn_document_refuses_every_step(filled, claim, desk, step):
    Document.objects.filter(pk=filled.pk).update(
        processing=Processing.WITHDRAWN, withdrawn_why="Retracted"
    )
    before = rows()

    with pytest.raises(RuleError):
        STEPS[step](filled, claim, desk.lead)

    assert rows() == before
    assert not Event.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not_read_it_does_nothing_with_it(filled, claim, desk, step):
    """Also where it was restricted after the page was loaded."""
    Document.objects.filter(pk=filled.pk).update(access="restricted")
    before = rows()

    with pytest.raises(PermissionDenied):
        STEPS[step](filled, claim, desk.contributor)

    assert rows() == before
    assert not Event.objects.exists()


def test_a_claim_that_may_not_be_read_takes_no_place(filled, desk):
    hidden = make_claim(desk.team, by=desk.lead, access="restricted")

    with pytest.raises(PermissionDenied):
        STEPS["attach"](filled, hidden, desk.contributor)


HIDDEN = {
    "edit": lambda claim, by: S.edit_claim(
        claim=claim, by=by, row_version=claim.row_version, changes={"kind": "belief"}
    ),
    "speakers": lambda claim, by: S.set_claim_speakers(
        claim=claim,
        by=by,
        row_version=claim.row_version,
        speakers=[S.SpeakerDraft(words="A pilot")],
    ),
    "refuse": lambda claim, by: S.refuse_link(
        link=claim.claim_mentions.get(), by=by, row_version=1
    ),
    "watch": lambda claim, by: reviewing.watch(subject=claim, by=by),
}


@pytest.mark.parametrize("step", HIDDEN)
def test_nothing_is_done_with_a_claim_that_went_out_of_sight(filled, claim, desk, step):
    Claim.objects.filter(pk=claim.pk).update(access="restricted")
    claim.refresh_from_db()

    with pytest.raises(PermissionDenied):
        HIDDEN[step](claim, desk.contributor)

    HIDDEN[step](claim, desk.lead)


def test_the_database_refuses_it_too(filled):
    Document.objects.filter(pk=filled.pk).update(processing=Processing.WITHDRAWN)

    for curation in ("accepted", "set_aside"):
        with pytest.raises(IntegrityError), transaction.atomic():
            filled.mentions.filter(curation="proposed").update(
                curation=curation, curated_by=filled.added_by, curated_at=filled.created_at
            )


def test_the_api_says_why(filled, desk):
    Document.objects.filter(pk=filled.pk).update(processing=Processing.WITHDRAWN)
    mention = filled.mentions.filter(curation="proposed").get()

    answer = api_as(desk.lead, desk.team).post(f"mentions/{mention.pk}/accept", {"row_version": 1})

    assert answer.status_code == 422
    assert "withdrawn" in answer.content.decode()
