"""The pages of the review: who may open and press what, what comes back, what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from review import services
from review.citing import written
from review.models import Comment, Evidence, Review
from tests.factories.claims import link_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.review import REASONS, a_draft, make_desk, make_evidence
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = pytest.mark.django_db

PEOPLE = ("lead", "first", "second", "third", "contributor", "viewer")
STATES = [
    *((state, "sign_off") for state in S.values if state != S.DIFFERING),
    *((state, "blind") for state in (S.SECOND_REVIEW, S.DIFFERING, S.DECIDED)),
    (S.DECIDED, "none"),
]


def url_of(name, claim, *args, **kwargs):
    return reverse(f"review:{name}", args=[claim.team.slug, claim.pk, *args], **kwargs)


def typed(claim, draft, **more):
    """A review as the form sends it."""
    fields = {
        "row_version": claim.row_version,
        "seen": claim.statement,
        "stands_alone": "on",
        "cited": [f"{pk}:{version}" for pk, version in draft.cited.items()],
        "as_of": draft.as_of.isoformat(),
    }
    names = ("said", "said_confidence", "holds", "holds_confidence", "rationale")
    return {**fields, **{name: getattr(draft, name) for name in names}, **more}


@pytest.mark.parametrize(("state", "mode"), STATES)
def test_the_claim_opens_for_every_member_in_every_state(client, state, mode):
    desk = make_desk(mode)
    claim = desk.at(state, mode=mode)

    for who in PEOPLE:
        client.force_login(getattr(desk, who))
        for url in (claim.get_absolute_url(), reverse("review:my_work", args=[desk.team.slug])):
            assert client.get(url).status_code == 200, (who, url)


GETS = ["claim", "edit", "claim_history"]


def test_outsiders_and_strangers_find_nothing(client):
    desk = make_desk()
    claim = desk.claim()
    item = make_evidence(claim, by=desk.first)
    comment = services.add_comment(claim=claim, text="Hm", by=desk.first)
    slug = desk.team.slug
    gets = [url_of(name, claim) for name in GETS]
    posts = [
        url_of("step", claim, "take"),
        url_of("judge", claim, "first"),
        url_of("draft", claim, "first"),
        url_of("add_evidence", claim),
        url_of("add_comment", claim),
        reverse("review:withdraw_evidence", args=[slug, item.pk]),
        reverse("review:edit_evidence", args=[slug, item.pk]),
        reverse("review:edit_comment", args=[slug, comment.pk]),
        reverse("review:resolve_comment", args=[slug, comment.pk]),
    ]

    for url in gets + posts:
        answer = client.get(url) if url in gets else client.post(url)
        assert answer.status_code == 302, url
        assert "/accounts/login/" in answer["Location"], url
    sign_in(client, make_member(make_team(), "lead"))
    for url in [*gets, reverse("review:my_work", args=[slug])]:
        assert client.get(url).status_code == 404, url
    for url in posts:
        assert client.post(url, {"row_version": 1}).status_code == 404, url


def test_a_restricted_claim_is_not_there_for_others(client):
    desk = make_desk()
    claim = desk.claim(access="restricted")

    seen = {}
    for who in ("lead", "contributor", "first", "viewer"):
        client.force_login(getattr(desk, who))
        seen[who] = client.get(claim.get_absolute_url()).status_code

    assert seen == {"lead": 200, "contributor": 200, "first": 404, "viewer": 404}


@pytest.mark.parametrize(
    ("who", "expected"),
    [("lead", 302), ("first", 302), ("contributor", 403), ("viewer", 403)],
)
def test_taking_by_role(client, who, expected):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(getattr(desk, who))

    answer = client.post(url_of("step", claim, "take"), {"row_version": 1})

    assert answer.status_code == expected
    claim.refresh_from_db()
    assert claim.state == (S.IN_REVIEW if expected == 302 else S.TO_CHECK)


@pytest.mark.parametrize(
    ("who", "expected"), [("lead", 200), ("contributor", 200), ("viewer", 403)]
)
def test_editing_by_role(client, who, expected):
    desk = make_desk()
    client.force_login(getattr(desk, who))

    assert client.get(url_of("edit", desk.claim())).status_code == expected


def test_viewer_adds_no_evidence(client):
    desk = make_desk()
    client.force_login(desk.viewer)

    assert client.post(url_of("add_evidence", desk.claim())).status_code == 403


def test_sealing_by_the_form_leads_back_to_the_claim(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW)
    draft = a_draft(claim, by=desk.first)
    client.force_login(desk.first)

    answer = client.post(url_of("judge", claim, "first"), typed(claim, draft))

    assert (answer.status_code, answer["Location"]) == (302, f"{claim.get_absolute_url()}?done=1")
    assert Review.objects.get().rationale == REASONS


def test_sealing_twice_makes_one_and_leads_back(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW)
    form = typed(claim, a_draft(claim, by=desk.first))
    client.force_login(desk.first)

    answers = [client.post(url_of("judge", claim, "first"), form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Review.objects.count() == 1


def test_an_incomplete_review_comes_back_as_typed(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW)
    form = typed(claim, a_draft(claim, by=desk.first), holds_confidence="", rationale="My words")
    client.force_login(desk.first)

    answer = client.post(url_of("judge", claim, "first"), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "My words" in page
    assert 'value="reported" checked' in page
    assert "How sure you are that it holds so" in page
    assert not Review.objects.exists()


def test_a_review_of_an_older_version_comes_back_with_both_texts(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW)
    form = typed(claim, a_draft(claim, by=desk.first), rationale="My words")
    Claim.objects.filter(pk=claim.pk).update(statement="Theirs.", row_version=9)
    client.force_login(desk.first)

    answer = client.post(url_of("judge", claim, "first"), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("My words", "Theirs.", claim.statement, 'name="row_version" value="9"'):
        assert words in page
    assert not Review.objects.exists()


def test_the_missing_list_is_the_one_of_the_submission(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW)
    client.force_login(desk.first)
    form = typed(claim, a_draft(claim, by=desk.first), holds="contradicted", rationale="")

    fragment = client.post(
        url_of("draft", claim, "first"), form, headers={"HX-Request": "true"}
    ).content.decode()
    page = client.post(url_of("judge", claim, "first"), form).content.decode()

    for words in ("Reasons", "A reply cited, or why none was asked"):
        assert words in fragment
        assert words in page
    assert "disabled" in fragment


def test_a_step_from_an_old_page_is_told_and_keeps_the_note(client):
    desk = make_desk("sign_off")
    claim = desk.at(S.SECOND_REVIEW)
    client.force_login(desk.second)
    form = {"row_version": 1, "note": "Which register?"}

    answer = client.post(url_of("step", claim, "return_review"), form)

    assert answer.status_code == 409
    assert "Somebody else changed this claim" in answer.content.decode()
    claim.refresh_from_db()
    assert claim.state == S.SECOND_REVIEW


def test_unknown_steps_and_duties_are_not_there(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.lead)

    assert client.post(url_of("step", claim, "bless")).status_code == 404
    assert client.post(url_of("judge", claim, "bless")).status_code == 404


def test_editing_saved_from_an_old_version_shows_both(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.contributor)
    form = {
        **client.get(url_of("edit", claim)).context["form"].initial,
        "row_version": 1,
        "statement": "Mine.",
    }
    form = {name: value for name, value in form.items() if value is not None}
    Claim.objects.filter(pk=claim.pk).update(statement="Theirs.", row_version=5)

    answer = client.post(url_of("edit", claim), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Theirs.", "Mine.", claim.statement, 'name="row_version" value="5"'):
        assert words in page
    assert Claim.objects.get(pk=claim.pk).statement == "Theirs."


def test_editing_statement_and_speakers(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.contributor)
    form = {
        "row_version": 1,
        "statement": "The quay was shut for two days.",
        "confirm": "on",
        "speakers": f"{claim.speakers.get()}\na docker",
        "polarity": "affirmed",
        "kind": "fact",
        "about_precision": "unknown",
    }

    answer = client.post(url_of("edit", claim), form)

    claim.refresh_from_db()
    assert answer.status_code == 302
    assert claim.statement == "The quay was shut for two days."
    assert claim.confirmed_by == desk.contributor
    assert [bool(s.actor_id) for s in claim.speakers.all()] == [True, False]


def test_evidence_added_twice_by_one_form_is_one(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.contributor)
    form = {"once": uuid4(), "kind": "note", "axis": "said", "stance": "context", "passage": "Hm"}

    answers = [client.post(url_of("add_evidence", claim), form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Evidence.objects.count() == 1


def test_evidence_by_htmx_brings_the_section_with_ticks_kept(client):
    desk = make_desk()
    claim = desk.at(S.IN_REVIEW)
    old = make_evidence(claim, by=desk.first, title="The old one")
    client.force_login(desk.first)
    form = {"kind": "note", "axis": "said", "stance": "context", "passage": "Hm"}
    form["cited"] = written(old)

    answer = client.post(
        url_of("add_evidence", claim), {**form, "judging": "first"}, headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert page.lstrip().startswith('<section class="section" id="s-evidence"')
    assert page.count(' form="review-form" checked') == 2


def test_incomplete_evidence_comes_back_as_typed(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.contributor)
    form = {"kind": "search", "axis": "said", "stance": "nothing_found", "passage": "My words"}

    answer = client.post(url_of("add_evidence", claim), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "My words" in page
    assert "Say where you looked." in page
    assert not Evidence.objects.exists()


def test_commenting_asking_and_resolving(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.viewer)
    client.post(url_of("add_comment", claim), {"text": "Who reads this?", "asked": desk.third.pk})
    comment = Comment.objects.get()
    claim.refresh_from_db()
    asked = claim.needs_help
    client.force_login(desk.third)

    url = reverse("review:resolve_comment", args=[desk.team.slug, comment.pk])
    answer = client.post(url, {"row_version": comment.row_version})

    claim.refresh_from_db()
    assert (answer.status_code, asked, claim.needs_help) == (302, True, False)


def test_my_work_has_nothing_and_says_what_to_take(client):
    desk = make_desk()
    claim = desk.claim()
    client.force_login(desk.third)

    page = client.get(reverse("review:my_work", args=[desk.team.slug])).content.decode()

    assert "Nothing waits for you" in page
    assert claim.statement in page


def test_history_of_a_document(client):
    desk = make_desk()
    document = make_document(desk.team, by=desk.contributor)
    make_evidence(desk.claim(), by=desk.first, kind="document", document=document)
    client.force_login(desk.viewer)

    url = reverse("review:document_history", args=[desk.team.slug, document.pk])

    assert "added evidence" in client.get(url).content.decode()


def busy_claim(desk, rows):
    claim = desk.claim()
    for _row in range(rows):
        document = make_document(desk.team, by=desk.contributor)
        mention = make_mention(document, by=desk.contributor, speaker=claim.speakers.get().actor)
        link_mention(claim, mention, by=desk.contributor)
        make_evidence(claim, by=desk.first)
        services.add_comment(claim=claim, text="Hm", by=desk.viewer)
    return claim


def test_the_claim_page_costs_the_same_however_much_hangs_on_it(
    client, django_assert_max_num_queries
):
    desk = make_desk()
    client.force_login(desk.lead)
    few, many = busy_claim(desk, 2), busy_claim(desk, 12)
    client.get(few.get_absolute_url())

    with django_assert_max_num_queries(60) as counted:
        client.get(few.get_absolute_url())
    with django_assert_max_num_queries(len(counted)):
        client.get(many.get_absolute_url())


def test_my_work_costs_the_same_with_many_claims(client, django_assert_max_num_queries):
    desk = make_desk()
    url = reverse("review:my_work", args=[desk.team.slug])
    client.force_login(desk.first)

    def take(number):
        for _row in range(number):
            claim = desk.claim(due_on=timezone.localdate() + timedelta(days=3))
            services.take(claim=claim, by=desk.first, row_version=1)

    take(20)
    client.get(url)
    with django_assert_max_num_queries(30) as counted:
        client.get(url)
    take(40)
    with django_assert_max_num_queries(len(counted)):
        client.get(url)
