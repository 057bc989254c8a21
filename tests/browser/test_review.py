"""The claim page and My work in a real browser: with and without scripts, by mouse and keyboard."""

import pytest
from playwright.sync_api import expect

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from review.models import Evidence, KeptDraft, Review
from review.services import edit_evidence
from tests.factories.claims import link_mention, make_mention
from tests.factories.documents import make_document
from tests.factories.review import evidence_draft, make_desk, make_evidence, reach

pytestmark = pytest.mark.django_db(transaction=True)

REASONS = "Two origins, and the harbour log has the hour."


def claim_in(state, desk, mode):
    """A claim with a place where it was said and two items of evidence."""
    claim = desk.claim(priority="high")
    document = make_document(desk.team, by=desk.contributor)
    mention = make_mention(document, by=desk.contributor, speaker=claim.speakers.get().actor)
    link_mention(claim, mention, by=desk.contributor)
    make_evidence(claim, by=desk.contributor, title="Harbour log")
    make_evidence(claim, by=desk.contributor, axis="said", stance="context", title="Wire of May")
    return reach(claim, state, desk=desk, mode=mode)


def choose(page, axis, word):
    page.locator(f"#g-{axis} .option", has_text=word).first.click()


def sure(page, axis, word):
    page.locator(f"#cf-{axis}-field label", has_text=word).click()


