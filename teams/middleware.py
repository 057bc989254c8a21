"""What holds of every page: the person's own hours and words, and that nothing sent is lost."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation

from teams import kept
from teams.personal import as_set_by


class PersonalSettings:
    """After authentication: hours and words as the person has set them in their account.

    Somebody who is not signed in keeps what LocaleMiddleware chose.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with as_set_by(request.user):
            language = request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        if response.streaming:
            # An export is written after this returns; the next request begins with its own words.
            translation.activate(language)
        return response


class KeepsWhatWasSent:
    """Nobody who is signed out loses what they send, and what is signed in stays in no cache.

    A view that wants a person answers with the way to sign in. A part of a page would take that
    page in, so it gets a 401, and the scripts ask the person to sign in over the page. A form is
    kept until its person has signed in; its own address need not be one that can be opened.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waited = request.session.get(kept.SESSION_KEY)
        came_as_nobody = not request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated:
            _leave_no_copy(response)
            if waited and _is_sent_again(request, waited) and response.status_code < 500:
                kept.drop(request)
        elif came_as_nobody and _asks_to_sign_in(response):
            return _signed_out(request, response)
        elif waited and kept.SESSION_KEY not in request.session:
            # Somebody else has signed in and out again: it still waits for its person.
            request.session[kept.SESSION_KEY] = waited
        return response


def _leave_no_copy(response: HttpResponse) -> None:
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"


def _is_sent_again(request: HttpRequest, waited: dict[str, Any]) -> bool:
    return request.method == "POST" and request.POST.get(kept.AGAIN) == waited["key"]


def _asks_to_sign_in(response: HttpResponse) -> bool:
    to = response.get("Location", "").partition("?")[0]
    doors = {resolve_url(settings.LOGIN_URL), reverse("admin:login")}
    return response.status_code == 302 and to in doors


def _signed_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if is_for_a_script(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Session"})
    if request.method in {"GET", "HEAD"} or not _leads_back_to(request, response):
        return response
    return sign_in_first(request)


def _leads_back_to(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the way to sign in ends at the address that was asked, and not where a view chose."""
    query = QueryDict(urlsplit(response["Location"]).query)
    return query.get(REDIRECT_FIELD_NAME) == request.get_full_path()


def is_for_a_script(request: HttpRequest) -> bool:
    """Whether the answer goes into a page that is open, by htmx or by fetch."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty"


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The way to sign in, with what was posted kept until then."""
    form = kept.of_request(request)
    if form is None:
        return redirect_to_login(kept.page_before(request))
    kept.put(request, form)
    return redirect_to_login(reverse("teams:kept"))
