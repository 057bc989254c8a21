"""The workbench by keys, by mouse and without scripts."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from claims.models import Claim, Mention
from tests.factories.actors import make_actor
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.teams import PASSWORD, make_member, make_team

TEXT = (
    "Mayor Orla Venn said that the Ostrel bridge is safe 🌉. Nobody was hurt, she told reporters.\n\n"
    "According to a lock keeper, the third gate has leaked since March. The harbour office denied "
    "that any gate leaks.\n\nThe union called for the gates to be closed."
)
PARTS = [
    ("the Ostrel bridge is safe", "Mayor Orla Venn", "said"),
    ("Nobody was hurt", "she", "told reporters"),
    ("the third gate has leaked since March", "a lock keeper", "According to"),
    ("any gate leaks", "The harbour office", "denied"),
    ("the gates to be closed", "The union", "called for"),
]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def team(transactional_db):
    return make_team("Coastline Desk", second_review_normal="none")


@pytest.fixture
def person(team):
    return make_member(team, "reviewer", name="Mara Oyelin", password=PASSWORD)


@pytest.fixture
def document(team, person):
    document = make_document(team, by=person, text=TEXT, title="The third gate")
    for content, source, cue in PARTS:
        make_mention(document, content, source=source, cue=cue)
    return document


@pytest.fixture
def bench(new_page, sign_in, person, document):
    """The page as `person` sees it first."""

    def opened(**options):
        page = new_page(**options)
        sign_in(page, person, PASSWORD)
        page.goto(document.get_absolute_url())
        return page

    return opened


def selected(page):
    return page.locator("article.mention-on .n")


def curations(document):
    return list(document.mentions.order_by("start").values_list("curation", flat=True))


def test_keys_take_one_step_each(bench, document, team, person):
    known = make_claim(team, by=person, statement="The third gate leaked since March.")
    page = bench()
    page.evaluate("() => { window.stays = true }")
    expect(selected(page)).to_have_text("1")

    page.keyboard.press("a")
    expect(selected(page)).to_have_text("2")
    page.keyboard.press("c")
    expect(selected(page)).to_have_text("3")
    page.keyboard.press("1")
    expect(selected(page)).to_have_text("4")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(selected(page)).to_have_text("5")
    page.keyboard.press("r")
    page.keyboard.press("r")
    expect(page.locator("#bench-head .num")).to_have_text("5 of 5")

    assert curations(document) == ["accepted"] * 3 + ["rejected"] * 2
    assert known.claim_mentions.count() == 1
    assert set(Claim.objects.exclude(pk=known.pk).values_list("state", flat=True)) == {
        "on_record",
        "to_check",
    }
    reasons = Mention.objects.filter(curation="rejected").values_list("reject_reason", flat=True)
    assert set(reasons) == {"beyond_repair"}
    assert page.evaluate("() => window.stays"), "the page was loaded anew"


def test_undo_takes_the_last_step_back(bench, document):
    page = bench()
    page.keyboard.press("a")
    expect(selected(page)).to_have_text("2")

    page.keyboard.press("u")

    expect(selected(page)).to_have_text("1")
    expect(page.locator("#bench-head .num")).to_have_text("0 of 5")
    assert Claim.objects.get().state == "not_pursued"
    assert curations(document) == ["proposed"] * 5


def test_handles_stay_at_their_words_when_a_step_is_undone(bench):
    page = bench()
    for number in ("2", "3"):
        page.keyboard.press("j")
        expect(selected(page)).to_have_text(number)
    for key, number in (("a", "4"), ("a", "5"), ("u", "4"), ("u", "3")):
        page.keyboard.press(key)
        expect(selected(page)).to_have_text(number)

    # a new text has its heights once it was drawn: some frames later
    apart = page.evaluate(
        """async () => {
          for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
          const words = document.querySelector("mark.on-content").getClientRects()[0];
          const handle = document.querySelector(".span-handle-content.span-handle-start");
          return Math.abs(handle.getBoundingClientRect().top - words.top);
        }"""
    )
    assert apart < 6


def test_handles_that_are_not_drawn_anew_yet_do_not_widen_the_page(bench):
    page = bench()

    width = page.locator(".span-handle").first.evaluate(
        "handle => { handle.style.insetInlineStart = '3000px'; "
        "return document.documentElement.scrollWidth; }"
    )

    assert width == page.viewport_size["width"]


def test_j_and_k_move_and_light_the_words(bench):
    page = bench()

    page.keyboard.press("j")
    expect(selected(page)).to_have_text("2")
    page.keyboard.press("j")
    expect(page.locator("mark.on-content").first).to_have_text(PARTS[2][0])
    page.keyboard.press("k")
    expect(selected(page)).to_have_text("2")
    assert re.search(r"\?mention=\d+$", page.url)


def test_the_focus_goes_to_the_next_mention(bench):
    page = bench()
    page.keyboard.press("a")
    expect(selected(page)).to_have_text("2")
    page.keyboard.press("a")
    expect(selected(page)).to_have_text("3")

    assert page.evaluate("() => document.activeElement.matches('.mention-on')")


def test_the_sheet_of_a_phone_leaves_the_words_in_sight(bench, document):
    page = bench(viewport=PHONE)
    last = document.mentions.order_by("start").last()

    page.goto(last.get_absolute_url())

    words = page.locator("mark.on-content").first
    expect(words).to_be_in_viewport()
    page.wait_for_function(
        """() => {
          const words = document.querySelector("mark.on-content").getBoundingClientRect();
          return words.bottom < document.querySelector(".bench-side").getBoundingClientRect().top;
        }"""
    )


@pytest.mark.parametrize("menu", ["Reject", "More"])
def test_the_menus_of_a_phone_are_whole(bench, menu):
    page = bench(viewport=PHONE)

    page.locator(
        f".mention-on .acts summary:is(:has-text('{menu}'), [aria-label='{menu}'])"
    ).click()

    items = page.locator(".mention-on .acts details[open] .menu-item")
    assert items.count() > 3
    for item in items.all():
        expect(item).to_be_in_viewport(ratio=1)
        item.click(trial=True)


@pytest.mark.parametrize("form", ["edit", "speaker", "split", "attach"])
def test_every_form_of_a_phone_can_be_left(bench, document, form):
    page = bench(viewport=PHONE)
    page.goto(f"{document.get_absolute_url()}?do={form}")

    page.locator(".mention-on").get_by_role("link", name="Leave it").click()

    expect(page.get_by_role("button", name="Accept")).to_be_visible()


def test_a_mark_and_a_number_choose_their_mention(bench):
    page = bench()

    page.locator("mark", has_text="any gate leaks").click()
    expect(selected(page)).to_have_text("4")
    page.get_by_role("link", name="Mention 5, proposed").click()
    expect(selected(page)).to_have_text("5")


def select_words(page, words):
    """Select `words` of one text node, as a person with a mouse would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector("#doc"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )
    expect(page.locator("[data-selection-bar]")).to_be_visible()


