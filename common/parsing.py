"""How JSON is read. On its own, because DRF loads it before anything else of its own."""

import codecs
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The body is too large.")
    default_code = "too_large"


class JsonParser(BaseParser):
    """JSON as RFC 8259 has it: UTF-8, no lone surrogates, no NaN, and no deeper than anybody needs.

    Whatever the standard library would let through or fail at is refused by orjson, in words.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        context = parser_context or {}
        encoding = codecs.lookup(context.get("encoding") or "utf-8").name
        if encoding not in {"utf-8", "ascii"}:
            raise exceptions.UnsupportedMediaType(media_type, _("JSON is written in UTF-8."))
        try:
            # `stream.read()` would take in any number of bytes: only `body` knows the limit.
            body = context["request"]._request.body
        except RequestDataTooBig:
            raise TooLarge from None
        except UnreadablePostError:
            raise exceptions.ParseError(_("The body broke off.")) from None
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(_("This is no JSON: %s.") % error) from None
