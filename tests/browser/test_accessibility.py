"""WCAG 2.2 AA by axe, in both themes and on a phone, of the pages as a team at work sees them."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories.furnished import furnish
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
# Page, the row that it is of, who looks at it.
PAGES = [
    ("documents:list", "", "contributor"),
    ("documents:add", "", "contributor"),
    ("documents:detail", "document:open", "lead"),
    ("claims:workbench", "document:open", "contributor"),
    ("claims:list", "", "first"),
    ("review:claim", "claim:to_check", "first"),
    ("review:claim", "claim:in_review", "first"),
    ("review:claim", "claim:blind", "second"),
    ("review:claim", "claim:differing", "first"),
    ("review:claim", "claim:decided", "lead"),
    ("review:my_work", "", "first"),
    ("actors:list", "", "first"),
    ("actors:detail", "actor:open", "lead"),
    ("teams:settings", "", "lead"),
    ("teams:help", "", "viewer"),
]
MAIN = {"documents:list", "claims:workbench", "claims:list", "review:claim"}


@pytest.fixture
def opened(new_page, live_server):
    """`opened(person, **look)`: a browser of that person, signed in."""

    def open_page(person, **look):
        session, name = Client(), settings.SESSION_COOKIE_NAME
        session.force_login(person)
        page = new_page(**look)
        cookie = {"name": name, "value": session.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return open_page


def look_at(page, url, axe=None):
    """What is wrong with the page, its forms for evidence unfolded. Without axe: its width alone."""
    page.goto(url)
    page.locator("#add-evidence, .item-acts").evaluate_all(
        "all => all.forEach(one => one.open = true)"
    )
    page.wait_for_load_state("networkidle")
    width = page.viewport_size["width"]
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    faults = [f"{url} at {width}: {fault}" for fault in axe(page)] if axe else []
    return faults + ([f"{url} at {width}: scrolls sideways, {wide}"] if wide > width else [])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_team_at_work(opened, axe, scheme, size):
    here, faults = furnish(), []
    browsers = {
        name: opened(here.people[name], color_scheme=scheme, viewport=size)
        for name in {who for _route, _row, who in PAGES}
    }

    for route, row, who in PAGES:
        args = [here.team.slug, *([here.rows[row].pk] if row else [])]
        is_seen_whole = size == DESKTOP or route in MAIN
        faults += look_at(browsers[who], reverse(route, args=args), axe if is_seen_whole else None)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_new_team(opened, axe, scheme):
    team, faults = make_team(), []
    page = opened(make_member(team, "lead"), color_scheme=scheme, viewport=PHONE)

    for route in ("teams:start", "documents:list", "claims:list", "review:my_work", "actors:list"):
        faults += look_at(page, reverse(route, args=[team.slug]), axe)

    assert not faults, "\n".join(faults)
