"""Signing in, in a real browser: the first page that anybody sees."""

import pytest

from tests.factories.teams import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_wrong_password_keeps_the_address(page):
    make_user("ada@example.org", password=PASSWORD)
    page.goto("/accounts/login/")

    page.get_by_label("E-mail").fill("ada@example.org")
    page.locator("input[type=password]").fill("not this one")
    page.keyboard.press("Enter")

    page.get_by_role("alert").first.wait_for()
    assert page.get_by_label("E-mail").input_value() == "ada@example.org"


def test_sign_in_without_scripts(new_page, sign_in):
    user = make_user("ada@example.org", password=PASSWORD)
    page = new_page(java_script_enabled=False)

    sign_in(page, user, PASSWORD)

    assert any(c["name"] == "corroborate_session" for c in page.context.cookies())
