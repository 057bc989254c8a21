"""What is sealed was seen: citations carry the version of the evidence that was read."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from history.models import Event
from review import services
from review.citing import StaleError, read_from, written
from review.models import Evidence, Review, ReviewCitation
from tests.factories.api import api_as
from tests.factories.review import (
    a_draft,
    as_read,
    differing,
    evidence_draft,
    make_desk,
    make_evidence,
)
from tests.factories.teams import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]
LIT, UNLIT = "The beacon was lit at nine.", "The beacon was never lit at nine."
LIT_ITEM = {"title": "Beacon log", "passage": LIT}


@pytest.fixture
def desk():
    return make_desk("sign_off", grading="asked")


def rewrite(item, by, passage=UNLIT, **more):
    """What a colleague does while somebody reads."""
    item = Evidence.objects.get(pk=item.pk)
    services.edit_evidence(
        evidence=item,
        item=evidence_draft(title="Beacon log", passage=passage, **more),
        by=by,
        row_version=item.row_version,
    )


def joint_open(desk):
    """A claim whose two blind reviews differ."""
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    services.submit_second(
        claim=claim,
        draft=differing(a_draft(claim, by=desk.second)),
        by=desk.second,
        row_version=claim.row_version,
    )
    return claim


# How each kind of review begins: where the claim stands, who seals, by which service.
KINDS = {
    "first": (lambda desk: desk.at(S.IN_REVIEW), "first", services.submit_review, {}),
    "second": (
        lambda desk: desk.at(S.SECOND_REVIEW, mode="blind"),
        "second",
        services.submit_second,
        {},
    ),
    "joint": (joint_open, "first", services.propose_joint, {"settled_by": "The harbour log"}),
    "third": (joint_open, "third", services.submit_third, {"settled_by": "The harbour log"}),
    "override": (
        lambda desk: desk.at(S.SECOND_REVIEW),
        "lead",
        services.override,
        {"override_why": "Nobody else is here"},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_review_seals_words_that_were_not_read(desk, kind):
    begin, who, seal, more = KINDS[kind]
    claim, by = begin(desk), getattr(desk, who)
    item = make_evidence(claim, by=desk.contributor, **LIT_ITEM)
    read = a_draft(claim, by=by, cited=as_read(item), **more)
    rewrite(item, desk.contributor)
    reviews, events = Review.objects.count(), Event.objects.count()

    with pytest.raises(StaleError) as refusal:
        seal(claim=claim, draft=read, by=by, row_version=claim.row_version)

    [stale] = refusal.value.stale
    assert (stale.before, stale.now) == ({"passage": LIT}, {"passage": UNLIT})
    assert (Review.objects.count(), Event.objects.count()) == (reviews, events)

    now = replace(read, cited=as_read(Evidence.objects.get(pk=item.pk)))
    review = seal(claim=claim, draft=now, by=by, row_version=claim.row_version)
    assert review.judged["evidence"][0]["passage"] == UNLIT
    assert review.citations.get().evidence_version == 2


def test_a_citation_without_a_version_was_not_read(desk):
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.first)
    blind = a_draft(claim, by=desk.first, cited={item.pk: 0})

    with pytest.raises(StaleError) as refusal:
        services.submit_review(
            claim=claim, draft=blind, by=desk.first, row_version=claim.row_version
        )

    assert refusal.value.stale[0].before == {}


def test_versions_are_told_back_through_several_changes(desk):
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.contributor, **LIT_ITEM, place="p. 1")
    read = a_draft(claim, by=desk.first, cited=as_read(item))
    rewrite(item, desk.contributor, "Nobody knows.")
    item.refresh_from_db()
    services.grade_evidence(
        evidence=item, credibility=4, by=desk.contributor, row_version=item.row_version
    )
    rewrite(item, desk.contributor, UNLIT, place="p. 2")

    with pytest.raises(StaleError) as refusal:
        services.submit_review(
            claim=claim, draft=read, by=desk.first, row_version=claim.row_version
        )

    [stale] = refusal.value.stale
    assert stale.before["passage"] == LIT
    assert stale.now["passage"] == UNLIT
    assert stale.before["place"] == "p. 1"


def test_saying_what_it_says_already_is_no_change(desk):
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.contributor, **LIT_ITEM)
    events = Event.objects.count()

    rewrite(item, desk.contributor, LIT)

    item.refresh_from_db()
    assert (item.row_version, Event.objects.count()) == (1, events)


@pytest.mark.parametrize("version", [None, 0, 2])
def test_the_database_takes_no_citation_of_another_version(desk, version):
    claim = desk.at(S.SECOND_REVIEW)
    item = make_evidence(claim, by=desk.contributor)
    review = Review.objects.get(claim=claim)

    with pytest.raises(IntegrityError, match="as it was read"), transaction.atomic():
        ReviewCitation.objects.create(review=review, evidence=item, evidence_version=version)


def test_what_forms_say_was_read():
    typed = ["12:3", "7", "x", "12:3:4", "-1:2", "9" * 40, "5:" + "9" * 40, ""]

    assert read_from(typed) == {12: 3, 7: 0}


# --- doors ----------------------------------------------------------------------------------------


def form_of(claim, draft):
    fields = ("said", "said_confidence", "holds", "holds_confidence", "rationale")
    sent = {name: getattr(draft, name) for name in fields}
    cited = [f"{pk}:{version}" for pk, version in draft.cited.items()]
    return sent | {
        "row_version": claim.row_version,
        "seen": claim.statement,
        "stands_alone": "on",
        "as_of": draft.as_of.isoformat(),
        "cited": cited,
    }


def test_the_page_shows_both_texts_and_keeps_what_was_typed(client, desk):
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.contributor, **LIT_ITEM)
    draft = a_draft(claim, by=desk.first, cited=as_read(item))
    url = reverse("review:judge", args=[desk.team.slug, claim.pk, "first"])
    sign_in(client, desk.first)
    assert f'value="{written(item)}"' in client.get(claim.get_absolute_url()).content.decode()
    rewrite(item, desk.contributor)

    refused = client.post(url, form_of(claim, draft))
    page = refused.content.decode()

    assert refused.status_code == 409
    assert refused.context["stale"][0]["item"] == item
    for words in (LIT, UNLIT, draft.rationale, "Changed after you cited it"):
        assert words in page
    assert refused.context["form"].cited_ids() == set()
    again = form_of(claim, replace(draft, cited={item.pk: 2}))
    assert client.post(url, again).status_code == 302
    assert Review.objects.get(claim=claim).judged["evidence"][0]["passage"] == UNLIT


def test_a_kept_draft_opens_with_what_changed_meanwhile(client, desk):
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.contributor, **LIT_ITEM)
    draft = a_draft(claim, by=desk.first, cited=as_read(item))
    sign_in(client, desk.first)
    client.post(
        reverse("review:draft", args=[desk.team.slug, claim.pk, "first"]), form_of(claim, draft)
    )
    rewrite(item, desk.contributor)

    answer = client.get(claim.get_absolute_url())

    assert answer.context["cited"] == set()
    assert LIT in answer.content.decode()


def test_the_section_unticks_what_a_colleague_changed_and_keeps_what_one_graded(client, desk):
    claim = desk.at(S.IN_REVIEW)
    theirs = make_evidence(claim, by=desk.contributor, **LIT_ITEM)
    mine = make_evidence(claim, by=desk.first)
    read = [written(theirs), written(mine)]
    rewrite(theirs, desk.contributor)
    sign_in(client, desk.first)

    answer = client.post(
        reverse("review:grade_evidence", args=[desk.team.slug, mine.pk]),
        {"credibility": 2, "row_version": 1, "judging": "first", "cited": read},
        headers={"HX-Request": "true"},
    )

    assert answer.context["cited"] == {str(mine.pk)}
    assert [each["item"] for each in answer.context["stale"]] == [theirs]


def test_the_api_refuses_what_was_not_read_and_says_what_differs(desk):
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.contributor, **LIT_ITEM)
    draft = a_draft(claim, by=desk.first, cited=as_read(item))
    body = form_of(claim, draft) | {"stands_alone": True}
    del body["seen"]
    api = api_as(desk.first, desk.team)
    rewrite(item, desk.contributor)

    path = f"claims/{claim.pk}/submit-review"
    stale = api.post(path, {**body, "cited": [{"id": item.pk, "row_version": 1}]})
    bare = api.post(path, {**body, "cited": [item.pk]})
    fresh = api.post(path, {**body, "cited": [{"id": item.pk, "row_version": 2}]})

    assert (stale.status_code, bare.status_code, fresh.status_code) == (409, 400, 200)
    assert stale.json()["stale"] == [
        {"id": item.pk, "row_version": 2, "before": {"passage": LIT}, "now": {"passage": UNLIT}}
    ]
    assert Claim.objects.get(pk=claim.pk).state == S.SECOND_REVIEW


def test_a_concealed_change_is_not_told(desk):
    """What the first reviewer of a blind round grades stays theirs, also in a refusal."""
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    item = make_evidence(claim, by=desk.first, **LIT_ITEM)
    read = a_draft(claim, by=desk.second, cited=as_read(item))
    services.grade_evidence(evidence=item, credibility=5, by=desk.first, row_version=1)

    with pytest.raises(StaleError) as refusal:
        services.submit_second(
            claim=claim, draft=read, by=desk.second, row_version=claim.row_version
        )

    assert (refusal.value.stale[0].before, refusal.value.stale[0].now) == ({}, {})
