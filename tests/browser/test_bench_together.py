"""Two people at one document at once, and one with the keyboard alone."""

import os
import re

import pytest
from playwright.sync_api import expect

from claims import proposals
from claims.models import Claim
from history.services import verify
from jobs import running
from tests.browser.test_seed import article, paste  # noqa: F401 (a fixture)
from tests.browser.test_workbench import select_words, selected
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.teams import PASSWORD, make_member, make_team

pytestmark = pytest.mark.django_db(transaction=True)

# `make load` has fifty.
MANY = int(os.environ.get("TRIAGE_MENTIONS", "12"))
SENTENCES = [f"Orla Venn said that gate {number} was shut." for number in range(1, MANY + 1)]


@pytest.fixture
def team(transactional_db):
    return make_team("Coastline Desk", second_review_normal="none")


@pytest.fixture
def opened(new_page, sign_in, team):
    """`opened("Mara", document)`: the workbench as a new person sees it."""

    def make(name, document):
        person = make_member(team, "reviewer", name=name, password=PASSWORD)
        page = new_page()
        sign_in(page, person, PASSWORD)
        page.goto(document.get_absolute_url())
        page.evaluate("() => { window.stays = true }")
        return page

    return make


def count_of(page):
    words = page.locator("#bench-progress .num").inner_text()
    return tuple(int(number) for number in re.findall(r"\d+", words))


