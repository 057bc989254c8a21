"""What the apps above tell this one at start, because it may not import them.

Why so: docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from documents.models import Document
from history.services import Change
from teams.circles import Circle

if TYPE_CHECKING:
    from teams.models import User

# What follows if the document is read by these people from now on, one sentence each.
Outlook = Callable[[Document, Circle], list[str]]
# Called with the keywords `document` and `by`; answers what it changed, for the history.
Follower = Callable[..., list[Change]]
_outlooks: list[Outlook] = []
_followers: list[Follower] = []


def add_outlook(outlook: Outlook) -> None:
    """Say what a change of who may read a document opens or closes, before it is made."""
    _outlooks.append(outlook)


def add_access_follower(follow: Follower) -> None:
    """Have `follow` called in the transaction that changes who may read a document.

    It takes open work from people who may no longer read it and answers one Change per row.
    """
    _followers.append(follow)


def outlook_on(document: Document, circle: Circle) -> list[str]:
    return [line for outlook in _outlooks for line in outlook(document, circle)]


def followed(document: Document, by: "User") -> list[Change]:
    return [change for follow in _followers for change in follow(document=document, by=by)]
