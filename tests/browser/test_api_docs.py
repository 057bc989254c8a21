"""The API tried out in the browser, under the strict CSP (watched by `new_page`)."""

import pytest

from documents.models import Document
from tests.factories.teams import PASSWORD, make_member, make_team


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_documents_are_added_from_the_page(new_page, transactional_db, scheme):
    team = make_team(slug="velmar")
    make_member(team, "contributor", email="cora@velmar.example", password=PASSWORD)
    page = new_page(color_scheme=scheme)

    page.goto("/api/v1/")
    page.fill("input[name=login]", "cora@velmar.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.click("#operations-tag-documents")
    add = page.locator("#operations-documents-documents_create")
    add.locator(".opblock-summary-control").click()
    add.locator(".try-out__btn").click()
    add.locator("tr[data-param-name=team] input").fill("velmar")
    add.locator("textarea.body-param__text").fill('{"text": "A clerk said that it rained."}')
    add.locator(".execute").click()
    add.locator(".live-responses-table .response-col_status").get_by_text("201").wait_for()

    assert Document.objects.get().title == "A clerk said that it rained."
