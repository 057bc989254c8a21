"""A real Chromium: the system's own, as nothing is downloaded for tests."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.test import Client
from playwright.sync_api import expect

from tests import chromium

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 20_000  # milliseconds: a machine that runs everything at once is slow
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = chromium.executable()
    if not found:
        pytest.skip("no Chromium here: install it with your package manager or set E2E_CHROMIUM")
    return {**browser_type_launch_args, "executable_path": found, "args": chromium.arguments()}


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept():
    """A browser asks for each style and script once, not on every page: forty requests less."""
    serve = StaticFilesHandlerMixin.serve

    def kept(self, request):
        answer = serve(self, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    StaticFilesHandlerMixin.serve = kept
    yield
    StaticFilesHandlerMixin.serve = serve


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def new_page(browser, browser_context_args):
    """Makes pages of separate people: `new_page(color_scheme="dark", java_script_enabled=False)`.

    Each has cookies of its own; addresses are relative to the live server. At the end of the test
    all must have been free of script errors, server errors and anything that the CSP refused.
    tolerates: what a test brings about and the browser or htmx logs, as a pattern.
    """
    contexts, complaints = [], []

    def make(tolerates="", **options):
        def note(found):
            complaints.extend(each for each in found if not re.search(tolerates or "(?!)", each))

        context = browser.new_context(**{**browser_context_args, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: note([f"script error: {error.stack}"]))
        page.on("console", lambda message: note(_complaint(message)))
        page.on("response", lambda answer: note(_server_error(answer)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def _complaint(message):
    if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
        yield f"CSP: {message.text}"
    # What the browser logs of a 4xx answer is no fault: forms are refused with one.
    elif message.type == "error" and "Failed to load resource" not in message.text:
        yield f"console: {message.text}"


def _server_error(answer):
    if answer.status >= 500:
        yield f"{answer.status} from {answer.url}"


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def opened(new_page, live_server):
    """`opened(user, path, **options)`: a page of that person, signed in, at that address.

    at: another server than that of all tests.
    """

    def open_page(user, path, at="", **options):
        server = at or live_server.url
        session = Client()
        session.force_login(user)
        page = new_page(**options)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": session.cookies[name].value, "url": server}
        page.context.add_cookies([cookie])
        page.goto(server + path)
        return page

    return open_page


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` lists the WCAG 2.2 AA violations of what the page shows, in words.

    rules: only these of axe's.
    """
    script = AXE.read_text()

    def violations(page, rules=()):
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(script)
        found = page.evaluate(
            # Preloading would put every sheet into an inline style, which our CSP refuses.
            "runOnly => axe.run({runOnly, preload: false, resultTypes: ['violations']})"
            ".then(result => result.violations)",
            {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG},
        )
        return [
            f"{item['id']}: {item['help']} ({node['target']}) {node['failureSummary']}"
            for item in found
            for node in item["nodes"]
        ]

    return violations


@pytest.fixture
def sign_in():
    """`sign_in(page, user, password)` by the form, as a person does it."""

    def by_form(page, user, password):
        page.goto("/accounts/login/")
        page.get_by_label("E-mail").fill(user.email)
        page.locator("input[type=password]").fill(password)
        page.locator("form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    return by_form
