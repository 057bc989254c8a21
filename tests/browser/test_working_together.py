"""Two people in one claim, and one person through My work by keys alone."""

import pytest
from playwright.sync_api import expect

from claims.models import Claim
from review import services
from tests.factories.review import make_desk

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, key):
    """Press a key on a page that has just come: its scripts listen once it is loaded."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_two_edit_a_claim_at_once_and_neither_loses_a_word(opened, axe):
    desk = make_desk()
    claim = desk.claim()
    address = f"{claim.get_absolute_url()}edit/"
    cora = opened(desk.contributor, address)
    finn = opened(desk.first, address, java_script_enabled=False)
    lida = opened(desk.lead, address)

    cora.get_by_label("Statement", exact=True).fill("The quay was shut for two days.")
    cora.get_by_label("Topic words").fill("harbour, strike")
    lida.get_by_label("The time it is about, in words").fill("in May")
    finn.get_by_label("Statement", exact=True).fill("The north quay was shut.")
    finn.get_by_label("Why you change it").fill("The log names the quay.")
    for page in (cora, lida, finn):
        page.locator("#edit-form").get_by_role("button", name="Save").click()

    # Different fields are put together without a question.
    expect(lida.get_by_text("Cora Contributor changed meanwhile")).to_be_visible()
    # One field, changed by both: all three texts, and everything typed is still there.
    clash = finn.locator("section.conflict")
    for column, words in enumerate((claim.statement, "shut for two days.", "north quay")):
        expect(clash.locator(".three > div").nth(column)).to_contain_text(words)
    expect(clash.locator(".merged")).to_contain_text("harbour, strike")
    expect(finn.get_by_label("Why you change it")).to_have_value("The log names the quay.")
    both = "The north quay was shut for two days."
    finn.get_by_label("Statement", exact=True).fill(both)
    finn.get_by_role("button", name="Save it as chosen").click()
    expect(finn.locator("#h-statement")).to_have_text(both)

    claim.refresh_from_db()
    assert (claim.statement, claim.about_words) == (both, "in May")
    assert claim.topic_words == ["harbour", "strike"]

    cora.goto(address)
    stale = Claim.objects.get(pk=claim.pk)
    stale.change(row_version=stale.row_version, statement="A third wording.")
    cora.get_by_label("Statement", exact=True).fill("A fourth.")
    cora.locator("#edit-form").get_by_role("button", name="Save").click()
    expect(cora.locator("section.conflict")).to_be_focused()
    assert axe(cora) == []


def test_through_my_work_by_keys(opened):
    desk = make_desk("sign_off")
    one, two = desk.claim(priority="high"), desk.claim()
    for claim in (one, two):
        services.take(claim=claim, by=desk.first, row_version=1)
    page = opened(desk.first, f"/t/{desk.team.slug}/my-work/")

    press(page, "j")
    press(page, "j")
    press(page, "Enter")
    page.wait_for_url(f"**{two.get_absolute_url()}")
    press(page, "w")
    page.wait_for_url(f"**{one.get_absolute_url()}")
    give_back = page.locator("details", has_text="Give it to somebody else").first
    give_back.locator("summary").press("Enter")
    give_back.get_by_label("To").select_option(label="Theo Third")
    give_back.get_by_label("A note").fill("You read the log before.")
    give_back.get_by_role("button").press("Enter")
    expect(page.get_by_text("Given on.")).to_be_visible()
    expect(page.get_by_role("navigation", name="What comes next")).to_contain_text("You took it")
    press(page, "w")
    page.wait_for_url(f"**{two.get_absolute_url()}")

    page.goto(f"/t/{desk.team.slug}/my-work/")
    expect(page.locator("a.task")).to_have_count(1)
    expect(page.locator(".mine .count")).to_have_text("1")
