"""What somebody sent when their session had ended, or their form was too old: kept, not lost.

It waits in the browser's own session, through signing in, and is sent again only when the person
for whom its form was written says so. Passwords and codes are never kept.
"""

import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from teams.models import User

# Forms carry for whom they were written; beside it these fields are of no use a second time.
MARK, TOKEN, AGAIN = "written_for", "csrfmiddlewaretoken", "kept"
SESSION_KEY = "teams.kept"
SECRETS = ("password", "code", "secret")
LASTS = timedelta(hours=1)
# Above the longest text that is taken in, with what stands around it.
MOST = 3 * 1024 * 1024
LABELS = {
    "note": lazy("Note"),
    "passage": lazy("Passage"),
    "rationale": lazy("Reasons"),
    "statement": lazy("Statement"),
    "text": lazy("Text"),
    "title": lazy("Title"),
    "why": lazy("Why"),
}
_signer = Signer(salt="teams.kept")


@dataclass(frozen=True)
class Field:
    """One value that was sent. `label` is empty where a person has typed nothing."""

    name: str
    value: str
    label: str

    def rows(self) -> int:
        """How high a text area shows it without filling the page."""
        return min(12, max(1, len(self.value) // 60, self.value.count("\n") + 1))


@dataclass(frozen=True)
class Kept:
    """One form as it was sent.

    person: id of whom it was written for; address: where it goes; back: the page it came from;
    files: the fields whose files are gone; at: seconds since 1970.
    """

    person: int
    address: str
    back: str
    sent: list[list[str]]
    files: list[str]
    key: str
    at: float

    def fields(self) -> Iterator[Field]:
        for name, value in self.sent:
            yield Field(name, value, _label(name, value))

    def has_words(self) -> bool:
        return any(field.label for field in self.fields())


def mark_of(user: Any) -> str:
    """What a form says about whom it is written for; empty for nobody."""
    return _signer.sign(str(user.pk)) if user and user.is_authenticated else ""


def person_of(mark: str) -> int | None:
    try:
        return int(_signer.unsign(mark))
    except (BadSignature, ValueError):
        return None


def of_request(request: HttpRequest) -> Kept | None:
    """The form that `request` brings; None where it names nobody, or holds too much.

    Only forms that we wrote for a person count, so strangers put nothing into the store.
    """
    person = person_of(request.POST.get(MARK, ""))
    if person is None:
        return None
    sent = [[name, value] for name, values in request.POST.lists() for value in values]
    sent = [each for each in sent if not _is_ours_or_secret(each[0])]
    if sum(len(name) + len(value) for name, value in sent) > MOST:
        return None
    return Kept(
        person=person,
        address=request.get_full_path(),
        back=page_before(request),
        sent=sent,
        files=[name for name, file in request.FILES.items() if file.name],
        key=uuid.uuid4().hex,
        at=time.time(),
    )


def page_before(request: HttpRequest) -> str:
    """The page on this site that a form was on: an address that can be opened; else the start."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return "/"
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this, though its token does not fit."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def put(request: HttpRequest, kept: Kept) -> None:
    request.session[SESSION_KEY] = asdict(kept)


def waiting(request: HttpRequest) -> Kept | None:
    """What waits in this browser, whoever it belongs to."""
    found = request.session.get(SESSION_KEY)
    kept = Kept(**found) if found else None
    return kept if kept and kept.at > time.time() - LASTS.total_seconds() else None


def drop(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def may_send(kept: Kept, user: User) -> bool:
    return kept.person == user.pk


def _is_ours_or_secret(name: str) -> bool:
    return name in {MARK, TOKEN, AGAIN} or any(word in name.lower() for word in SECRETS)


def _label(name: str, value: str) -> str:
    """What a value is called if somebody may have typed it: it has words in it."""
    last = name.rpartition("-")[2]
    if not value or last in {"once", "base", "seen", "sealed"} or name.endswith("_FORMS"):
        return ""
    if last in LABELS:
        return str(LABELS[last])
    return _(last.replace("_", " ").capitalize()) if " " in value.strip() else ""