def step(page, key):
    """Press `key` and wait for the answer; it may be that a colleague was faster."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press(key)
    page.wait_for_function("() => !document.querySelector('[data-sent], .htmx-request')")


def is_to_do(page):
    return page.locator("article.mention-on [data-key=a]").count() > 0


def test_two_people_triage_the_same_document(opened, team):
    document = make_document(team, text="\n\n".join(SENTENCES), title="Gates")
    for number in range(1, MANY + 1):
        make_mention(document, f"gate {number} was shut", source="Orla Venn")
    pages = [opened("Mara Oyelin", document), opened("Ilse Marten", document)]

    decided = 0
    while decided < MANY:
        page = pages[decided % 2]
        if not is_to_do(page):  # a colleague was faster
            page.keyboard.press("j")
            page.wait_for_function("() => document.querySelector('.mention-on [data-key=a]')")
        step(page, "a")
        decided = document.mentions.exclude(curation="proposed").count()
        assert count_of(page) == (decided, MANY)
        if decided % 6 == 0:
            for each in pages:
                words = f"{decided} of {MANY}"
                expect(each.locator("#bench-progress .num")).to_have_text(words)

    assert list(document.mentions.values_list("curation", flat=True)) == ["accepted"] * MANY
    assert Claim.objects.count() == MANY
    for page in pages:
        expect(page.locator("#bench-progress .num")).to_have_text(f"{MANY} of {MANY}")
        expect(page.locator("#bench-people")).to_have_attribute("data-at", re.compile(r"\d"))
        assert page.evaluate("() => window.stays"), "the page was loaded anew"
    assert verify(team.pk).broken_at is None


def test_a_colleague_s_step_comes_by_itself_and_takes_nothing_away(opened, team):
    document = make_document(team, text="\n\n".join(SENTENCES[:6]), title="Gates")
    for number in range(1, 7):
        make_mention(document, f"gate {number} was shut", source="Orla Venn")
    mara, ilse = opened("Mara Oyelin", document), opened("Ilse Marten", document)
    mara.keyboard.press("x")
    mara.get_by_label("Statement 1").fill("Half a sent")

    ilse.keyboard.press("j")
    expect(selected(ilse)).to_have_text("2")
    step(ilse, "a")

    expect(mara.locator("#bench-people")).to_contain_text("Ilse Marten accepted 2")
    expect(mara.locator("#bench-progress .num")).to_have_text("1 of 6")
    expect(mara.get_by_label("Statement 1")).to_have_value("Half a sent")
    expect(mara.get_by_label("Statement 1")).to_be_focused()
    mara.get_by_role("link", name="Leave it").click()
    expect(mara.locator(".mention-done")).to_contain_text("on record")
    expect(mara.locator(".mention-done").get_by_label("Ilse Marten")).to_be_visible()
    expect(mara.locator(".gutter a.theirs")).to_have_text("3")


def test_a_text_that_is_read_again_takes_nothing_away(opened, team):
    document = make_document(team, text="\n\n".join(SENTENCES[:6]), title="Gates")
    make_mention(document, "gate 1 was shut", source="Orla Venn")
    job = proposals.ask_for(document.versions.get(), by=None)
    mara = opened("Mara Oyelin", document)
    expect(mara.locator(".bench-notice")).to_be_visible()
    mara.keyboard.press("x")
    mara.get_by_label("Statement 1").fill("Half a sent")

    running.run(job.pk)

    expect(mara.locator(".bench-notice")).to_have_count(0)
    expect(mara.get_by_label("Statement 1")).to_have_value("Half a sent")
    mara.get_by_role("link", name="Leave it").click()
    expect(mara.locator("#bench-progress .num")).to_have_text("0 of 6")
    expect(mara.locator(".gutter a")).to_have_count(6)
    assert mara.evaluate("() => window.stays"), "the page was loaded anew"


EMOJI = (
    "Orla Venn said 🌉🏽 that the café\u0301 bridge is safe 👩‍👩‍👧 and open.\n\nNobody was hurt."
)


@pytest.fixture
def emoji(team):
    document = make_document(team, text=EMOJI, title="Emoji")
    return document, make_mention(document, "bridge is safe", source="Orla Venn", cue="said")


def words_of(mention, part="content"):
    mention.refresh_from_db()
    text = mention.version.text
    spans = getattr(mention, f"{part}_spans")
    assert getattr(mention, f"{part}_words") == " … ".join(text[a:b] for a, b in spans)
    return [text[a:b] for a, b in spans]


def test_words_are_marked_by_mouse_beyond_emoji(opened, emoji):
    document, mention = emoji
    page = opened("Mara Oyelin", document)

    select_words(page, "open")
    step(page, "+")
    assert words_of(mention) == ["bridge is safe", "open"]
    select_words(page, "that the")
    step(page, "q")
    assert words_of(mention, "cue") == ["that the"]
    handle = page.locator(".span-handle-content.span-handle-start").first.bounding_box()
    goal = page.evaluate(
        """() => {
          const node = document.querySelector("mark.on-content").previousSibling;
          const range = document.createRange();
          range.setStart(node, node.data.indexOf("caf"));
          range.setEnd(node, node.data.indexOf("caf") + 1);
          const box = range.getBoundingClientRect();
          return {x: box.left, y: box.top + box.height / 2};
        }"""
    )
    with page.expect_response(lambda answer: "/mark/" in answer.url):
        page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
        page.mouse.down()
        page.mouse.move(goal["x"] + 1, goal["y"], steps=4)
        page.mouse.up()
    assert words_of(mention) == ["café\u0301 bridge is safe", "open"]

    for words in (["bridge is safe", "open"], ["bridge is safe"]):
        if words == ["bridge is safe"]:
            step(page, "u")
        step(page, "u")
        assert words_of(mention) == words


def test_words_are_marked_by_keys_alone(opened, emoji):
    document, mention = emoji
    page = opened("Mara Oyelin", document)

    for key in ["v", "Shift+ArrowRight", "Shift+ArrowRight", "o", "Shift+ArrowLeft"]:
        page.keyboard.press(key)
    step(page, "Enter")
    assert words_of(mention) == ["café\u0301 bridge is safe 👩‍👩‍👧 and open"]
    for key in ["v", "v", "v", "ArrowRight"]:
        page.keyboard.press(key)
    step(page, "q")

    assert words_of(mention, "cue") == ["that"]


def test_triage_by_keys_takes_two_presses_a_mention(new_page, sign_in, team, article, worker):  # noqa: F811
    person, page = make_member(team, "reviewer", password=PASSWORD), new_page()
    sign_in(page, person, PASSWORD)
    document = paste(page, team, article)
    total = document.mentions.counted().count()
    page.evaluate("() => { window.stays = true }")
    presses = 0

    def press(*keys):
        nonlocal presses
        before = count_of(page)[0]
        for key in keys:
            page.keyboard.press(key)
            presses += 1
        page.wait_for_function(
            "before => document.querySelector('#bench-progress b').textContent !== before",
            arg=str(before),
        )

    for number in range(total):
        if number == 1:
            press("r", "1")
        elif number == 2:
            press("a")
            press("u")
            press("c")
        else:
            press("a" if number % 3 else "c")

    assert count_of(page) == (total, total)
    accepted = document.mentions.filter(curation="accepted").count()
    print(f"{presses} presses for {accepted} accepted mentions: {presses / accepted:.2f}")
    assert accepted == total - 1
    assert presses / accepted <= 2.2
    assert page.evaluate("() => window.stays"), "the page was loaded anew"
