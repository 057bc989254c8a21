"""WCAG 2.2 AA of every page: axe in both themes, a phone, a page at 200 %, the keyboard.

Which pages there are is what the access matrix says, so no new one is left out.
"""

import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE
from tests.factories.furnished import OURS, furnish
from tests.factories.teams import make_member, make_team
from tests.project.matrix import ELSEWHERE, IN_TEAM, PEOPLE, routes

pytestmark = pytest.mark.django_db(transaction=True)

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TWICE_AS_LARGE = {"width": 720, "height": 450}  # what a page of 1440 has left at 200 %
# Answers that are no whole page of ours, and pages of Django's own.
NO_PAGES = {
    "api:docs": "has a test of its own",
    "claims:live": "a part of the workbench",
    "claims:of_actor": "a part of the actor's page",
    "documents:progress": "a part of the document's page",
    "exports:claims": "a file",
    "teams:start": "leads on to the documents, once there are some",
    "theme": "takes a form",
}
EMPTY = ("teams:start", "documents:list", "claims:list", "review:my_work", "actors:list")
# Who looks at a page that the lead would see less of.
SEEN_BY = {
    ("review:claim", "claim:in_review"): "first",
    ("review:claim", "claim:blind"): "second",
    ("review:claim", "claim:differing"): "first",
    ("review:my_work", ""): "first",
    ("claims:workbench", "document:open"): "contributor",
}
PARTS = 4  # so that several workers share the pages
# Puts a word of 3,000 letters wherever rows of ours speak, and names what that made too wide.
LENGTHEN = """([ours, long]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.nodeValue = texts.currentNode.nodeValue.replaceAll(ours, long);
  }
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(
    (one) => one.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 12).map((one) => `${one.localName}.${one.className}`).join(" > ");
}"""
UNFOLD = "all => all.forEach(one => { one.open = true; })"


@pytest.fixture
def opened(new_page, live_server):
    """`opened(person, **look)`: a browser of that person, signed in; None is nobody."""

    def open_page(person, **look):
        page = new_page(viewport=DESKTOP, color_scheme="light", reduced_motion="reduce", **look)
        page.set_default_timeout(PATIENCE * 2)
        if person:
            session, name = Client(), settings.SESSION_COOKIE_NAME
            session.force_login(person)
            # As somebody who has just typed the password: the pages of the second factor ask.
            kept, now = session.session, {"method": "password", "reauthenticated": True}
            kept["account_authentication_methods"] = [{**now, "at": time.time()}]
            kept.save()
            cookie = {"name": name, "value": session.cookies[name].value, "url": live_server.url}
            page.context.add_cookies([cookie])
        return page

    return open_page


def pages_of(here):
    """(who, path) of every page of the furnished team, each address once."""
    found = {}
    for case in [*IN_TEAM, *_in_process()]:
        if case.method != "get" or case.is_api or case.route in NO_PAGES:
            continue
        if case.route.endswith("_history") and not case.on.endswith(("decided", "open")):
            continue
        row = here.row(case.on) if case.on else None
        parts = {"team": here.team.slug, "pk": getattr(row, "pk", None), **case.more}
        path = reverse(case.route, kwargs={name: parts[name] for name in routes()[case.route]})
        found[path] = SEEN_BY.get((case.route, case.on), PEOPLE["lead"])
    return [(who, path) for path, who in found.items()]


def _in_process():
    """States of a page that have no address of their own in the matrix."""
    for case in [case for case in IN_TEAM if case.route == "review:claim"][:1]:
        yield type(case)("get", "review:claim", "viewer", "claim:in_review")


def own_pages():
    """What everybody has, in no team: account, second factor, sessions."""
    away = {"account_logout", "socialaccount_signup"}
    names = [name for name in ELSEWHERE if not name.startswith(("admin:", "api:", "gallery"))]
    return [reverse(name, kwargs=ELSEWHERE[name]) for name in names
            if name not in NO_PAGES and name not in away]  # fmt: skip


