"""The scripts, on small pages of their own under the product's CSP; no server, no database."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

MARKUP = Path(__file__).parent / "markup"
STATIC = Path(__file__).resolve().parents[2] / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
HOST = "https://parts.test"
CSP = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'"


@pytest.fixture
def show(browser):
    """`show("bench")` opens markup/bench.html with our scripts; what it posts is in `page.posts`."""
    contexts = []

    def open_page(name, **options):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.posts, page.faults = [], []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
        page.route(f"{HOST}/**", lambda route: answer(route, page, name))
        page.goto(f"{HOST}/page")
        return page

    yield open_page
    faults = [fault for context in contexts for page in context.pages for fault in page.faults]
    for context in contexts:
        context.close()
    assert not faults


def answer(route, page, name):
    path = route.request.url.removeprefix(HOST).split("?")[0].split("#")[0]
    file = STATIC / path.removeprefix("/static/")
    if route.request.method == "POST":
        page.posts.append(route.request.post_data)
        # No content: the page stays, as it does while a slow answer is on its way.
        route.fulfill(status=204)
    elif path.startswith("/static/"):
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    else:
        route.fulfill(
            body=whole((MARKUP / f"{name}.html").read_text()),
            content_type="text/html",
            headers={"Content-Security-Policy": CSP},
        )


def whole(markup):
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        """<meta name="htmx-config" content='{"includeIndicatorStyles": false}'>"""
        '<link rel="icon" href="/static/brand.svg"><script src="/static/js/theme-early.js"></script>'
        '<link rel="stylesheet" href="/static/css/site.css">'
        '<script src="/static/vendor/htmx-2.0.11.min.js" defer></script>'
        f'<script type="module" src="/static/js/main.js"></script></head><body>{markup}</body></html>'
    )


# --- offsets ---------------------------------------------------------------------------------

SPAN = """([from, fromAt, to, toAt]) => import("/static/js/controllers/offsets.js").then(({ spanOf }) => {
  const nodes = [];
  const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) nodes.push(walk.currentNode);
  const range = document.createRange();
  range.setStart(nodes[from], fromAt);
  range.setEnd(nodes[to], toAt);
  return spanOf(range, document.getElementById("text"));
})"""

# The text nodes: 0 "One 😀 ", 1 "two", 2 " three.", 3 "7" (a number, not text), 4 "  Four ", 5 "five", 6 ", six."
SPANS = {
    "inside one node": ([1, 0, 1, 3], {"start": 6, "end": 9, "words": "two"}),
    "after an emoji of two units": ([0, 4, 1, 3], {"start": 4, "end": 9, "words": "😀 two"}),
    "over marks": ([0, 0, 2, 7], {"start": 0, "end": 16, "words": "One 😀 two three."}),
    "blanks at both ends": ([0, 3, 2, 1], {"start": 4, "end": 9, "words": "😀 two"}),
    "over two paragraphs": ([2, 1, 5, 4], {"start": 10, "end": 31, "words": "three. Four five"}),
    "to the start of the next paragraph": (
        [2, 1, 4, 0],
        {"start": 10, "end": 16, "words": "three."},
    ),
    "ending in a number of the margin": ([2, 1, 3, 1], {"start": 10, "end": 16, "words": "three."}),
    "only blanks": ([4, 0, 4, 2], None),
    "only a number of the margin": ([3, 0, 3, 1], None),
}


@pytest.mark.parametrize("case", SPANS)
def test_span_of_selection(show, case):
    points, expected = SPANS[case]

    assert show("text").evaluate(SPAN, points) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abc", 3), ("a😀", 2), ("\u00e9", 1), ("e\u0301", 2), ("👩‍🚀", 3), ("\r\n", 2)],
)
def test_code_points_count_as_python_does(show, text, count):
    counted = show("theme").evaluate(
        'text => import("/static/js/controllers/offsets.js").then((m) => m.codePoints(text))', text
    )

    assert counted == count == len(text)


# --- keys ------------------------------------------------------------------------------------

COUNT = """() => { window.pressed = []; document.addEventListener("click", (event) =>
  event.target.dataset.key && window.pressed.push(event.target.dataset.key)); }"""


@pytest.fixture
def keyboard(show):
    page = show("keys")
    page.evaluate(COUNT)
    return page


def pressed(page):
    return page.evaluate("() => window.pressed")


def test_key_presses_its_button(keyboard):
    keyboard.keyboard.press("a")

    assert pressed(keyboard) == ["a"]


def test_two_keys_one_after_the_other(keyboard):
    keyboard.keyboard.press("g")
    keyboard.keyboard.press("m")

    assert pressed(keyboard) == ["g m"]


def test_key_is_a_letter_while_somebody_writes(keyboard):
    keyboard.locator("#field").press("a")

    assert pressed(keyboard) == []
    assert keyboard.locator("#field").input_value() == "a"


def test_key_with_control_stays_the_browsers(keyboard):
    keyboard.keyboard.press("Control+a")

    assert pressed(keyboard) == []


def test_key_of_something_hidden_does_nothing(keyboard):
    keyboard.keyboard.press("h")

    assert pressed(keyboard) == []


def test_slash_goes_to_search_and_escape_leaves(keyboard):
    keyboard.keyboard.press("/")
    expect(keyboard.locator("#search")).to_be_focused()

    keyboard.keyboard.press("Escape")

    expect(keyboard.locator("#search")).not_to_be_focused()


def test_question_mark_opens_the_keys_and_nothing_else_presses_then(keyboard):
    keyboard.keyboard.press("?")
    expect(keyboard.locator("#keys")).to_be_visible()

    keyboard.keyboard.press("a")

    assert pressed(keyboard) == []


def test_single_keys_can_be_switched_off(keyboard):
    keyboard.keyboard.press("?")
    keyboard.get_by_label("Single keys").uncheck()
    keyboard.keyboard.press("Escape")

    keyboard.keyboard.press("a")

    assert pressed(keyboard) == []


# --- rows ------------------------------------------------------------------------------------


def test_rows_by_keys(show):
    page = show("rows")

    for key in "jjjx":
        page.keyboard.press(key)

    expect(page.get_by_role("link", name="Two")).to_be_focused()
    expect(page.get_by_label("two")).to_be_checked()

    page.keyboard.press("k")
    page.keyboard.press("o")

    expect(page).to_have_url(re.compile("#one$"))


# --- forms -----------------------------------------------------------------------------------


def test_form_is_sent_once(show):
    page = show("once")
    button = page.locator("button")

    button.click()
    expect(button).to_have_text("Saving…")
    button.evaluate("button => button.click()")
    page.evaluate("() => document.forms[0].requestSubmit()")

    expect(button).to_have_attribute("aria-busy", "true")
    assert page.posts == ["go=1"]


def test_confirm_keeps_a_form_back(show):
    page = show("confirm")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("button").click()
    assert (asked, page.posts) == (["Merge?"], [])

    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_request("**/merge"):
        page.locator("button").click()


def test_menu_closes_by_escape_and_by_a_click_beside_it(show):
    page = show("menu")
    panel, summary = page.get_by_role("link", name="A"), page.locator("summary")

    summary.click()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()

    summary.click()
    expect(panel).to_be_visible()
    page.locator("body").click(position={"x": 700, "y": 600})
    expect(panel).to_be_hidden()


def test_copy_puts_the_field_on_the_clipboard(show):
    page = show(
        "copy",
        permissions=["clipboard-read", "clipboard-write"],
    )

    page.get_by_role("button").click()

    expect(page.get_by_role("button")).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == "https://example.org/i"


# --- toasts ----------------------------------------------------------------------------------


@pytest.fixture
def toast_page(browser, show):
    page = show("theme")
    page.clock.install()
    page.unroute(f"{HOST}/**")
    page.route(f"{HOST}/**", lambda route: answer(route, page, "toast"))
    page.goto(f"{HOST}/page")
    page.wait_for_function("() => document.readyState === 'complete'")
    return page


def test_toast_goes_after_eight_seconds(toast_page):
    toast_page.clock.run_for(7_000)
    expect(toast_page.locator(".toastline")).to_be_visible()

    toast_page.clock.run_for(2_000)

    expect(toast_page.locator(".toastline")).to_have_count(0)


def test_toast_stays_while_focus_is_in_it(toast_page):
    toast_page.get_by_role("button", name="Undo").focus()
    toast_page.clock.run_for(20_000)
    expect(toast_page.locator(".toastline")).to_be_visible()

    toast_page.get_by_role("button", name="Undo").blur()
    toast_page.clock.run_for(9_000)

    expect(toast_page.locator(".toastline")).to_have_count(0)


# --- theme -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_system_decides_the_theme_at_first(show, scheme):
    page = show("theme", color_scheme=scheme)

    expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)


def test_theme_changes_without_a_page_and_is_remembered(show):
    page = show("theme", color_scheme="light")

    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.posts == []
    assert "theme=dark" in page.evaluate("() => document.cookie")

    page.get_by_role("button", name="System").click()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    assert "theme" not in page.evaluate("() => document.cookie")


def test_colours_follow_the_system_without_scripts(show):
    page = show("theme", color_scheme="dark", java_script_enabled=False)

    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")

    assert ground == "rgb(19, 21, 23)"


# --- workbench -------------------------------------------------------------------------------

SELECT = """([selector, start, end]) => {
  const node = document.querySelector(selector).firstChild;
  getSelection().setBaseAndExtent(node, start, node, end);
}"""


def test_selected_mention_is_drawn_in_the_text(show):
    page = show("bench")

    expect(page.locator(".on-source")).to_have_text(["The agency"])
    expect(page.locator(".on-cue")).to_have_text(["said"])
    expect(page.locator(".on-content")).to_have_text(["the mayor ", "closed the bridge"])
    # Words that are another mention's content as well, inside this one's.
    expect(page.locator(".on-content-2")).to_have_text(["closed the bridge"])
    expect(page.locator(".gutter .on")).to_have_text(["1"])


def test_click_on_words_opens_the_next_mention_on_them(show):
    page = show("bench")

    page.locator("#shared").click()

    expect(page).to_have_url(re.compile("#m2$"))


def test_number_opens_its_card(show):
    page = show("bench")

    page.get_by_role("link", name="3", exact=True).click()

    expect(page).to_have_url(re.compile("#m3$"))


def test_j_passes_over_what_is_reviewed(show):
    page = show("bench")

    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("#m2$"))

    # What the server would send: the second is open now.
    page.evaluate(
        """() => { const [one, two] = document.querySelectorAll(".mention"); one.className = "mention mention-done";
        two.classList.add("mention-on"); document.dispatchEvent(new CustomEvent("htmx:afterSettle")); }"""
    )
    expect(page.locator(".gutter .on")).to_have_text(["2"])
    expect(page.locator(".on-source")).to_have_count(0)

    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("#m4$"))


def test_selected_words_go_into_forms(show):
    page = show("bench")

    page.evaluate(SELECT, [".m-cue", 0, 4])

    expect(page.locator("[data-selection-bar]")).to_be_visible()
    expect(page.locator("input[name=start]")).to_have_value("11")
    expect(page.locator("input[name=end]")).to_have_value("15")
    expect(page.locator("output[data-selection]")).to_have_text("said")

    page.evaluate("() => getSelection().removeAllRanges()")
    expect(page.locator("[data-selection-bar]")).to_be_hidden()
    page.get_by_role("button", name="Take").click()

    assert page.evaluate("() => [document.forms.edit.s.value, document.forms.edit.e.value]") == [
        "11",
        "15",
    ]
    expect(page.locator("output[data-span]")).to_have_text("said")


def test_sheet_of_a_phone_folds(show):
    page = show("bench", is_mobile=True, has_touch=True)
    page.set_viewport_size({"width": 390, "height": 844})

    page.get_by_role("button", name="Fold").click()

    expect(page.get_by_role("button", name="Fold")).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".mention-on .body")).to_be_hidden()
    expect(page.locator(".mention-on .acts")).to_be_visible()
