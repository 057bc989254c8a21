"""Threads on claims, evidence, mentions and words; whom they name; what they said before."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.errors import ConflictError, RuleError
from documents.sample import TEXT
from history.models import Event
from review import services
from review.addressing import named_in, with_names_marked
from review.models import Comment
from review.selectors.talk import threads_of
from teams.models import User
from teams.vocabularies import Access
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence
from tests.factories.teams import make_member

pytestmark = pytest.mark.django_db
SENTENCE = TEXT.splitlines()[0]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def document(desk):
    return make_document(desk.team, by=desk.lead, text=TEXT)


def refused(service, **values):
    """The message with which `service` refuses; it wrote nothing."""
    before = Comment.objects.count(), Event.objects.count()
    with pytest.raises(RuleError) as fault:
        service(**values)
    assert (Comment.objects.count(), Event.objects.count()) == before
    return str(fault.value)


# --- Whom a text names ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Ana Reyes, look", ["Ana Reyes"]),
        ("@ana reyes?", ["Ana Reyes"]),
        ("@Ana Reyes-Ito and @Ana Reyes", ["Ana Reyes", "Ana Reyes-Ito"]),
        ("@Ana Reyes-Ito", ["Ana Reyes-Ito"]),
        ("mail ana@Ana Reyes", []),
        ("@Ana Reyesson", []),
        ("Ana Reyes", []),
        ("", []),
    ],
)
def test_named_in(text, expected):
    people = [User(name="Ana Reyes", pk=1), User(name="Ana Reyes-Ito", pk=2)]

    assert [str(person) for person in named_in(text, people)] == expected


def test_names_are_marked_and_the_rest_is_escaped():
    marked = with_names_marked("<b>@Ana O'Hara</b>", [User(name="Ana O'Hara", pk=1)])

    assert marked == '&lt;b&gt;<b class="named">@Ana O&#x27;Hara</b>&lt;/b&gt;'


def test_who_may_not_read_it_is_not_named(desk):
    claim = desk.claim(access=Access.RESTRICTED)
    outsider = make_member(make_desk().team, "viewer", name="Otto Outside")

    told = refused(services.add_comment, claim=claim, text="@Vera Viewer?", by=desk.lead)
    services.add_comment(claim=claim, text="@Otto Outside?", by=desk.lead)

    assert "Vera Viewer" in told
    assert not Comment.objects.get().named.filter(pk=outsider.pk).exists()


# --- Threads --------------------------------------------------------------------------------------
def test_replies_stand_under_their_comment_and_an_edit_keeps_what_was_said(desk):
    claim = desk.claim()
    first = services.add_comment(claim=claim, text="Why the quay?", by=desk.viewer)
    other = services.add_comment(claim=claim, text="Another matter", by=desk.third)
    reply = services.add_comment(claim=claim, text="The log", by=desk.first, reply_to=first)
    again = services.add_comment(claim=claim, text="Yes", by=desk.viewer, reply_to=reply)
    services.edit_comment(comment=reply, text="The log, @Theo Third", by=desk.first, row_version=1)

    threads = threads_of(claim, desk.second)

    rows = [[saying.comment for saying in thread.sayings()] for thread in threads]
    assert rows == [[first, reply, again], [other]]
    assert threads[0].replies[0].earlier == ["The log"]
    assert list(reply.named.all()) == [desk.third]


def test_a_reply_stays_with_its_subject(desk):
    first = services.add_comment(claim=desk.claim(), text="Here", by=desk.viewer)

    refused(services.add_comment, claim=desk.claim(), text="There", by=desk.viewer, reply_to=first)


def test_who_began_it_resolves_a_thread_and_opens_it_again(desk):
    comment = services.add_comment(claim=desk.claim(), text="Well?", by=desk.viewer)
    reply = services.add_comment(claim=comment.claim, text="Well.", by=desk.first, reply_to=comment)

    with pytest.raises(RuleError):
        services.resolve_comment(comment=reply, by=desk.first, row_version=1)
    other = make_member(desk.team, "viewer", name="Vincent Viewer")
    with pytest.raises(RuleError):
        services.resolve_comment(comment=comment, by=other, row_version=1)
    services.resolve_comment(comment=comment, by=desk.viewer, row_version=1)
    with pytest.raises(ConflictError):
        services.reopen_comment(comment=comment, by=desk.viewer, row_version=1)
    services.reopen_comment(comment=comment, by=desk.contributor, row_version=2)

    assert Comment.objects.get(pk=comment.pk).resolved_at is None
    kinds = Event.objects.filter(object_type="comment").order_by("seq").values_list("kind")
    assert [kind for (kind,) in kinds][-2:] == ["comment.resolved", "comment.reopened"]


# --- On what it hangs -----------------------------------------------------------------------------
def test_on_evidence_it_is_read_by_who_reads_the_evidence(desk):
    claim = desk.claim()
    secret = make_evidence(claim, by=desk.lead, passage="The log", access=Access.RESTRICTED)
    elsewhere = make_evidence(desk.claim(), by=desk.lead)
    said = {"claim": claim, "text": "Whose hand?"}

    comment = services.add_comment(**said, evidence=secret, by=desk.lead)
    refused(services.add_comment, **said, evidence=elsewhere, by=desk.lead)
    refused(services.add_comment, **said, evidence=secret, by=desk.first)

    anchors = Comment.objects.visible_to(desk.lead).with_anchor().values_list("anchor", flat=True)
    assert list(anchors) == ["The log"]
    assert not Comment.objects.visible_to(desk.first).filter(pk=comment.pk).exists()


def test_on_a_mention_and_on_words(desk, document):
    mention = make_mention(document, SENTENCE)
    version = document.versions.get()
    said = {"document": document, "text": "Sure?", "by": desk.viewer}

    services.comment_on_document(**said, mention=mention)
    services.comment_on_document(**said, stretch=services.Stretch(version, 2, 9))
    services.comment_on_document(**said)
    for start, end in ((-1, 3), (4, 4), (0, len(TEXT) * 2)):
        refused(services.comment_on_document, **said, stretch=services.Stretch(version, start, end))
    other = make_mention(make_document(desk.team, by=desk.lead, text=TEXT), SENTENCE)
    refused(services.comment_on_document, **said, mention=other)

    anchors = Comment.objects.with_anchor().order_by("pk").values_list("anchor", flat=True)
    assert list(anchors) == [mention.content_words, TEXT[2:9], ""]


def test_a_document_that_one_may_not_read_is_not_talked_about(desk):
    hidden = make_document(desk.team, by=desk.lead, text=TEXT, access=Access.RESTRICTED)

    with pytest.raises(PermissionDenied):
        services.comment_on_document(document=hidden, text="Hm", by=desk.viewer)


@pytest.mark.both_dbs
@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ({"document": None}, "comment_on_claim_or_document"),
        ({"round": 1}, "comment_on_claim_or_document"),
        ({"start": 3}, "comment_on_whole_stretch"),
        ({"start": 3, "end": 3}, "comment_on_whole_stretch"),
    ],
)
def test_the_database_wants_one_whole_place(desk, document, fault, name):
    comment = services.comment_on_document(document=document, text="Hm", by=desk.viewer)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**fault)


# --- Pages ----------------------------------------------------------------------------------------
def test_page_of_a_document_from_words_to_a_resolved_thread(client, desk, document):
    slug, version = desk.team.slug, document.versions.get()
    page = reverse("review:document_comments", args=[slug, document.pk])
    add = reverse("review:add_document_comment", args=[slug, document.pk])
    client.force_login(desk.contributor)

    asked = client.get(page, {"version": version.number, "start": 2, "end": 9})
    place = {"version": version.number, "start": 2, "end": 9}
    empty = client.post(add, {"text": " ", **place})
    sent = client.post(add, {"text": "Sure, @Vera Viewer?", "once": uuid4(), **place})
    comment = Comment.objects.get()
    client.post(add, {"text": "No", "reply_to": comment.pk})
    client.post(reverse("review:resolve_comment", args=[slug, comment.pk]), {"row_version": 1})
    shown = client.get(page).content.decode()

    assert TEXT[2:9] in asked.content.decode()
    assert (empty.status_code, sent.status_code) == (422, 302)
    assert sent.url == f"{page}#c{comment.pk}"
    assert list(comment.named.all()) == [desk.viewer]
    assert '<b class="named">@Vera Viewer</b>' in shown
    assert "resolved by Cora Contributor" in shown


@pytest.mark.parametrize("place", ["mention=x", "mention=99999", "version=1&start=0", "start=y"])
def test_a_place_that_is_not_there_leaves_a_form_about_the_document(client, desk, document, place):
    client.force_login(desk.viewer)

    answer = client.get(
        reverse("review:document_comments", args=[desk.team.slug, document.pk]) + f"?{place}"
    )

    assert answer.status_code == 200
    assert "On these words" not in answer.content.decode()


def test_talk_by_program(client, desk, document):
    client.force_login(desk.viewer)
    mention, slug = make_mention(document, SENTENCE), desk.team.slug
    url = reverse("api:comments", args=[slug])
    send = {"content_type": "application/json"}

    made = client.post(url, {"document": document.pk, "mention": mention.pk, "text": "Hm"}, **send)
    neither = client.post(url, {"text": "Hm"}, **send)
    half = client.post(url, {"document": document.pk, "start": 1, "text": "Hm"}, **send)
    reply = client.post(
        url, {"document": document.pk, "reply_to": made.json()["id"], "text": "Ha"}, **send
    )

    assert (made.status_code, neither.status_code, half.status_code) == (201, 400, 400)
    assert made.json()["anchor"] == mention.content_words
    assert reply.json()["mention"] == mention.pk
    found = client.get(url, {"mention": mention.pk, "open": "true"}).json()["results"]
    assert {each["id"] for each in found} == {made.json()["id"], reply.json()["id"]}
