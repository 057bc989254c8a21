"""Tags of the workbench: `{% load bench %}`.

A long text has thousands of pieces: drawn one by one in a template they took seconds.
"""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from claims.marks import Marked, Paragraph, Piece

register = template.Library()


@register.simple_tag
def words_of(paragraph: Paragraph) -> SafeString:
    """`{% words_of paragraph %}`: its text, escaped, and nothing else but marks around it."""
    return mark_safe("".join(_piece(piece) for piece in paragraph.pieces))  # noqa: S308 (escaped)


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if not piece.css:
        return text
    parts = (("source", piece.source), ("cue", piece.cue), ("content", piece.content))
    owners = "".join(f' data-{part}="{pks}"' for part, pks in parts if pks)
    return f'<mark class="{piece.css}" data-mentions="{piece.mentions}"{owners}>{text}</mark>'


@register.simple_tag
def numbers_of(paragraph: Paragraph, selected: int | None) -> SafeString:
    """`{% numbers_of paragraph selected %}`: the mentions that begin in it, as links."""
    names = (_("Mention %(number)s, reviewed"), _("Mention %(number)s, proposed"))
    links = (_number(marked, marked.pk == selected, names) for marked in paragraph.numbers)
    return mark_safe("".join(links))  # noqa: S308 (ids, numbers and escaped words of ours)


def _number(marked: Marked, is_on: bool, names: tuple[str, str]) -> str:
    css = " ".join(filter(None, ["todo" if marked.is_to_do() else "", "on" if is_on else ""]))
    label = escape(names[marked.is_to_do()] % {"number": marked.number})
    current = ' aria-current="true"' if is_on else ""
    return (
        f'<a href="?mention={marked.pk}" data-goto="{marked.pk}" class="{css}"{current}'
        f' aria-label="{label}">{marked.number}</a>'
    )
