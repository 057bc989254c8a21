"""That German is complete: every text that people read is in the compiled catalogue.

After a new text: `make messages`, translate it in `locale/de/LC_MESSAGES/django.po`, once more.
"""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from tests.test_templates import COMMENT, TAG, TRANSLATED, named

ROOT = Path(__file__).resolve().parent.parent
OURS = ("actors", "claims", "common", "demo", "documents", "exports", "history", "jobs", "project",
        "review", "search", "teams")  # fmt: skip
PYTHON = sorted(path for app in OURS for path in (ROOT / app).rglob("*.py"))
TEMPLATES = sorted(path for kind in ("html", "txt") for path in ROOT.glob(f"templates/**/*.{kind}"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
# Django's functions: which argument is the text, as contexts come first, and how many forms it has.
TEXTS = {"gettext": (0, 1), "pgettext": (1, 1), "ngettext": (0, 2), "npgettext": (1, 2)}
CALL = re.compile(r"\b(n?p?gettext(?:_lazy)?|_)\(")
LITERAL = re.compile(r"""\s*,?\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
PLACEHOLDER = re.compile(r"%\(\w+\)(?:\.\d+)?[sdf]|%%|{\w*}|</?[a-z][^>]*>")


def message_of(function, texts):
    """What gettext looks up, of plurals the singular, with the last form of the original."""
    name = "gettext" if function == "_" else function.removesuffix("_lazy")
    first, forms = TEXTS[name]
    texts = texts[: first + forms]
    if len(texts) > first and all(isinstance(text, str) for text in texts):
        yield ("" if first == 0 else texts[0], texts[first], texts[-1])


def messages_of_python(source):
    tree = ast.parse(source)
    known = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            function = known.get(node.func.id, "")
            if function.removesuffix("_lazy") in TEXTS:
                yield from message_of(function, [getattr(arg, "value", None) for arg in node.args])


def messages_of_template(source):
    drawn = templatize(source)
    for call in CALL.finditer(drawn):
        texts, place = [], call.end()
        while found := LITERAL.match(drawn, place):
            texts.append(ast.literal_eval(found.group(1)))
            place = found.end()
        yield from message_of(call.group(1), texts)


@pytest.fixture(scope="module")
def german():
    """(context, text) → what stands there in German, of plurals both forms."""
    with (ROOT / "locale" / "de" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    found = {}
    for key, words in catalogue.items():
        text = key[0] if isinstance(key, tuple) else key
        context, _, plain = text.rpartition("\x04")
        found.setdefault((context, plain), []).append(words)
    return found


def faults_of(messages, german):
    for context, text, last_form in messages:
        words = german.get((context, text), [])
        if not any(words):
            yield f"not in German: {text!r}"
        elif set(PLACEHOLDER.findall(words[-1])) != set(PLACEHOLDER.findall(last_form)):
            yield f"other placeholders: {last_form!r} is {words[-1]!r}"


def test_every_text_of_the_code_is_in_german(german):
    faults = [
        f"{named(path)}: {fault}"
        for path in PYTHON
        for fault in faults_of(messages_of_python(path.read_text()), german)
    ]

    assert not faults, "\n".join(faults)


def test_every_text_of_the_templates_is_in_german(german):
    faults = [
        f"{named(path)}: {fault}"
        for path in TEMPLATES
        for fault in faults_of(messages_of_template(path.read_text()), german)
    ]

    assert not faults, "\n".join(faults)


def test_what_finds_the_texts_finds_them():
    code = (
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy as lazy\n"
        "_('one') + ngettext('%(n)d two', '%(n)d twos', n) + lazy('month', 'May') + other('no')"
    )
    page = (
        '{% load i18n %}{% trans "one" as x %}{{ y|default:_("two") }}<p title="{% trans \'3\' %}">'
        "{% blocktrans count n=n %}a {{ n }}{% plural %}b {{ n }}{% endblocktrans %}"
        '{% trans "May" context "month" %}'
    )

    plural = "%(n)d two", "%(n)d twos"
    in_code = [("", "one", "one"), ("", *plural), ("month", "May", "May")]
    assert sorted(messages_of_python(code)) == sorted(in_code)
    words = [("", each, each) for each in ("one", "two", "3")]
    in_page = [*words, ("", "a %(n)s", "b %(n)s"), ("month", "May", "May")]
    assert list(messages_of_template(page)) == in_page


BLOCK = re.compile(r"{% blocktrans(?:late)?.*?{% endblocktrans(?:late)? %}", re.S)
ATTRIBUTE = re.compile(
    r"""\b(?:aria-label|title|placeholder|alt|data-(?:busy|label|copied|confirm-message))="([^"]*)\""""
)


@pytest.mark.parametrize("path", TRANSLATED, ids=named)
def test_attributes_that_people_read_are_translated(path):
    source = BLOCK.sub("·", COMMENT.sub("", path.read_text()))

    markup = TAG.sub("·", source)
    loose = [words for words in ATTRIBUTE.findall(markup) if re.search(r"[A-Za-z]{2}", words)]

    assert not loose


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_scripts_hold_no_words(path):
    """What a script says comes from the page, in `data-` attributes."""
    code = re.sub(r"/\*.*?\*/|^\s*//.*$|\s//.*$", "", path.read_text(), flags=re.S | re.M)

    assert not re.findall(r"""["'`][A-Z][a-z]+ [a-z]+[^"'`]*["'`]""", code)


PHYSICAL = re.compile(
    r"(?:^|[{;\s])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*"
    r"|left|right)\s*:|(?:float|clear|text-align)\s*:\s*(?:left|right)|translateX\(",
    re.M,
)


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_styles_name_no_side(path):
    """Start and end, never left and right: pages turn round for languages that do."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)

    assert not PHYSICAL.findall(css)
