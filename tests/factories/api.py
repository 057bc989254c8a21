"""Programs that call the API as somebody."""

import itertools

from django.test import Client

from teams import tokens
from teams.models import Team, User
from teams.roles import Scope
from tests.factories.teams import make_token

_number = itertools.count(1)
ALL_SCOPES = (Scope.READ, Scope.DOCUMENTS, Scope.REVIEW)


class ApiClient:
    """Sends JSON with the token of a member; `get`, `post` and `patch` below the team."""

    def __init__(self, team: Team, headers: dict[str, str] | None = None) -> None:
        self.team, self.client = team, Client(headers=headers or {})

    def url(self, path: str) -> str:
        return f"/api/v1/t/{self.team.slug}/{path}"

    def get(self, path: str, **query):
        return self.client.get(self.url(path), query)

    def post(self, path: str, body=None, **headers):
        return self.client.post(
            self.url(path), body or {}, content_type="application/json", headers=headers or None
        )

    def patch(self, path: str, body):
        return self.client.patch(self.url(path), body, content_type="application/json")

    def every(self, path: str, **query) -> list[dict]:
        """All rows of a list, page by page."""
        rows, answer = [], self.get(path, **query)
        while True:
            assert answer.status_code == 200, answer.content
            page = answer.json()
            rows += page["results"]
            if not page["next"]:
                return rows
            answer = self.client.get(page["next"])


def api_as(user: User, team: Team, *, scopes=ALL_SCOPES, at: Team | None = None) -> ApiClient:
    """A program with a token of `user` in `team`; it calls the addresses of `at` (that team)."""
    secret = token_of(user, team, scopes=scopes)
    return ApiClient(at or team, {"Authorization": f"Bearer {secret}"})


def token_of(user: User, team: Team, *, scopes=ALL_SCOPES) -> str:
    """A new token that the person has made: the services let nobody else do it for them."""
    secret = tokens.new_secret(tokens.TOKEN_MARK)
    name, digest = f"Program {next(_number)}", tokens.digest_of(secret)
    make_token(team, user, name=name, scopes=scopes, digest=digest)
    return secret


def api_of_nobody(team: Team) -> ApiClient:
    return ApiClient(team)