def faults_of(page, path, axe, seen=None):
    """What is wrong with a page: everything in light, contrast in dark, its width when narrow.

    seen: addresses that were looked at; one that leads on to such a page is not looked at again.
    """
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    page.goto(path)
    if seen is not None:
        if page.url in seen:
            return []
        seen.add(page.url)
    page.locator("#add-evidence, .item-acts").evaluate_all(UNFOLD)
    faults = axe(page)
    if seen is not None and page.locator("body.door").count():
        # Sheets before the team differ in their words: the page of sign-in stands for their look.
        return [f"{path}: {each}" for each in faults]
    page.emulate_media(color_scheme="dark")
    faults += [f"dark: {each}" for each in axe(page, rules=["color-contrast"])]
    for size in (TWICE_AS_LARGE, PHONE):
        page.set_viewport_size(size)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        if wide > size["width"]:
            faults.append(f"scrolls sideways at {size['width']}: {wide}")
    faults += [f"phone: {each}" for each in axe(page, rules=["target-size"])]
    if wide := page.evaluate(LENGTHEN, [OURS, "W" * 3000]):
        faults.append(f"a long word widens it: {wide}")
    return [f"{path}: {each}" for each in faults]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_a_team_at_work(opened, axe, part):
    here, faults, browsers = furnish(), [], {}

    for who, path in pages_of(here)[part::PARTS]:
        if who not in browsers:
            browsers[who] = opened(here.people[who])
        faults += faults_of(browsers[who], path, axe)

    assert not faults, "\n".join(faults)


def test_pages_of_nobody_of_a_person_and_of_a_new_team(opened, axe):
    team = make_team()
    lead = make_member(team, "lead", is_staff=True)
    TOTP.activate(lead, "GEZDGNBVGY3TQOJQ")
    RecoveryCodes.activate(lead)
    faults, seen, nobody, browser = [], set(), opened(None), opened(lead)

    for path in (reverse("account_login"), reverse("account_reset_password")):
        faults += faults_of(nobody, path, axe)
    for route in EMPTY:
        faults += faults_of(browser, reverse(route, args=[team.slug]), axe)
    for path in [*own_pages(), "/nowhere/"]:
        faults += faults_of(browser, path, axe, seen)

    assert not faults, "\n".join(faults)


def test_the_gallery_of_parts(opened, axe):
    page = opened(make_member(make_team(), "lead", is_staff=True))

    assert faults_of(page, reverse("gallery"), axe) == []


def test_keyboard_contrast_and_direction(opened):
    """The skip link comes first, focus is always seen, and what the reader's system asks is done."""
    here = furnish()
    page = opened(here.people["first"], forced_colors="active")
    page.goto(reverse("claims:list", args=[here.team.slug]))

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    for _stop in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", page.evaluate("() => document.activeElement.outerHTML")

    page.emulate_media(forced_colors="none", contrast="more")
    weak = "() => getComputedStyle(document.documentElement).getPropertyValue('--ink-2')"
    strong = page.evaluate(weak)
    page.emulate_media(contrast="no-preference")
    assert page.evaluate(weak) != strong

    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    assert page.evaluate("() => document.documentElement.scrollWidth") == DESKTOP["width"]
    rail = page.locator(".rail").bounding_box()
    assert rail["x"] > DESKTOP["width"] / 2


def test_counts_that_come_later_leave_the_focus_where_it_is(opened):
    here = furnish()
    page = opened(here.people["first"])
    asked = []
    page.route("**/claims/views/", lambda route: asked.append(route), times=1)
    page.goto(reverse("claims:list", args=[here.team.slug]))
    manage = page.locator(".views a").last
    manage.focus()
    expect(page.locator(".views .count")).to_have_count(0)

    asked[0].continue_()

    expect(page.locator(".views .count").first).to_be_visible()
    expect(manage).to_be_focused()
