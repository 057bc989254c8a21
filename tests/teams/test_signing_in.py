"""Signing in over HTTP as a browser does it: second factor, recovery codes, sessions elsewhere."""

import re
import time

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import override_settings

from teams.adapter import SecondFactorAdapter
from teams.templatetags.signing_in import browser
from tests.factories.teams import PASSWORD, make_user

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    """Follows links, sends forms with their token, keeps cookies."""

    def __init__(self, server):
        self.address, self.session = server, requests.Session()
        self.session.headers["User-Agent"] = FIREFOX
        self.answer = None

    def open(self, path):
        self.answer = self.session.get(self.address + path, timeout=20)
        return self.text

    def send(self, path, **fields):
        """Post to `path` from the page that is open."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.text)
        data = {"csrfmiddlewaretoken": token.group(1), **fields}
        self.answer = self.session.post(self.address + path, data=data, timeout=20)
        return self.text

    @property
    def text(self):
        return self.answer.text

    @property
    def path(self):
        return self.answer.url.removeprefix(self.address).partition("?")[0]

    def send_code(self, path, secret):
        """What the app shows: once more if the half minute was over before the server looked."""
        for _attempt in range(2):
            self.send(path, code=code(secret))
            if self.path != path:
                break

    def sign_in(self, person, password=PASSWORD):
        self.open("/accounts/login/")
        return self.send("/accounts/login/", login=person.email, password=password)


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def turn_on(browser):
    """Activate the app from the account page; the key that it was given, and the recovery codes."""
    browser.open("/accounts/2fa/totp/activate/")
    assert browser.path == "/accounts/reauthenticate/"
    browser.send("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", password=PASSWORD)
    secret = re.search(r'id="secret" value="(\w+)"', browser.text).group(1)
    assert 'src="data:image/svg+xml;base64,' in browser.text
    refused = browser.send("/accounts/2fa/totp/activate/", code="000000")
    assert "invalid" in refused
    browser.send_code("/accounts/2fa/totp/activate/", secret)
    assert browser.path == "/accounts/2fa/recovery-codes/"
    return secret, re.findall(r"<li><code>(\d+)</code></li>", browser.text)


@pytest.mark.django_db(transaction=True)
def test_second_factor_recovery_codes_and_sessions(live_server):
    ada, here, there = make_user(password=PASSWORD), *(Browser(live_server.url) for _ in "12")
    there.sign_in(ada)
    here.sign_in(ada)
    secret, codes = turn_on(here)
    assert len(codes) == 10
    assert secret not in str(Authenticator.objects.values_list("data"))  # encrypted at rest
    assert here.open("/accounts/2fa/recovery-codes/download/").split() == codes

    # The code from the app, and none that is wrong.
    third = Browser(live_server.url)
    third.sign_in(ada)
    assert third.path == "/accounts/2fa/authenticate/"
    third.open("/account/")
    assert third.path == "/accounts/2fa/authenticate/"
    third.send("/accounts/2fa/authenticate/", code="123456")
    assert third.path == "/accounts/2fa/authenticate/"
    third.send_code("/accounts/2fa/authenticate/", secret)
    assert "10 recovery codes are left" in third.open("/account/")

    # A recovery code, once.
    for expected in ("/account/", "/accounts/2fa/authenticate/"):
        fourth = Browser(live_server.url)
        fourth.sign_in(ada)
        fourth.send("/accounts/2fa/authenticate/", code=codes[0])
        fourth.open("/account/")
        assert fourth.path == expected
    assert "9 recovery codes are left" in here.open("/account/")

    # Signed in four times; the others are ended from here.
    listed = here.open("/accounts/sessions/")
    assert listed.count("Firefox on Linux") == 4
    assert listed.count("this one") == 1
    here.send("/accounts/sessions/")
    assert here.text.count("Firefox on Linux") == 1
    there.open("/account/")
    here.open("/account/")
    assert (there.path, here.path) == ("/accounts/login/", "/account/")

    # Off again: the password alone.
    here.open("/accounts/2fa/totp/deactivate/")
    here.send("/accounts/2fa/totp/deactivate/")
    last = Browser(live_server.url)
    last.sign_in(ada)
    last.open("/account/")
    assert last.path == "/account/"


@pytest.mark.django_db
def test_the_command_lets_in_who_lost_phone_and_codes(client, capsys):
    ada = make_user(password=PASSWORD)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    form = {"login": ada.email, "password": PASSWORD}
    assert client.post("/accounts/login/", form).url == "/accounts/2fa/authenticate/"

    call_command("remove_second_factor", ada.email)
    call_command("remove_second_factor", ada.email)

    told = capsys.readouterr().out
    assert "with the password alone" in told
    assert "had no second factor" in told
    client.cookies.clear()
    assert client.post("/accounts/login/", form).url == "/"


@pytest.mark.django_db
def test_another_secret_key_opens_nothing(client):
    ada = make_user(password=PASSWORD)
    with override_settings(SECRET_KEY="another " * 8):
        kept = {"secret": SecondFactorAdapter().encrypt("GEZDGNBVGY3TQOJQ")}
    Authenticator.objects.create(user=ada, type="totp", data=kept)
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})

    answer = client.post("/accounts/2fa/authenticate/", {"code": code("GEZDGNBVGY3TQOJQ")})

    assert (answer.status_code, "_auth_user_id" in client.session) == (200, False)


@pytest.mark.django_db
def test_pages_of_allauth_that_are_not_offered(client):
    client.force_login(make_user())

    for path in ("/accounts/email/", "/accounts/3rdparty/"):
        assert client.get(path).url == client.post(path).url == "/account/"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140 Mobile Safari/537", "Chrome on Android"),
        ("curl/8.1", "A program"),
    ],
)
def test_browsers_are_named(agent, expected):
    assert browser(agent) == expected
