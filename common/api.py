"""What every door of the API shares: how errors and JSON look."""

from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler as rest_exception_handler

from common.errors import ConflictError, DomainError


class OrjsonRenderer(JSONRenderer):
    """JSON by orjson: several times faster than the standard library on long lists."""

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Domain errors as `{"code", "detail", …}` with their own status; the rest as DRF has it.

    A view with `serialize_current(row)` answers a conflict with the row as it stands now.
    """
    if not isinstance(error, DomainError):
        return rest_exception_handler(error, context)
    body: dict[str, Any] = {"code": error.code, "detail": str(error), **error.details}
    show = getattr(context["view"], "serialize_current", None)
    if isinstance(error, ConflictError) and error.current is not None and show:
        body["current"] = show(error.current)
    return Response(body, status=error.http_status)
