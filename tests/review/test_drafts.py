"""What is typed of a review: kept, its author's alone, back on the page, gone when it is sealed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from common.errors import RuleError
from history.models import Event
from review import services
from review.citing import written
from review.models import KeptDraft, Review
from review.vocabularies import Duty
from tests.factories.review import a_draft, make_desk, make_evidence
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db

WORDS = "Half a sentence about the harbour log"
PEOPLE = ("lead", "first", "second", "third", "contributor", "viewer")


def typed(**more):
    return {"said": ["reported"], "rationale": [WORDS], **more}


def keep(claim, by, duty=Duty.FIRST, **more):
    return services.save_draft(claim=claim, duty=duty, typed=typed(**more), by=by)


def url_of(claim, duty="first"):
    return reverse("review:draft", args=[claim.team.slug, claim.pk, duty])


def discard_url(draft):
    return reverse("review:discard_draft", args=[draft.team.slug, draft.pk])


@pytest.mark.both_dbs
def test_a_draft_is_kept_once_and_without_an_event():
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    events = Event.objects.count()

    keep(claim, desk.first)
    draft = keep(claim, desk.first, rationale=["More"], csrfmiddlewaretoken=["x"])

    assert KeptDraft.objects.get() == draft
    assert draft.typed == {"said": ["reported"], "rationale": ["More"]}
    assert services.draft_of(claim, "first", desk.first) == draft
    assert Event.objects.count() == events


@pytest.mark.both_dbs
def test_the_database_keeps_one_draft_per_duty_and_known_duties_alone():
    desk = make_desk()
    draft = keep(desk.at(S.IN_REVIEW), desk.first)
    row = {"team": draft.team, "claim": draft.claim, "round": 1, "person": desk.first}

    for duty in ("first", "fifth"):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeptDraft.objects.create(**row, duty=duty)
    KeptDraft.objects.create(**row, duty="third")

    assert KeptDraft.objects.count() == 2


def test_who_may_not_review_keeps_none():
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)

    for person in (desk.viewer, desk.contributor, make_member(make_team(), "lead")):
        with pytest.raises(PermissionDenied):
            keep(claim, person)
    with pytest.raises(RuleError):
        keep(claim, desk.first, duty="fifth")

    assert not KeptDraft.objects.exists()


def test_nobody_but_its_author_sees_or_discards_a_draft(client):
    desk = make_desk("blind")
    draft = keep(desk.at(S.IN_REVIEW), desk.first)

    for who in PEOPLE:
        person = getattr(desk, who)
        client.force_login(person)
        page = client.get(draft.claim.get_absolute_url()).content.decode()
        is_author = who == "first"
        assert (WORDS in page) is is_author, who
        assert KeptDraft.objects.visible_to(person).exists() is is_author, who
        if not is_author:
            assert client.post(discard_url(draft)).status_code == 404, who
            with pytest.raises(PermissionDenied):
                services.discard_draft(draft=draft, by=person)

    assert KeptDraft.objects.filter(pk=draft.pk).exists()


def test_sealing_takes_the_draft_away_and_late_typing_brings_none_back():
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    keep(claim, desk.first)
    others = keep(claim, desk.third)

    services.submit_review(
        claim=claim,
        draft=a_draft(claim, by=desk.first),
        by=desk.first,
        row_version=claim.row_version,
    )
    with pytest.raises(RuleError):
        keep(claim, desk.first)

    assert list(KeptDraft.objects.all()) == [others]


def test_a_refused_seal_leaves_the_draft():
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    keep(claim, desk.first)

    with pytest.raises(RuleError):
        services.submit_review(
            claim=claim,
            draft=a_draft(claim, by=desk.first, rationale=""),
            by=desk.first,
            row_version=claim.row_version,
        )

    assert services.draft_of(claim, "first", desk.first)


def test_typing_is_kept_and_stands_in_the_form_again(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.first)
    client.force_login(desk.first)
    form = {"row_version": claim.row_version, "seen": claim.statement, "as_of": "2026-02-03"}
    form |= {"said": "single_source", "rationale": WORDS, "cited": [written(item)]}

    fragment = client.post(url_of(claim), form, headers={"HX-Request": "true"}).content.decode()
    page = client.get(claim.get_absolute_url()).content.decode()

    assert "Draft kept" in fragment
    for part in (WORDS, 'value="single_source" checked', 'value="2026-02-03"', "1 item ticked"):
        assert part in page


def test_a_form_that_nobody_touched_is_not_kept(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    client.force_login(desk.first)
    page = client.get(claim.get_absolute_url())
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("row_version", "seen", "as_of")}

    answer = client.post(url_of(claim), sent, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert not KeptDraft.objects.exists()


def test_what_no_longer_fits_counts_as_open(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.first)
    keep(claim, desk.first, cited=[written(item), "x"], said=["bogus"], as_of=["soon"])
    services.withdraw_evidence(evidence=item, why="Wrong page", by=desk.first, row_version=1)
    client.force_login(desk.first)

    page = client.get(claim.get_absolute_url())

    assert WORDS in page.content.decode()
    assert page.context["form"].draft().cited == {}
    assert page.context["form"].draft().said == ""


def test_a_stale_review_is_kept_and_tells_on_which_statement_it_was_written(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    client.force_login(desk.first)
    form = {"row_version": claim.row_version, "seen": "It was so.", "rationale": WORDS}
    Claim.objects.filter(pk=claim.pk).update(statement="It is so now.", row_version=9)
    url = reverse("review:judge", args=[claim.team.slug, claim.pk, "first"])

    answer = client.post(url, {**form, "as_of": "2026-02-03"})
    page = client.get(claim.get_absolute_url()).content.decode()

    assert answer.status_code == 409
    assert WORDS in page
    assert "It was so." in page
    assert not Review.objects.exists()


def test_without_scripts_a_button_keeps_and_another_discards(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    client.force_login(desk.first)

    answer = client.post(url_of(claim), {"rationale": WORDS})
    draft = KeptDraft.objects.get()
    gone = client.post(discard_url(draft))

    assert answer["Location"] == gone["Location"] == f"{claim.get_absolute_url()}#s-review"
    assert WORDS not in client.get(claim.get_absolute_url()).content.decode()


def test_a_draft_whose_step_was_taken_by_others_is_still_there(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    keep(claim, desk.first)
    services.reassign(
        claim=claim, person=desk.third, note="Yours", by=desk.first, row_version=claim.row_version
    )
    client.force_login(desk.first)

    page = client.get(claim.get_absolute_url()).content.decode()

    assert WORDS in page
    assert 'id="review-form"' not in page


def test_a_third_persons_draft_opens_its_form(client):
    desk = make_desk("blind")
    claim = desk.at(S.DIFFERING)
    keep(claim, desk.third, duty=Duty.THIRD, settled_by=["The register"])
    client.force_login(desk.third)

    page = client.get(claim.get_absolute_url()).content.decode()

    assert f'action="{reverse("review:judge", args=[claim.team.slug, claim.pk, "third"])}"' in page
    assert "The register" in page


def test_a_returned_review_is_filled_in_again(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)
    before = Review.objects.get()
    services.return_review(
        claim=claim, comment="Which log?", by=desk.second, row_version=claim.row_version
    )
    client.force_login(desk.first)

    form = client.get(claim.get_absolute_url()).context["form"]

    assert form.draft().rationale == before.rationale
    assert form.draft().cited == dict(
        before.citations.values_list("evidence_id", "evidence_version")
    )


def test_a_draft_with_verdicts_that_are_none_shows_none():
    draft = KeptDraft(typed={"said": ["=1+1"], "holds": ["corroborated"]})

    assert (draft.said(), draft.holds()) == ("", "corroborated")
