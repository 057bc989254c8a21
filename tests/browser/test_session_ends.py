"""A session that ends in the middle of something, in a real browser: nothing typed is lost."""

import socket
import time
from contextlib import suppress

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import expect

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from documents.models import Document
from review.models import Comment, Evidence, KeptDraft
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, reach
from tests.factories.teams import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "The pilots’ log has the second tide, ünlike the report."
TEXT = "The harbour master said that the pier had closed. A pilot said that it was open again."
# What htmx and the browser log of answers that are meant to be refused, or not to come.
MEANT = "Status Error Code (401|403|429|503)|sendError|afterRequest|503 from|ERR_"


@pytest.fixture
def desk():
    desk = make_desk("none")
    for person in (desk.first, desk.second):
        person.set_password(PASSWORD)
        person.save()
    return desk


@pytest.fixture
def claim(desk):
    return reach(desk.claim(), S.IN_REVIEW, desk=desk, mode="none")


@pytest.fixture
def document(desk):
    document = make_document(desk.team, by=desk.contributor, text=TEXT, title="The pier")
    make_mention(document, "the pier had closed", source="The harbour master", cue="said")
    make_mention(document, "it was open again", source="A pilot", cue="said")
    return document


@pytest.fixture
def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_session():
    Session.objects.all().delete()


def dialog(page):
    return page.get_by_role("dialog", name="You were signed out")


def fill_in_door(page, person, password=PASSWORD):
    dialog(page).get_by_label("E-mail").fill(person.email)
    dialog(page).locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")


def sign_in_again(page, person):
    """In the dialog over the page; the page stays."""
    fill_in_door(page, person)
    dialog(page).wait_for(state="hidden")


