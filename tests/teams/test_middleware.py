"""Hours and words as the person has set them."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from teams.middleware import PersonalSettings
from teams.models import User


@pytest.fixture(autouse=True)
def kept_language():
    with translation.override("en"):
        yield


def seen_by(user):
    """Zone and language that a view finds."""
    seen = {}

    def view(request):
        seen["zone"] = timezone.get_current_timezone_name()
        seen["language"] = translation.get_language()
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    PersonalSettings(view)(request)
    return seen["zone"], seen["language"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"time_zone": "Europe/Oslo", "language": "de"}, ("Europe/Oslo", "de")),
        ({"time_zone": "Mars/Base", "language": "xx"}, ("UTC", "en")),
        ({"time_zone": "", "language": ""}, ("UTC", "en")),
    ],
)
def test_a_person(fields, expected):
    assert seen_by(User(**fields)) == expected


def test_nobody_and_the_next_request():
    seen_by(User(time_zone="Europe/Oslo", language="en"))

    assert timezone.get_current_timezone_name() == "UTC"
