"""What the claim's page tells of its rounds, of what is new, and of documents that speak."""

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from review import services
from review.models import Evidence
from review.selectors import page, places, primary, since, talk
from tests.factories.actors import make_actor
from tests.factories.claims import link_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.review import a_draft, as_read, make_desk, make_evidence

pytestmark = pytest.mark.django_db
TEXT = "Notice.\n\nThe harbour office said that the north quay was closed. It rained."


def shown(client, person, claim):
    client.force_login(person)
    return client.get(claim.get_absolute_url()).content.decode()


def published(desk, claim, *, publisher, words="the north quay was closed"):
    document = make_document(desk.team, by=desk.contributor, text=TEXT, publisher=publisher)
    mention = make_mention(document, words, by=desk.contributor, speaker=publisher)
    link_mention(claim, mention, by=desk.contributor)
    return document


def offers(claim, person):
    live = [item for item in page.evidence_of(claim, person) if item.is_live()]
    return primary.offers(claim, live, person)


def test_a_document_published_by_the_speaker_is_evidence_by_one_click(client):
    desk = make_desk()
    office = make_actor(desk.team, "Harbour office")
    claim = desk.claim(speaker=office)
    document = published(desk, claim, publisher=office)
    published(desk, claim, publisher=make_actor(desk.team))

    (offer,) = offers(claim, desk.contributor)
    page_text = shown(client, desk.contributor, claim)
    form = {"axis": "said", "stance": "supports", "kind": "document", "document": document.pk}
    form |= {"source": office.pk, "passage": offer.passage, "place": offer.place}
    url = reverse("review:add_evidence", args=[desk.team.slug, claim.pk])
    for _time in range(2):
        client.post(url, {**form, "once": offer.once})

    assert "Use it as evidence that it was said" in page_text
    assert (offer.document, offer.place) == (document, "paragraph 2")
    item = Evidence.objects.get()
    assert "the north quay was closed" in item.passage
    assert (item.source, item.place, item.axis) == (office, "paragraph 2", "said")
    assert offers(claim, desk.contributor) == []


@pytest.mark.parametrize("who", ["viewer", "contributor"])
def test_nothing_is_offered_to_who_may_not_or_of_what_they_may_not_read(client, who):
    desk = make_desk()
    office = make_actor(desk.team)
    claim = desk.claim(speaker=office)
    hidden = make_document(
        desk.team, by=desk.lead, text=TEXT, publisher=office, access="restricted"
    )
    link_mention(claim, make_mention(hidden, "It rained", by=desk.lead), by=desk.lead)
    if who == "viewer":
        published(desk, claim, publisher=office)

    assert "Use it as evidence" not in shown(client, getattr(desk, who), claim)


def test_nothing_is_offered_for_unnamed_speakers_or_decided_claims(client):
    desk = make_desk()
    unnamed = make_actor(desk.team, kind="unnamed")
    claim = desk.claim(speaker=unnamed)
    published(desk, claim, publisher=unnamed)
    office = make_actor(desk.team)
    decided = desk.at(S.DECIDED, speaker=office)
    published(desk, decided, publisher=office)

    assert offers(claim, desk.lead) == []
    assert "Use it as evidence" not in shown(client, desk.lead, decided)


def told_since(claim, person):
    evidence = page.evidence_of(claim, person)
    decision = page.stories(claim, person)[-1].decision
    return since.since_decision(
        claim,
        decision,
        evidence=evidence,
        places=places.places_of(claim, person),
        comments=talk.comments_of(claim, person),
    )


def test_what_is_newer_than_the_decision_is_marked(client):
    desk = make_desk("sign_off")
    claim = desk.claim()
    loose = make_evidence(claim, by=desk.first, title="Loose")
    cited = make_evidence(claim, by=desk.first, title="Cited")
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    draft = a_draft(claim, by=desk.first, cited=as_read(cited))
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)
    services.sign(claim=claim, by=desk.second, row_version=claim.row_version)
    claim = Claim.objects.get(pk=claim.pk)
    quiet, calm = told_since(claim, desk.viewer), shown(client, desk.viewer, claim)

    added = make_evidence(claim, by=desk.contributor, title="A new register")
    services.withdraw_evidence(evidence=loose, why="Wrong", by=desk.first, row_version=1)
    published(desk, claim, publisher=None)
    comment = services.add_comment(claim=claim, text="Look", by=desk.viewer)
    found, told = told_since(claim, desk.viewer), shown(client, desk.viewer, claim)

    assert not quiet
    assert "ince the decision" not in calm
    assert (found.added, found.withdrawn) == ({added.pk}, {loose.pk})
    assert found.comments == {comment.pk}
    assert len(found.mentions) == 1
    assert "1 item of evidence was added" in told
    assert told.count("since the decision") == 2


def test_a_reopened_claim_tells_who_why_and_on_which_statement(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.DECIDED)
    then = claim.statement
    services.reopen(claim=claim, why="The register", by=desk.lead, row_version=claim.row_version)
    Claim.objects.filter(pk=claim.pk).update(statement="The quay was half closed.")

    told = shown(client, desk.viewer, claim)

    assert "Reopened by Lida Lead: “The register”" in told
    assert f"“{then}”" in told


def test_a_returned_review_stays_readable_in_its_round(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)
    services.return_review(
        claim=claim, comment="Which log?", by=desk.second, row_version=claim.row_version
    )

    told = shown(client, desk.viewer, claim)

    assert "Which log?" in told
    assert "Before, in this round" in told


def test_two_that_differ_stand_side_by_side_with_where(client):
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)

    told = shown(client, desk.viewer, claim)

    assert "The two reviews differ on: Does it hold?" in told
    assert told.count('class="sheet sealed"') == 2


def test_the_last_round_is_told_with_its_opening(client):
    desk = make_desk("none")
    claim = desk.at(S.DECIDED, mode="none")
    for why in ("The register", "The log"):
        services.reopen(claim=claim, why=why, by=desk.lead, row_version=claim.row_version)
        if why == "The register":
            services.stop_pursuing(
                claim=claim, why="Old", by=desk.lead, row_version=claim.row_version
            )

    stories = page.stories(claim, desk.viewer)

    assert [story.opened and story.opened.why for story in stories] == [
        "The log",
        "The register",
        None,
    ]