def test_n_adds_a_mention_of_the_selected_words_beyond_an_emoji(bench, document):
    page = bench()
    select_words(page, " gate leaks")

    page.keyboard.press("n")

    expect(page.locator("#edit")).to_be_visible()
    mention = document.mentions.get(made_by__isnull=False)
    assert mention.content_words == "gate leaks"


def test_s_makes_the_selected_words_the_speaker(bench, document, team):
    actor = make_actor(team, "reporters")
    page = bench()
    select_words(page, "reporters")

    page.keyboard.press("s")

    expect(page.locator("article.mention-on .sp")).to_have_text("reporters")
    mention = document.mentions.order_by("start").first()
    assert mention.source_words == "reporters"
    assert mention.speakers.get().actor == actor


def test_e_corrects_words_from_the_selection(bench, document):
    page = bench()
    page.keyboard.press("e")
    page.locator("#edit").wait_for()
    select_words(page, "bridge is safe")

    page.locator("[data-take=content-0]").click()
    page.locator("#edit select[name=kind]").select_option("opinion")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("article.mention-on .what")).to_have_text("bridge is safe")
    mention = document.mentions.get(content_words="bridge is safe")
    assert (mention.kind, mention.person_fields) == ("opinion", ["content_spans", "kind"])
    assert mention.source_words == "Mayor Orla Venn"