def sign_in_as_ever(page, person):
    page.get_by_label("E-mail").fill(person.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def opened_by(opened):
    """As `opened`; what is refused because of the session is meant."""

    def open_page(person, path, at="", **options):
        page = opened(person, path, at=at, tolerates=MEANT, **options)
        page.wait_for_load_state()
        if options.get("java_script_enabled", True):
            page.evaluate("() => { window.stays = true }")
        return page

    return open_page


def stayed(page):
    return page.evaluate("() => window.stays === true")


# --- with scripts --------------------------------------------------------------------------------


def test_a_comment_is_sent_once_after_signing_in(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()

    page.locator("#say").get_by_role("button", name="Send").click()
    dialog(page).get_by_label("E-mail").wait_for()
    nothing = Comment.objects.count()
    fill_in_door(page, desk.first, "not my password")
    dialog(page).get_by_role("alert").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_label("Write a comment").fill(f"{WORDS} Mended since.")
    page.locator("#connection").get_by_role("button", name="Sign in").click()
    sign_in_again(page, desk.first)
    page.locator("#s-comments").get_by_text(f"{WORDS} Mended since.").first.wait_for()
    # The token of the page fits again for whatever comes next.
    page.get_by_label("Write a comment").fill("And a second one.")
    page.locator("#say").get_by_role("button", name="Send").click()
    page.get_by_text("And a second one.").first.wait_for()

    assert nothing == 0
    assert stayed(page)
    said = [each.text for each in Comment.objects.order_by("pk")]
    assert said == [f"{WORDS} Mended since.", "And a second one."]


def test_an_accept_by_key_goes_on(opened_by, desk, document):
    page = opened_by(desk.first, document.get_absolute_url())
    page.wait_for_load_state("networkidle")
    end_session()

    page.keyboard.press("a")
    sign_in_again(page, desk.first)
    expect(page.locator("article.mention-on .n")).to_have_text("2")
    page.keyboard.press("a")
    page.get_by_text("2 of 2").first.wait_for()

    assert stayed(page)
    assert Claim.objects.count() == 2
    assert page.locator("input[type=password]:visible").count() == 0


def test_a_split_goes_on(opened_by, desk, document):
    page = opened_by(desk.first, document.get_absolute_url())
    page.wait_for_load_state("networkidle")
    page.keyboard.press("x")
    page.get_by_label("Statement 1").fill("The pier had closed in the morning.")
    page.get_by_label("Statement 2").fill("The pier had closed by order.")
    end_session()

    page.locator("button[form=split]").click()
    sign_in_again(page, desk.first)
    expect(page.locator("article.mention-on .n")).to_have_text("2")

    assert stayed(page)
    assert sorted(Claim.objects.values_list("statement", flat=True)) == [
        "The pier had closed by order.",
        "The pier had closed in the morning.",
    ]


def test_a_review_says_that_it_is_not_kept_and_is_kept_afterwards(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url())
    reasons = page.get_by_role("textbox", name="Reasons")
    reasons.fill("Kept while signed in.")
    page.get_by_text("Draft kept").wait_for()
    end_session()

    reasons.fill(WORDS)
    page.get_by_text("Not kept: you are signed out.").wait_for()
    assert page.get_by_text("Draft kept").is_hidden()
    assert dialog(page).is_hidden()  # nobody is interrupted in the middle of a word
    page.locator("#connection").get_by_role("button", name="Sign in").click()
    sign_in_again(page, desk.first)
    page.get_by_text("Draft kept").wait_for()

    assert page.get_by_text("Not kept").is_hidden()
    assert KeptDraft.objects.get().typed["rationale"] == [WORDS]
    assert reasons.input_value() == WORDS


def test_a_pasted_document_is_added_once(opened_by, desk):
    page = opened_by(desk.first, f"/t/{desk.team.slug}/documents/add/")
    page.get_by_label("Text of an article").fill(TEXT)
    page.get_by_label("Title").fill("Pasted at length")
    end_session()

    page.get_by_role("button", name="Find the claims").click()
    dialog(page).get_by_label("E-mail").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#connection")).to_contain_text("You were signed out")
    assert page.get_by_label("Text of an article").input_value() == TEXT
    page.locator("#connection").get_by_role("button", name="Sign in").click()
    fill_in_door(page, desk.first)
    page.wait_for_url("**/documents/*/**")
    page.get_by_text("Pasted at length").first.wait_for()

    assert Document.objects.get().title == "Pasted at length"


def test_evidence_with_an_error_goes_on(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url())
    page.locator("#add-evidence > summary").click()
    page.locator("#e-kind").select_option("note")
    page.get_by_role("button", name="Add it").click()
    page.locator("#add-evidence .errors").wait_for()
    page.locator("#e-passage").fill(WORDS)
    end_session()

    page.get_by_role("button", name="Add it").click()
    sign_in_again(page, desk.first)
    page.locator("article.evidence", has_text=WORDS).first.wait_for()

    assert stayed(page)
    assert Evidence.objects.get().passage == WORDS


def test_with_a_second_factor(opened_by, desk, claim):
    secret = generate_totp_secret()
    TOTP.activate(desk.first, secret)
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()

    page.locator("#say").get_by_role("button", name="Send").click()
    fill_in_door(page, desk.first)
    code = dialog(page).get_by_label("Code")
    code.fill("000000")
    page.keyboard.press("Enter")
    dialog(page).locator(".error").wait_for()
    code.fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    page.locator("#s-comments").get_by_text(WORDS).first.wait_for()

    assert stayed(page)
    assert Comment.objects.count() == 1


def test_with_single_sign_on_beside_the_page(opened_by, desk, claim, settings, axe):
    app = {"provider_id": "desk", "name": "Desk login", "client_id": "x", "secret": "x"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()

    page.locator("#say").get_by_role("button", name="Send").click()
    link = dialog(page).get_by_role("link", name="Sign in with Desk login")
    expect(link).to_have_attribute("target", "_blank")
    assert axe(page) == []
    other = page.context.new_page()
    other.goto("/accounts/login/?next=/account/session/")
    sign_in_as_ever(other, desk.first)
    other.get_by_text("Close this tab and go on").wait_for()
    dialog(page).get_by_role("button", name="Go on").click()
    page.locator("#s-comments").get_by_text(WORDS).first.wait_for()

    assert stayed(page)


def test_another_person_sends_nothing_of_the_first(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()

    page.locator("#say").get_by_role("button", name="Send").click()
    fill_in_door(page, desk.second)
    dialog(page).get_by_text("Somebody else is signed in here now").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#connection")).to_contain_text("Finn First")
    assert page.get_by_label("Write a comment").input_value() == WORDS
    assert Comment.objects.count() == 0

    page.locator("#connection").get_by_role("button", name="Sign in").click()
    dialog(page).get_by_role("button", name="Sign them out").click()
    sign_in_again(page, desk.first)
    page.locator("#s-comments").get_by_text(WORDS).first.wait_for()

    assert Comment.objects.get().by == desk.first


def test_a_token_too_old_is_renewed_without_a_word(opened_by, desk, claim):
    """Signed in anew in another tab: what this page holds does not fit any more."""
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    sign_in_as_ever(other, desk.first)
    other.wait_for_url(lambda url: "/accounts/login/" not in url)

    page.locator("#say").get_by_role("button", name="Send").click()
    page.locator("#s-comments").get_by_text(WORDS).first.wait_for()

    assert stayed(page)
    assert dialog(page).is_hidden()
    assert Comment.objects.count() == 1


def test_polls_stop_and_go_on(opened_by, desk, document):
    page = opened_by(desk.first, document.get_absolute_url())
    page.wait_for_load_state("networkidle")
    end_session()
    asked = []
    page.on("request", lambda request: "/live/" in request.url and asked.append(request))
    expect(page.locator("#connection")).to_contain_text("You were signed out", timeout=10_000)
    assert page.locator("#mentions").is_visible()
    assert dialog(page).is_hidden()
    page.locator("#connection").get_by_role("button", name="Sign in").click()
    before = len(asked)
    with page.expect_response(lambda answer: "/live/" in answer.url and answer.status != 401):
        sign_in_again(page, desk.first)

    assert before == 1


# --- the server, the network ---------------------------------------------------------------------


def test_a_lost_network_is_said_and_all_is_sent_later(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_role("textbox", name="Reasons").fill("Begun.")
    page.get_by_text("Draft kept").wait_for()
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Reasons").fill(WORDS)
    page.get_by_text("Not kept: no connection").wait_for()
    page.get_by_label("Write a comment").fill(WORDS)
    page.locator("#say").get_by_role("button", name="Send").click()
    expect(page.locator("#connection")).to_contain_text("No connection")

    page.context.set_offline(False)
    page.locator("#s-comments").get_by_text(WORDS).first.wait_for()
    page.get_by_text("Draft kept").wait_for()

    assert page.locator("#connection .notice").is_hidden()
    assert Comment.objects.count() == 1
    assert KeptDraft.objects.get().typed["rationale"] == [WORDS]


class Listener(ThreadedWSGIServer):
    """Closes what is open when it stops, as a process that ends does."""

    def __init__(self, address):
        super().__init__(address, QuietWSGIRequestHandler, allow_reuse_address=True)
        self.connected = []

    def process_request(self, request, client_address):
        self.connected.append(request)
        super().process_request(request, client_address)

    def server_close(self):
        for each in self.connected:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        super().server_close()


class Server(LiveServerThread):
    """A server of a test's own, which stops and starts at one address."""

    def _create_server(self, connections_override=None):
        return Listener((self.host, self.port))

    def __enter__(self):
        self.start()
        self.is_ready.wait()
        assert self.error is None
        return self

    def __exit__(self, *_raised):
        self.terminate()


def serve(port):
    return Server("127.0.0.1", StaticFilesHandler, port=port)


def test_a_server_that_stops_and_starts_again(opened_by, desk, document, unused_port):
    """Everything that was done meanwhile is done once, in its order."""
    address = f"http://127.0.0.1:{unused_port}"
    with serve(unused_port):
        page = opened_by(desk.first, document.get_absolute_url(), at=address)
        page.wait_for_load_state("networkidle")
    page.keyboard.press("a")
    expect(page.locator("#connection")).to_contain_text("The server does not answer")
    assert page.locator("article.mention-on").is_visible()
    assert Claim.objects.count() == 0
    with serve(unused_port):
        expect(page.locator("article.mention-on .n")).to_have_text("2")
        assert page.locator("#connection .notice").is_hidden()
        page.goto(f"{address}/t/{desk.team.slug}/documents/add/")
        page.wait_for_load_state("networkidle")
        page.get_by_label("Text of an article").fill(WORDS)
    page.get_by_role("button", name="Find the claims").click()
    expect(page.locator("#connection")).to_contain_text("The server does not answer")
    assert page.get_by_label("Text of an article").input_value() == WORDS
    with serve(unused_port):
        page.get_by_role("button", name="Try again now").click()
        page.get_by_text(WORDS).first.wait_for()
        page.context.close()

    assert Claim.objects.count() == 1
    assert Document.objects.exclude(pk=document.pk).count() == 1


def lose_the_answer(page, address):
    """The server does what it is sent to `address` next, and its answer does not arrive."""

    def lose(route):
        route.fetch()
        route.abort()

    page.route(address, lose, times=1)


def test_what_is_done_while_its_answer_is_lost_is_not_done_twice(opened_by, desk, claim, document):
    page = opened_by(desk.first, claim.get_absolute_url())
    page.get_by_label("Write a comment").fill(WORDS)
    lose_the_answer(page, "**/comments/")
    page.locator("#say").get_by_role("button", name="Send").click()
    page.locator("#s-comments").get_by_text(WORDS).first.wait_for()
    before = Claim.objects.count()

    page.goto(document.get_absolute_url())
    page.wait_for_load_state("networkidle")
    lose_the_answer(page, "**/accept/")
    page.keyboard.press("a")
    page.get_by_text("You have done that already").first.wait_for()

    assert Comment.objects.count() == 1
    assert Claim.objects.count() == before + 1


def test_too_much_at_once_and_a_proxy_without_server(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url())
    for number, (status, words) in enumerate([(429, "Too much at once"), (503, "not answer")], 1):
        page.get_by_label("Write a comment").fill(f"{WORDS} {number}")
        refused = {"status": status, "headers": {"Retry-After": "1"}}
        page.route(
            "**/comments/", lambda route, _request, how=refused: route.fulfill(**how), times=1
        )
        page.locator("#say").get_by_role("button", name="Send").click()

        expect(page.locator("#connection")).to_contain_text(words)
        page.locator("#s-comments").get_by_text(f"{WORDS} {number}").first.wait_for()

    assert Comment.objects.count() == 2


# --- without scripts -----------------------------------------------------------------------------


def test_without_scripts_a_comment_waits_through_signing_in(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url(), java_script_enabled=False)
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()
    page.locator("#say").get_by_role("button", name="Send").click()

    sign_in_as_ever(page, desk.first)
    assert page.get_by_role("textbox").input_value() == WORDS
    assert Comment.objects.count() == 0
    page.get_by_role("button", name="Send it now").click()
    page.get_by_text(WORDS).first.wait_for()
    page.go_back()
    page.reload()

    assert Comment.objects.get().text == WORDS


def test_without_scripts_a_pasted_document_and_a_review_wait(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url(), java_script_enabled=False)
    page.get_by_role("textbox", name="Reasons").fill(WORDS)
    end_session()
    page.get_by_role("button", name="Keep as a draft").click()
    sign_in_as_ever(page, desk.first)
    page.get_by_role("button", name="Send it now").click()
    page.get_by_text("Draft kept").wait_for()
    page.goto(f"/t/{desk.team.slug}/documents/add/")
    page.get_by_label("Text of an article").fill(TEXT)
    end_session()
    page.get_by_role("button", name="Find the claims").click()
    sign_in_as_ever(page, desk.first)
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url("**/documents/*/**")

    assert KeptDraft.objects.get().typed["rationale"] == [WORDS]
    assert Document.objects.get().versions.get().text == TEXT


def test_without_scripts_another_person_sees_nothing_of_it(opened_by, desk, claim):
    page = opened_by(desk.first, claim.get_absolute_url(), java_script_enabled=False)
    page.get_by_label("Write a comment").fill(WORDS)
    end_session()
    page.locator("#say").get_by_role("button", name="Send").click()

    sign_in_as_ever(page, desk.second)
    page.get_by_role("heading", name="Somebody else’s words").wait_for()
    assert WORDS not in page.content()
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.goto("/account/kept/")
    sign_in_as_ever(page, desk.first)

    assert page.get_by_role("textbox").input_value() == WORDS
    assert Comment.objects.count() == 0
