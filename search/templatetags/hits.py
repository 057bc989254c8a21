"""Marks of what was searched for: `{% load hits %}`."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.marking import Piece, pieces
from search.query import Query

register = template.Library()


@register.filter
def marked(text: object, query: Query | None) -> SafeString:
    """`{{ claim.statement|marked:query }}`: the text, with what `query` wants in `<mark>`."""
    return drawn(pieces(str(text), query or Query()))


@register.filter
def drawn(cut: Iterable[Piece]) -> SafeString:
    """`{{ found.snippet|drawn }}`: pieces as text, hits in `<mark>`."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<mark class="hit">{}</mark>', piece.text)
                if piece.is_hit
                else piece.text,
            )
            for piece in cut
        ),
    )
