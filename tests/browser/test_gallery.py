"""Every part of the interface at once; `test_accessibility.py` looks at it on a desk."""

import pytest

from tests.factories.teams import PASSWORD, make_user


@pytest.fixture
def staff(transactional_db):
    return make_user(name="Mara Oyelin", password=PASSWORD, is_staff=True)


def test_gallery_is_accessible_on_a_phone(new_page, sign_in, axe, staff):
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, staff, PASSWORD)
    page.goto("/gallery/")

    assert axe(page) == []
    for width in (360, 390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
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
