"""What must hold of every template: nothing inline, words translatable, parts documented."""

import re
from pathlib import Path

import pytest
from django.template import loader

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(
    path
    for folder in [ROOT / "templates", *ROOT.glob("*/templates")]
    for path in folder.rglob("*.html")
    if ".venv" not in path.parts
)
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}", re.S)
TAG = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.S)

FORBIDDEN = {
    "an inline handler": re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.I),
    "an inline style": re.compile(r"""<[^>]*\sstyle\s*=""", re.I),
    "a style block": re.compile(r"<style\b", re.I),
    "a script body": re.compile(r"<script\b[^>]*>\s*[^<\s]", re.I),
    "a script address": re.compile(r"""["']\s*javascript:""", re.I),
    "htmx that evaluates": re.compile(r"""\shx-on\b|["']js:""", re.I),
}


def markup_of(path: Path) -> str:
    """The template's own markup: comments go, tags leave their place."""
    return TAG.sub("·", COMMENT.sub("", path.read_text()))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_inline(path: Path, what: str) -> None:
    found = FORBIDDEN[what].search(markup_of(path))

    assert not found, f"{what}: {found and found.group(0)[:120]}"


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<a href="#" onclick="go()">', "an inline handler"),
        ('<a\n  OnClick = "go()">', "an inline handler"),
        ('<p class="x" style="color: red">', "an inline style"),
        ("<style>p {}</style>", "a style block"),
        ('<script type="module">go()</script>', "a script body"),
        ('<a href="javascript:go()">', "a script address"),
        ('<a hx-on:click="go()">', "htmx that evaluates"),
    ],
)
def test_guard_sees_what_it_is_for(markup: str, what: str) -> None:
    assert FORBIDDEN[what].search(markup)


def test_guard_lets_sources_through() -> None:
    markup = '<script src="a.js" defer></script><form data-controller="confirm-submit">'

    assert not any(rule.search(markup) for rule in FORBIDDEN.values())


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_component_lists_its_parameters(path: Path) -> None:
    comment = COMMENT.search(path.read_text())

    assert comment, "a component begins with a comment that lists its parameters"
    assert len(comment.group(1).strip().splitlines()) >= 2


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_compiles(path: Path) -> None:
    folder = next(parent for parent in path.parents if parent.name == "templates")

    assert loader.get_template(str(path.relative_to(folder)))


# The gallery is for staff who build pages; its samples are English on purpose.
TRANSLATED = [path for path in TEMPLATES if path.name != "gallery.html"]
TEXT = re.compile(r">([^<>·]*[A-Za-z]{3,}[^<>·]*)<")
NAMES = {"Corroborate"}


@pytest.mark.parametrize("path", TRANSLATED, ids=named)
def test_words_go_through_translation(path: Path) -> None:
    source = re.sub(
        r"{% blocktrans(?:late)?.*?{% endblocktrans(?:late)? %}", "·", path.read_text(), flags=re.S
    )
    markup = TAG.sub("·", COMMENT.sub("", source))
    markup = re.sub(r"<kbd[^>]*>.*?</kbd>|<code[^>]*>.*?</code>", "", markup, flags=re.S)

    loose = [words.strip() for words in TEXT.findall(markup) if words.strip() not in NAMES]

    assert not loose


def test_each_form_that_posts_says_for_whom_it_was_written() -> None:
    """`csrf_token` does; a token of the template's own needs `written_for` beside it."""
    for path in TEMPLATES:
        source = path.read_text()
        forms = re.findall(r"""<form\b[^>]*method="post".*?</form>""", source, re.S)

        assert source.count('name="csrfmiddlewaretoken"') == source.count("{% written_for %}"), path
        for form in forms:
            assert re.search(r"{% (csrf_token|written_for|include) ", form), form[:200]
