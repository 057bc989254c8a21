"""Single sign-on against a small provider of OpenID Connect, over HTTP."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from project import env
from teams import services
from teams.models import Membership, User
from teams.roles import Role
from tests.factories.teams import PASSWORD, make_member, make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "shared-with-the-provider-0123456789"


class Provider(BaseHTTPRequestHandler):
    """Whoever comes is `claims`; the code that it hands out works once, with its verifier."""

    claims: dict = {}
    codes: dict = {}

    def do_GET(self):
        here = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(here.query).items()}
        if here.path == "/.well-known/openid-configuration":
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            known = {f"{name}_endpoint": self.root + path for name, path in names.items()}
            self.tell({"issuer": self.root, "jwks_uri": f"{self.root}keys", **known})
        elif here.path == "/authorize":
            self.codes["a-code"] = asked
            back = urlencode({"code": "a-code", "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        elif here.path == "/userinfo" and self.headers["Authorization"] == "Bearer a-token":
            self.tell(self.claims)
        else:
            self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(sent["code"])
        challenge = hashlib.sha256(sent["code_verifier"].encode()).digest()
        assert asked["code_challenge"] == base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        assert (sent["client_id"], sent["client_secret"]) == ("corroborate", SECRET)
        of_token = {"iss": self.root, "aud": "corroborate", "exp": 4_000_000_000, **self.claims}
        signed = jwt.encode(of_token, SECRET, algorithm="HS256")
        self.tell({"access_token": "a-token", "token_type": "Bearer", "id_token": signed})

    def tell(self, answer):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    @property
    def root(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def log_message(self, *_args):
        """Nothing goes to the test's output."""


@pytest.fixture
def provider(settings, monkeypatch):
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("OIDC_SERVER_URL", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("OIDC_NAME", "Harbour Desk")
        monkeypatch.setenv("OIDC_CLIENT_ID", "corroborate")
        monkeypatch.setenv("OIDC_CLIENT_SECRET", SECRET)
        settings.SOCIALACCOUNT_PROVIDERS = env.single_sign_on()
        yield Provider
        server.shutdown()
        thread.join()


@pytest.fixture
def come(provider, live_server):
    """`come(email, verified)`: through the provider from the page of sign-in. What is seen then."""

    def through(email, *, verified=True, sub="", name="Ada Kest", then="/account/"):
        provider.claims = {"sub": sub or email, "email": email, "name": name}
        provider.claims["email_verified"] = verified
        session = requests.Session()
        page = session.get(f"{live_server.url}/accounts/login/?next={then}", timeout=20).text
        assert "Sign in with Harbour Desk" in page
        url = f"{live_server.url}/accounts/oidc/sso/login/?{urlencode({'next': then})}"
        answer = session.get(url, timeout=20)
        return answer.url.removeprefix(live_server.url), answer.text, session

    return through


def test_who_comes_in(come):
    team = make_team()
    ada = make_user("ada@example.org", password=PASSWORD)
    lead = make_member(team, Role.LEAD)
    made = services.invite(team=team, email="new@example.org", role="reviewer", by=lead)
    services.invite(team=team, email="late@example.org", role="viewer", by=lead)

    # An account by its verified address. Nobody had proved the address before: no password now.
    assert come("Ada@example.org", sub="7")[0] == "/account/"
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    # Later by the provider's own name for the person, whatever became of the address.
    assert "ada@example.org" in come("ada.kest@example.org", sub="7")[1]

    # Nobody else: unknown, not verified, not verified though invited.
    for email, verified in [("who@x.example", True), ("who@x.example", False),
                            ("late@example.org", False)]:  # fmt: skip
        path, page, session = come(email, verified=verified)
        assert "By invitation" in page
        assert "sessionid" not in session.cookies
    assert User.objects.count() == 2

    # The invited address makes an account; the link of the invitation then opens the team.
    path, page, session = come("new@example.org", then=f"/invitation/{made.secret}/")
    assert (path, "Join the team" in page) == (f"/invitation/{made.secret}/", True)
    new = User.objects.get(email="new@example.org")
    assert (new.name, new.has_usable_password()) == ("Ada Kest", False)
    assert SocialAccount.objects.filter(user=new).exists()
    assert not Membership.objects.filter(user=new).exists()


def test_nobody_joins_accounts_by_being_signed_in(come, live_server):
    make_user("ada@example.org", password=PASSWORD)
    session = come("ada@example.org")[2]
    Provider.claims = {"sub": "other", "email": "other@example.org", "email_verified": True}

    answer = session.get(f"{live_server.url}/accounts/oidc/sso/login/?process=connect", timeout=20)

    assert answer.url == f"{live_server.url}/account/"
    assert SocialAccount.objects.count() == 1


def test_without_a_provider_there_is_no_other_way(client):
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/sso/login/").status_code == 404
