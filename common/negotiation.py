"""What form an answer has. On its own, because DRF loads it before anything else of its own."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class AsItComes(BaseContentNegotiation):
    """Each address answers in one form whatever `Accept` says: JSON, or as an export was asked for.

    A header that asks for something else is answered with what there is, which RFC 9110 allows.
    """

    def select_parser(self, request: Any, parsers: Any) -> Any:
        """The parser of the body's media type; its parameters are the parser's own business."""
        given = (request.content_type or "").partition(";")[0].strip().lower()
        return next((each for each in parsers if each.media_type == given), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