def press(page, key):
    """Press a key on a page that has just come: its scripts listen once it is loaded."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def reasons(page):
    return page.get_by_role("textbox", name="Reasons")


def fill_in(page, *, holds="Corroborated", first=True):
    if first:
        page.get_by_label("The statement stands alone").check()
    page.locator("article.evidence", has_text="Harbour log").get_by_label("Cite").check()
    choose(page, "said", "Reported")
    sure(page, "said", "Moderate")
    choose(page, "holds", holds)
    sure(page, "holds", "High")
    reasons(page).fill(REASONS)


def test_a_review_is_sealed_when_nothing_is_missing(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.TO_CHECK, desk, "sign_off")
    page = opened(desk.first, f"/t/{desk.team.slug}/my-work/")

    page.locator("a.task").first.click()
    page.wait_for_url(f"**{claim.get_absolute_url()}")
    press(page, "t")
    seal = page.get_by_role("button", name="Seal and send to sign-off")
    page.wait_for_selector("#seal button[disabled]")
    fill_in(page)
    page.wait_for_selector("#seal button:not([disabled])")
    seal.click()
    page.get_by_text("Your review is sealed.").wait_for()

    review = Review.objects.get()
    claim.refresh_from_db()
    assert (review.rationale, review.holds, claim.state) == (
        REASONS,
        "corroborated",
        S.SECOND_REVIEW,
    )


def test_adding_evidence_keeps_what_was_typed(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.IN_REVIEW, desk, "sign_off")
    page = opened(desk.first, claim.get_absolute_url())
    fill_in(page)

    page.locator("#add-evidence > summary").click()
    page.locator("#e-kind").select_option("note")
    page.locator("#e-passage").fill("The watchman wrote down the hour.")
    page.get_by_role("button", name="Add it").click()
    added = page.locator("article.evidence", has_text="The watchman")
    added.first.wait_for()

    assert added.get_by_label("Cite").is_checked()
    assert (
        page.locator("article.evidence", has_text="Harbour log").get_by_label("Cite").is_checked()
    )
    assert reasons(page).input_value() == REASONS
    assert Evidence.objects.filter(claim=claim).count() == 3


def is_draft(request):
    return request.method == "POST" and request.url.endswith("/draft/")


def test_what_is_typed_survives_a_closed_tab(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.IN_REVIEW, desk, "sign_off")
    page = opened(desk.first, claim.get_absolute_url())
    with page.expect_request_finished(
        lambda request: is_draft(request) and "harbour" in request.post_data
    ):
        fill_in(page)
    page.get_by_text("Draft kept").wait_for()
    with page.context.expect_page() as opening:
        page.evaluate("() => { window.open(location.href); }")
    again = opening.value
    page.close()

    assert reasons(again).input_value() == REASONS
    assert again.locator("#review-form input:checked, [form=review-form]:checked").count() == 6
    again.wait_for_selector("#seal button:not([disabled])")

    again.wait_for_load_state()  # the page's scripts are at work
    reasons(again).fill("Typed, and left at once.")
    again.goto(f"{claim.get_absolute_url()}history/")
    for _again in range(
        20
    ):  # what a page sends when it is left may arrive after the next was asked
        again.goto(claim.get_absolute_url())
        if reasons(again).input_value() != REASONS:
            break
    assert reasons(again).input_value() == "Typed, and left at once."


def test_a_discarded_draft_stays_discarded(opened):
    """Though one request that keeps it is on its way, and more was typed since."""
    desk = make_desk("sign_off")
    claim = claim_in(S.IN_REVIEW, desk, "sign_off")
    page = opened(desk.first, claim.get_absolute_url())
    reasons(page).fill(REASONS)
    page.get_by_text("Draft kept").wait_for()
    underway = []
    page.route("**/draft/", lambda route: underway.append(route), times=1)
    with page.expect_request(is_draft):
        reasons(page).fill("Typed after it.")
    reasons(page).fill("Typed at the very last.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Discard it").click()
    assert KeptDraft.objects.count() == 1
    underway[0].continue_()

    page.get_by_text("Your draft is discarded.").wait_for()
    page.wait_for_load_state()
    assert reasons(page).input_value() == ""
    assert not KeptDraft.objects.exists()


def tab_to(page, selector, limit=200):
    """Press Tab until what `selector` names has the focus, as a person without a mouse does."""
    for _press in range(limit):
        if page.evaluate("css => document.activeElement?.matches(css) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by Tab")


def test_a_whole_review_by_keyboard_alone(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.TO_CHECK, desk, "sign_off")
    page = opened(desk.first, claim.get_absolute_url())
    page.wait_for_load_state("networkidle")
    keys = page.keyboard

    with page.expect_navigation():
        keys.press("t")
    page.wait_for_selector("#seal button[disabled]")
    keys.press("n")
    tab_to(page, "#e-kind")
    keys.type("Note")
    tab_to(page, "#e-passage")
    keys.type("The watchman wrote down the hour.")
    tab_to(page, "#add-evidence button[type=submit]")
    keys.press("Enter")
    page.locator("article.evidence", has_text="The watchman").first.wait_for()

    # The missing list leads to each gap, and the first one is the statement.
    tab_to(page, "#missing a[href='#f-stands_alone']")
    keys.press("Enter")
    tab_to(page, "#f-stands_alone")
    keys.press("Space")
    tab_to(page, "#g-said input[type=radio]")
    keys.press("ArrowDown")
    tab_to(page, "#cf-said-field input[type=radio]")
    keys.press("ArrowRight")
    tab_to(page, "#g-holds input[type=radio]")
    keys.press("Space")
    tab_to(page, "#cf-holds-field input[type=radio]")
    keys.press("ArrowRight")
    tab_to(page, "#f-rationale")
    keys.type(REASONS)
    page.wait_for_selector("#seal button:not([disabled])")
    tab_to(page, "#seal button")
    keys.press("Enter")
    page.get_by_text("Your review is sealed.").wait_for()

    review = Review.objects.get()
    assert (review.rationale, review.said, review.holds) == (REASONS, "reported", "corroborated")
    assert [cited.evidence.passage for cited in review.citations.all()] == [
        "The watchman wrote down the hour."
    ]


def test_all_of_it_works_without_scripts(opened):
    desk = make_desk("blind")
    claim = claim_in(S.TO_CHECK, desk, "blind")
    first = opened(desk.first, claim.get_absolute_url(), java_script_enabled=False)
    first.get_by_role("button", name="Take it").click()
    fill_in(first)
    first.get_by_role("button", name="Seal and send to second review").click()

    second = opened(desk.second, claim.get_absolute_url(), java_script_enabled=False)
    hidden = second.content()
    second.get_by_role("button", name="Begin the second review").click()
    fill_in(second, holds="Partly corroborated", first=False)
    second.get_by_role("button", name="Seal the second review").click()

    assert REASONS not in hidden
    assert Claim.objects.get(pk=claim.pk).state == S.DIFFERING


def test_an_incomplete_review_without_scripts_says_what_is_missing(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.IN_REVIEW, desk, "sign_off")
    page = opened(desk.first, claim.get_absolute_url(), java_script_enabled=False)
    choose(page, "said", "Reported")
    reasons(page).fill(REASONS)

    page.get_by_role("button", name="Seal and send to sign-off").click()

    assert reasons(page).input_value() == REASONS
    assert page.locator(".missing .todo", has_text="Evidence cited").count() == 1
    assert not Review.objects.exists()


def test_signing_and_reopening_by_mouse(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.SECOND_REVIEW, desk, "sign_off")
    page = opened(desk.second, claim.get_absolute_url())
    page.get_by_text("Sign it").first.click()
    page.get_by_text("With your signature the decision is in force").wait_for()
    page.get_by_role("button", name="Sign it").click()
    page.get_by_text("Signed. The decision is in force.").wait_for()

    lead = opened(desk.lead, claim.get_absolute_url())
    lead.get_by_text("Reopen it").first.click()
    lead.get_by_label("Why").fill("The register is out")
    lead.get_by_role("button", name="Reopen it").click()
    lead.get_by_text("A new round has begun.").wait_for()

    assert lead.get_by_text("Earlier rounds").count() > 0
    assert Claim.objects.get(pk=claim.pk).round == 2


def test_what_was_rewritten_meanwhile_is_shown_before_it_is_sealed(opened):
    desk = make_desk("sign_off")
    claim = claim_in(S.IN_REVIEW, desk, "sign_off")
    log = Evidence.objects.get(claim=claim, title="Harbour log")
    page = opened(desk.first, claim.get_absolute_url())
    fill_in(page)
    rewritten = evidence_draft(title="Harbour log", passage="The log was never kept that week.")
    edit_evidence(evidence=log, item=rewritten, by=desk.contributor, row_version=log.row_version)

    page.get_by_role("button", name="Seal and send to sign-off").click()

    stale = page.locator("#stale-evidence")
    expect(stale).to_contain_text("an entry at 16:52")
    expect(stale).to_contain_text("never kept that week")
    expect(reasons(page)).to_have_value(REASONS)
    assert not Review.objects.filter(claim=claim).exists()
    page.locator("article.evidence", has_text="Harbour log").get_by_label("Cite").check()
    page.get_by_role("button", name="Seal and send to sign-off").click()
    expect(page.get_by_text("Your review is sealed.")).to_be_visible()
    assert (
        Review.objects.get(claim=claim).judged["evidence"][0]["passage"].startswith("The log was")
    )
