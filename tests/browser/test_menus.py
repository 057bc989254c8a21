"""Menus open where all of them can be seen and pressed, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from search import services
from tests.factories.claims import make_claim
from tests.factories.documents import make_document
from tests.factories.teams import PASSWORD, make_member, make_team

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = {
    "claims": ("claims:list", "?state=to_check"),
    "views": ("claims:views", ""),
    "documents": ("documents:list", ""),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_every_menu_is_whole(new_page, sign_in, transactional_db, name, size):
    team = make_team()
    person = make_member(team, "lead", password=PASSWORD)
    make_claim(team, by=person, state="to_check")
    make_document(team, by=person)
    services.save_view(team=team, name="Open", query="state=to_check", by=person)
    page = new_page(viewport=SIZES[size])
    sign_in(page, person, PASSWORD)
    address, query = PAGES[name]
    page.goto(reverse(address, args=[team.slug]) + query)

    menus = page.locator("details.menu > summary").filter(visible=True)
    assert menus.count() > 1
    for summary in menus.all():
        summary.click()
        for part in page.locator("details.menu[open] .menu-panel :is(a, button, input)").all():
            if part.is_visible():
                expect(part).to_be_in_viewport(ratio=1)
                part.click(trial=True)
        page.keyboard.press("Escape")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= SIZES[size]["width"]
