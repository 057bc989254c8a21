"""Every form that posts says for whom it was written, so that nobody else's sending brings it."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from teams.kept import MARK, mark_of

register = template.Library()


@register.simple_tag(takes_context=True)
def mark_of_person(context: Context) -> str:
    """Who reads the page, signed; empty for somebody who is not signed in."""
    return mark_of(getattr(getattr(context, "request", None), "user", None))


@register.simple_tag(takes_context=True)
def written_for(context: Context) -> SafeString:
    """The field that names the person; a form with a token of its own needs it beside that."""
    mark = mark_of_person(context)
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, mark) if mark else ""


class _TokenAndPerson(CsrfTokenNode):
    def render(self, context: Context) -> SafeString:
        return super().render(context) + written_for(context)


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> _TokenAndPerson:
    """Django's own, with the person beside it."""
    return _TokenAndPerson()
