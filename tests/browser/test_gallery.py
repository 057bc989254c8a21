"""Every part of the interface at once: clean for axe, in both themes, on a desk and on a phone."""

import pytest

from tests.factories.teams import PASSWORD, make_user

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def staff(transactional_db):
    return make_user(name="Mara Oyelin", password=PASSWORD, is_staff=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_gallery_is_accessible(new_page, sign_in, axe, staff, scheme, viewport):
    page = new_page(color_scheme=scheme, viewport=viewport)
    sign_in(page, staff, PASSWORD)
    page.goto("/gallery/")

    assert axe(page) == []


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_gallery_never_scrolls_sideways(new_page, sign_in, staff, width):
    page = new_page(viewport={"width": width, "height": 900})
    sign_in(page, staff, PASSWORD)
    page.goto("/gallery/")

    assert page.evaluate("() => document.documentElement.scrollWidth") == width


def test_theme_is_chosen_without_scripts(new_page, sign_in, staff):
    page = new_page(java_script_enabled=False, color_scheme="light")
    sign_in(page, staff, PASSWORD)
    page.goto("/gallery/")

    page.locator("summary[aria-label*='your account']").click()
    page.get_by_role("button", name="Dark").click()

    assert page.url.endswith("/gallery/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert ground == "rgb(19, 21, 23)"


def test_keys_dialog_opens_and_its_switch_is_there(new_page, sign_in, staff):
    page = new_page()
    sign_in(page, staff, PASSWORD)
    page.goto("/gallery/")

    page.keyboard.press("?")

    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert page.get_by_label("Single keys press buttons").is_checked()