def test_x_splits_into_two_claims(bench):
    page = bench()
    page.keyboard.press("x")

    page.get_by_label("Statement 1").fill("The bridge is safe.")
    select_words(page, "Ostrel bridge")
    page.locator("[data-take=part-1]").click()
    page.get_by_label("Statement 2").fill("The bridge is at Ostrel.")
    page.get_by_role("button", name="Split").click()

    expect(selected(page)).to_have_text("2")
    assert Claim.objects.count() == 2
    claim = Claim.objects.get(statement="The bridge is at Ostrel.")
    start = TEXT.index("Ostrel bridge")
    assert claim.claim_mentions.get().spans == [[start, start + len("Ostrel bridge")]]
    assert claim.confirmed_by is None


def test_f_finds_a_claim_to_attach_to(bench, team, person):
    known = make_claim(team, by=person, statement="Ferries were late all year.")
    call_command("rebuild_search", "--missing")
    page = bench()
    page.keyboard.press("f")

    page.get_by_label("Find a claim").fill("ferries")
    page.keyboard.press("Enter")
    page.locator(".same button", has_text="Ferries were late").click()

    expect(selected(page)).to_have_text("2")
    assert known.claim_mentions.count() == 1


def test_the_second_person_is_told_and_sees_the_first_one_s_choice(bench, document, team):
    page = bench()
    other = make_member(team, name="Ilse Marten")
    mention = document.mentions.order_by("start").first()
    mention.change(row_version=1, note="seen by Ilse")
    mention.change(
        row_version=2, curation="set_aside", curated_by=other, curated_at=mention.updated_at
    )

    page.keyboard.press("a")

    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator("article.mention-on .meta")).to_contain_text("set aside")
    assert not Claim.objects.exists()


def test_the_rest_aside_and_done(bench, document):
    page = bench()
    page.on("dialog", lambda dialog: dialog.accept())

    page.get_by_role("button", name="Set the rest aside").click()
    expect(page.locator("#bench-head .num")).to_have_text("5 of 5")
    page.locator(".toastline").get_by_role("button", name="Undo").click()
    expect(page.locator("#bench-head .num")).to_have_text("0 of 5")
    page.get_by_role("button", name="Set the rest aside").click()
    expect(page.locator("#bench-head .num")).to_have_text("5 of 5")
    page.get_by_role("button", name="Done with document").click()

    expect(page.locator("#bench-head")).to_contain_text("Document done")
    document.refresh_from_db()
    assert document.triage == "done"


def test_every_step_works_without_scripts(bench, document):
    page = bench(java_script_enabled=False)

    page.get_by_role("button", name="Accept").click()
    expect(selected(page)).to_have_text("2")
    page.locator("summary", has_text="Reject").click()
    page.get_by_role("button", name="Not our subject").click()
    expect(selected(page)).to_have_text("3")
    page.get_by_role("link", name="Edit").first.click()
    page.locator("#edit textarea").first.fill("third gate")
    page.get_by_role("button", name="Save").click()

    assert curations(document)[:3] == ["accepted", "rejected", "proposed"]
    assert document.mentions.filter(content_words="third gate").exists()


def test_workbench_is_accessible(bench, axe, document):
    page = bench(reduced_motion="reduce")
    pk = document.mentions.order_by("start").first().pk

    for do in ("edit", "split", "speaker", "attach"):
        page.emulate_media(color_scheme="light")
        page.goto(f"{document.get_absolute_url()}?mention={pk}&do={do}")
        assert axe(page) == [], do
        page.emulate_media(color_scheme="dark")
        assert axe(page, rules=["color-contrast"]) == [], do


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_workbench_never_scrolls_sideways(bench, width):
    page = bench(viewport={"width": width, "height": 800})

    assert page.evaluate("() => document.documentElement.scrollWidth") == width
