"""Simulated reviewers: each a session (and for some a token) of its own, over real HTTP.

Pages and API are two doors to the same steps, so both kinds of people have the same methods.
What a server may rightly answer to somebody who came second is `Refused`.
"""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

CSRF = "c" * 32
VERSION = re.compile(r'name="row_version"[^>]*value="(\d+)"')
EVIDENCE = re.compile(r"#e(\d+)$")
VERDICT = {
    "said": "reported",
    "said_confidence": "moderate",
    "holds": "corroborated",
    "holds_confidence": "high",
    "rationale": "Two origins tell of it, and the harbour log has the hour.",
    "as_of": str(date.today() - timedelta(days=1)),
}
DIFFERENT = {**VERDICT, "holds": "partly_corroborated"}
NOTE = {"axis": "holds", "stance": "supports", "kind": "note", "passage": "The log has 16:52."}


class Refused(Exception):
    """409 or 422: somebody was faster, or it is not this person's turn. Nothing was written."""


class Broken(Exception):
    """An answer that nobody should get."""


@dataclass
class Times:
    """Seconds of every request, and how often each status was answered."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class AtPages:
    """Somebody in a browser: pages, forms and htmx's requests, with a session."""

    def __init__(self, person: Any, address: str, team: str, cookie: str, times: Times) -> None:
        self.person, self.team, self.times = person.pk, team, times
        self.http = httpx.Client(
            base_url=address,
            timeout=120,
            verify=False,  # noqa: S501  nothing is encrypted here, and certificates load slowly
            # Shorter than the server keeps a silent connection.
            limits=httpx.Limits(keepalive_expiry=1),
            headers={"Cookie": f"{cookie}; corroborate_csrf={CSRF}", "X-CSRFToken": CSRF},
        )

    def asked(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """The answer to one request, timed. Raises Refused or Broken for anything but success."""
        began = time.perf_counter()
        answer = self.http.request(method, path, **sent)
        taken = time.perf_counter() - began
        (self.times.reads if method == "GET" else self.times.writes).append(taken)
        self.times.statuses[answer.status_code] += 1
        if answer.status_code in {409, 422}:
            raise Refused(f"{answer.status_code} {path}")
        if answer.status_code >= 400:
            raise Broken(f"{answer.status_code} {method} {path}: {answer.text[:300]}")
        return answer

    def page(self, path: str, *, htmx: bool = False) -> str:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.asked("GET", f"/t/{self.team}/{path}", headers=headers).text

    def api(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.asked(method, f"/api/v1/t/{self.team}/{path}", json=body).json()

    def send(self, path: str, *, htmx: bool = False, **form: Any) -> httpx.Response:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.asked("POST", f"/t/{self.team}/{path}", data=form, headers=headers)

    # --- What a reviewer does ---------------------------------------------------------------------
    def look_round(self) -> None:
        self.page("my-work/")
        self.page("claims/")

    def version_of_mention(self, mention: int, document: int) -> int:
        """As the workbench shows it, which also asks now and then what is new."""
        if mention % 3 == 0:
            self.page(f"documents/{document}/live/")
        html = self.page(f"documents/{document}/?mention={mention}", htmx=True)
        return _version_in(html, f"mentions/{mention}/accept/")

    def decide(self, mention: int, verb: str, **form: Any) -> None:
        self.send(f"mentions/{mention}/{verb}/", htmx=True, **form)

    def claim_of(self, mention: int) -> int:
        return int(self.api("GET", f"mentions/{mention}")["claims"][0]["claim"])

    def step(self, claim: int, action: str) -> None:
        path = f"claims/{claim}/step/{action}/"
        version = _version_in(self.page(f"claims/{claim}/"), path)
        self.send(path, row_version=version)

    def cite(self, claim: int) -> str:
        """Add evidence; how a form cites it as it was made."""
        answer = self.send(f"claims/{claim}/evidence/", **NOTE)
        found = EVIDENCE.search(answer.headers["Location"])
        assert found, answer.headers["Location"]
        return f"{found[1]}:1"

    def seal(self, claim: int, duty: str, review: dict[str, Any], *, twice: bool = False) -> None:
        """Type a review, which is kept as a draft, and seal it; `twice`: the button clicked so."""
        path = f"claims/{claim}/review/{duty}/"
        version = _version_in(self.page(f"claims/{claim}/"), path)
        form = {**review, "row_version": version}
        self.send(f"{path}draft/", htmx=True, **form)
        for _time in range(2 if twice else 1):
            self.send(path, **form)


class ByApi(AtPages):
    """A program that acts for somebody with their token."""

    SEAL = {"first": "submit-review", "second": "submit-second", "joint": "propose-joint"}

    def __init__(self, *given: Any, secret: str) -> None:
        super().__init__(*given)
        self.http.headers = httpx.Headers({"Authorization": f"Bearer {secret}"})

    def look_round(self) -> None:
        self.api("GET", "claims?page_size=50")
        self.api("GET", "mentions?page_size=50")

    def version_of_mention(self, mention: int, document: int) -> int:
        return int(self.api("GET", f"mentions/{mention}")["row_version"])

    def decide(self, mention: int, verb: str, **form: Any) -> None:
        self.api("POST", f"mentions/{mention}/{verb.replace('aside', 'set-aside')}", form)

    def version_of_claim(self, claim: int) -> int:
        return int(self.api("GET", f"claims/{claim}")["row_version"])

    def step(self, claim: int, action: str) -> None:
        version = self.version_of_claim(claim)
        self.api("POST", f"claims/{claim}/{action.replace('_', '-')}", {"row_version": version})

    def cite(self, claim: int) -> dict[str, int]:
        made = self.api("POST", "evidence", {**NOTE, "claim": claim})
        return {name: made[name] for name in ("id", "row_version")}

    def seal(self, claim: int, duty: str, review: dict[str, Any], *, twice: bool = False) -> None:
        body = {**review, "row_version": self.version_of_claim(claim)}
        self.api("POST", f"claims/{claim}/{self.SEAL[duty]}", body)
        if twice:
            try:
                self.api("POST", f"claims/{claim}/{self.SEAL[duty]}", body)
            except Refused:
                return
            raise Broken(f"a review of {claim} was sealed twice")


def _version_in(html: str, path: str) -> int:
    """What the form that is sent to `path` holds; Refused if the page no longer offers it."""
    _before, offered, form = html.partition(f'{path}"')
    found = VERSION.search(form)
    if not (offered and found):
        raise Refused(f"{path} is not offered")
    return int(found[1])
