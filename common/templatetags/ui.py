"""Tags and filters that the components are made of: `{% load ui %}`.

They draw what they are given: no queries, no rules.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from unicodedata import bidirectional

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.names import mixed_words
from common.signs import label_of, sign_of
from common.wording import within

register = template.Library()

FACES = ("face-a", "face-b", "face-c", "")
WORD = re.compile(r"\n|\S+")  # the end of a line is one, so that lists keep their lines
# Signs that point along the line: they turn round where one reads from right to left.
MIRRORED = frozenset({"left", "right", "undo", "reply", "leave"})
RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"])
NO_DAY = "\N{EN DASH}"
STAYING_LEVELS = {"error": "h-red", "warning": "h-ochre"}


@register.simple_tag
def in_language(code: str = "") -> SafeString:
    """`<blockquote {% in_language document.language %}>`: in which language and direction to read.

    code: of a language, "" where it is not known. Where the language does not tell the direction,
    the words do.
    """
    direction = "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "auto"
    if not code:
        return format_html('dir="{}"', direction)
    return format_html('lang="{}" dir="{}"', code, direction)


@register.filter
def isolated(words: str) -> str:
    """`words` so that their direction stays theirs, in a mail of plain text."""
    if any(bidirectional(char) in {"R", "AL"} for char in words):
        return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"
    return words


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", classes: str = "") -> SafeString:
    """`{% icon "search" %}`: a symbol of icons.svg.

    size: "", "sm" or "lg"; label: only where the sign stands alone.
    """
    box = "0 0 24 10" if name == "passed" else "0 0 24 24" if name == "brand" else "0 0 16 16"
    turned = f"i-{name}" if name in MIRRORED else ""
    css = " ".join(filter(None, ["i", size and f"i-{size}", turned, classes]))
    use = format_html('<use href="{}#{}"></use>', static("icons.svg"), name)
    if label:
        return format_html(
            '<svg class="{}" viewBox="{}" role="img" aria-label="{}">{}</svg>', css, box, label, use
        )
    return format_html('<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>', css, box, use)


@register.inclusion_tag("components/_mixed_letters.html")
def mixed_letters(name: str) -> dict[str, Any]:
    """`{% mixed_letters actor.shown_name %}`: a warning beside a name that mixes scripts."""
    return {"words": mixed_words(str(name))}


@register.inclusion_tag("components/_chip.html")
def chip(
    axis: str,
    code: str,
    *,
    confidence: str = "",
    label: str = "",
    solid: bool = False,
    small: bool = False,
    wordless: bool = False,
) -> dict[str, Any]:
    """`{% chip "said" claim.said confidence=… %}`: sign, word, confidence bars."""
    return {
        "sign": sign_of(axis, code),
        "label": label or label_of(code),
        "confidence": confidence,
        "solid": solid,
        "small": small,
        "wordless": wordless,
    }


@register.inclusion_tag("components/_confidence.html")
def confidence_bars(code: str, *, words: bool = False) -> dict[str, Any]:
    """`{% confidence_bars "high" words=True %}`: three bars, with or without "high confidence"."""
    return {"code": str(code), "label": confidence_label(code), "words": words}


def confidence_label(code: str) -> str:
    return {
        "low": _("low confidence"),
        "moderate": _("moderate confidence"),
        "high": _("high confidence"),
    }[str(code)]


@register.simple_tag
def sign(axis: str, code: str) -> Any:
    """`{% sign "holds" code as drawn %}`: the symbol's name and hue class, for components."""
    return sign_of(axis, code)


@register.filter
def code_label(code: str) -> str:
    """`{{ "single_source"|code_label }}` is "Single source"."""
    return label_of(code)


@register.filter
def initials(name: str) -> str:
    """`{{ "Mara Oyelin"|initials }}` is "MO"; of one word the first two letters."""
    words = str(name).replace("@", " ").split()
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


@register.filter
def face_class(person: Any) -> str:
    """One of four grounds, the same for a person everywhere."""
    return FACES[(getattr(person, "pk", None) or 0) % len(FACES)]


@register.simple_tag
def widget(field: BoundField, classes: str = "", **attrs: Any) -> SafeString:
    """`{% widget form.title "quote" rows=3 %}`: a field's control alone, as the look has it."""
    kind = getattr(field.field.widget, "input_type", "")
    css = {
        "checkbox": "form-check-input",
        "radio": "form-check-input",
        "select": "form-select",
    }.get(kind, "form-control")
    own = field.field.widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors else ""
    attrs = {name.replace("_", "-"): value for name, value in attrs.items()}
    return field.as_widget(
        attrs={"class": " ".join(filter(None, [own, css, classes, invalid])), **attrs}
    )


