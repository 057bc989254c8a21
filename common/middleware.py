"""What holds at every address, whatever app it belongs to."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse

from common.numbers import LARGEST_ID

API = "/api/"
_CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.FORBIDDEN: "permission_denied",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
}


class NumbersOfRows:
    """A number in an address that no row can have leads nowhere, as words do in its place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, parts: Any) -> None:
        if any(isinstance(part, int) and part > LARGEST_ID for part in parts.values()):
            raise Http404


class ApiAnswers:
    """Errors below /api/ have the API's own form also where no view of the API was reached: an
    unknown address, a wrong host, a failure of the server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or not request.path.startswith(API):
            return response
        if response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        status = HTTPStatus(response.status_code)
        told = {"code": _CODES.get(status, "error"), "detail": f"{status.phrase}."}
        response.headers["Content-Type"] = "application/json"
        if "Content-Length" in response.headers:
            del response.headers["Content-Length"]
        response.content = orjson.dumps(told)
        return response
