"""Whether an acceptance can be taken back, by what was done on its claim since."""

import pytest
from django.db import IntegrityError, transaction

from claims import services
from claims.models import Mention
from claims.vocabularies import Curation, LinkState
from common.errors import RuleError
from review import services as reviewing
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def mention(desk):
    return make_mention(make_document(desk.team, by=desk.lead))


def accept(mention, desk):
    by = desk.contributor
    return services.accept_mention(mention=mention, by=by, row_version=1, to_check=True)


def undo(mention, by):
    mention.refresh_from_db()
    services.undo_mention(mention=mention, by=by, row_version=mention.row_version)


WORK = {
    "took it": lambda claim, desk: reviewing.take(claim=claim, by=desk.first, row_version=1),
    "said how urgent it is": lambda claim, desk: reviewing.set_priority(
        claim=claim, priority="high", by=desk.first, row_version=1
    ),
    "reworded it": lambda claim, desk: services.edit_claim(
        claim=claim, by=desk.first, row_version=1, changes={"kind": "belief"}
    ),
    "added evidence": lambda claim, desk: make_evidence(claim, by=desk.first),
    "commented": lambda claim, desk: reviewing.add_comment(claim=claim, text="Hm", by=desk.viewer),
    "attached a place": lambda claim, desk: services.attach_mention(
        mention=make_mention(make_document(desk.team, by=desk.lead)),
        claim=claim,
        by=desk.first,
        row_version=1,
    ),
}


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("who", ["contributor", "lead"])
def test_a_claim_that_a_colleague_works_on_keeps_its_place(mention, desk, work, who):
    claim = accept(mention, desk)
    WORK[work](claim, desk)

    with pytest.raises(RuleError) as refused:
        undo(mention, getattr(desk, who))

    assert claim.reference in str(refused.value)
    mention.refresh_from_db()
    assert mention.curation == Curation.ACCEPTED
    assert mention.claim_mentions.get(claim=claim).state == LinkState.CONFIRMED


def test_it_is_passed_over_by_who_takes_back_step_by_step(mention, desk):
    other = make_mention(mention.document, version=mention.version)
    services.reject_mention(mention=other, by=desk.contributor, row_version=1, reason="not_a_claim")
    claim = accept(mention, desk)
    make_evidence(claim, by=desk.first)

    assert services.undo_last(document=mention.document, by=desk.contributor) == [other.pk]


def test_of_ones_own_work_nothing_keeps_it(mention, desk):
    claim = accept(mention, desk)
    services.edit_claim(claim=claim, by=desk.contributor, row_version=1, changes={"kind": "belief"})

    undo(mention, desk.contributor)

    claim.refresh_from_db()
    assert claim.state == "not_pursued"
    assert not mention.claim_mentions.filter(state=LinkState.CONFIRMED).exists()


def test_a_place_that_a_colleague_confirmed_keeps_the_mention(mention, desk):
    accept(mention, desk)
    link = link_mention(make_claim(desk.team, by=desk.lead), mention, state="suggested")
    services.confirm_link(link=link, by=desk.first, row_version=1)

    with pytest.raises(RuleError):
        undo(mention, desk.contributor)


def test_the_database_keeps_places_with_accepted_mentions(desk, mention):
    accept(mention, desk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.filter(pk=mention.pk).update(curation="proposed")