@register.filter
def widget_kind(field: BoundField) -> str:
    """What _field.html draws: "checkbox", "choices" (boxes or radios), "hidden" or "line"."""
    if field.is_hidden:
        return "hidden"
    if field.use_fieldset:
        return "choices"
    return "checkbox" if getattr(field.field.widget, "input_type", "") == "checkbox" else "line"


@register.simple_tag(takes_context=True)
def nav_current(context: dict[str, Any], match: str, unless: str = "") -> SafeString:
    """`{% nav_current "claims:" unless="claims:workbench" %}`: aria-current on the page's section.

    match, unless: view names or their beginnings, separated by spaces.
    """
    request: HttpRequest | None = context.get("request")
    resolved = request.resolver_match if request else None
    name = resolved.view_name if resolved else ""
    here = _begins(name, match) and not _begins(name, unless)
    return SafeString(' aria-current="page"' if here else "")


def _begins(name: str, beginnings: str) -> bool:
    return bool(name) and name.startswith(tuple(beginnings.split()) or ("\0",))


@register.simple_tag(takes_context=True)
def query_without(
    context: dict[str, Any], name: str, value: Any = None, paging: str = "after before"
) -> str:
    """`{% query_without "state" "decided" %}`: the query string less one value, or all of `name`.

    The cursors named in `paging` go as well: another filter means another first page.
    """
    query = context["request"].GET.copy()
    kept = [] if value is None else [each for each in query.getlist(name) if each != str(value)]
    query.setlist(name, kept)
    for cursor in paging.split():
        query.pop(cursor, None)
    return f"?{query.urlencode()}"


register.filter("within", within)


@register.filter
def message_hue(message: Any) -> str:
    """The hue of a message that must stay as a notice; "" for one that is a toast."""
    return STAYING_LEVELS.get(message.level_tag, "")


@register.filter
def undo_url(message: Any) -> str:
    """The address after "undo:" among a message's extra tags, or "".

    Views say messages.success(request, words, extra_tags=f"undo:{url}").
    """
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:"):
            return tag.removeprefix("undo:")
    return ""


@register.simple_tag
def when(moment: date | datetime | None, *, short: bool = False) -> SafeString:
    """`{% when event.at %}`: "today, 10:12" or "15 Oct 2026, 22:10" in a <time>.

    short: without the hour, but for today and yesterday.
    """
    if moment is None:
        return SafeString("")
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), _moment_words(local, short)
    )


def _moment_words(local: date | datetime, short: bool) -> str:
    day = local.date() if isinstance(local, datetime) else local
    hour = formats.date_format(local, "TIME_FORMAT") if isinstance(local, datetime) else ""
    today = timezone.localdate()
    near = {today: _("today"), today - timedelta(days=1): _("yesterday")}
    if day in near:
        return f"{near[day]}, {hour}" if hour else near[day]
    words = formats.date_format(day, "DATE_FORMAT")
    return words if short or not hour else f"{words}, {hour}"


@register.simple_tag
def due(day: date | datetime | None, *, words: str = "") -> SafeString:
    """`{% due claim.due %}`: "3 days late" in red, "Today" in ochre, then the day.

    words: what stands there when no day is set, instead of a dash.
    """
    if day is None:
        return format_html('<span class="muted">{}</span>', words or NO_DAY)
    moment = timezone.localtime(day) if isinstance(day, datetime) else day
    left = ((moment.date() if isinstance(moment, datetime) else moment) - timezone.localdate()).days
    css = "late" if left < 0 else "soon" if left == 0 else ""
    text = format_html('<time datetime="{}">{}</time>', day.isoformat(), _due_words(moment, left))
    return format_html('<span class="{}">{}</span>', css, text) if css else text


def _due_words(moment: date | datetime, left: int) -> str:
    if left < -1:
        return ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    return near.get(left) or formats.date_format(
        moment, "MONTH_DAY_FORMAT" if left < 300 else "DATE_FORMAT"
    )


@register.filter
def changes_from(after: str, before: str) -> SafeString:
    """`{{ yours|changes_from:before }}`: `after` with <del> and <ins> where its words differ."""
    return format_html_join(" ", "{}", ((piece,) for piece in _word_changes(before, after)))


def _word_changes(before: str, after: str) -> Iterator[str]:
    old, new = (WORD.findall(str(text)) for text in (before, after))
    for change, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            yield " ".join(new[k:m])
            continue
        if i < j:
            yield format_html("<del>{}</del>", " ".join(old[i:j]))
        if k < m:
            yield format_html("<ins>{}</ins>", " ".join(new[k:m]))
