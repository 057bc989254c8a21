"""How errors look at every door of the API."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler as rest_exception_handler

from common.errors import ConflictError, DomainError, DuplicateError


class ErrorSerializer(serializers.Serializer):
    """What is answered instead of what was asked for."""

    code = serializers.CharField(help_text="A fixed word for programs.")
    detail = serializers.CharField(help_text="A sentence for people.")
    errors = serializers.JSONField(required=False, help_text="400: the faults of each field.")
    missing = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="422: what is still missing."
    )
    current = serializers.JSONField(
        required=False, help_text="409: the row as it stands now, as you may read it."
    )
    stale = serializers.JSONField(
        required=False,
        help_text="409: evidence that was changed since you read it, with what differs.",
    )
    existing = serializers.JSONField(
        required=False, help_text="409: the same thing, which is here already."
    )


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as `{"code", "detail", …}`, described by `ErrorSerializer`.

    A view with `show(row)` answers a conflict or a duplicate with that row; it must not show more
    than the person may read.
    """
    if not isinstance(error, DomainError):
        return _rest_error(error, context)
    body: dict[str, Any] = {"code": error.code, "detail": str(error), **error.details}
    show = getattr(context["view"], "show", None)
    if show and isinstance(error, ConflictError):
        body["current"] = show(error.current)
    if show and isinstance(error, DuplicateError):
        body["existing"] = show(error.existing)
    return Response(body, status=error.http_status)


def _rest_error(error: Exception, context: dict[str, Any]) -> Response | None:
    answer = rest_exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, ValidationError):
        detail = ValidationError.default_detail
        answer.data = {"code": "invalid", "detail": str(detail), "errors": answer.data}
        return answer
    detail = answer.data.get("detail", "")
    code = detail.code if isinstance(detail, ErrorDetail) else APIException.default_code
    answer.data = {"code": code, "detail": str(detail)}
    return answer
