"""Pages in the person's own time zone and language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

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
