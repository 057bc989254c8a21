"""Who has a document open, and at which mention: kept in the cache, by a beat of each page.

No row and no event: it says nothing once its time is over. The cache is shared by all processes.
"""

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache

from documents.models import Document
from teams.models import Membership, User

# A page beats every four seconds; two beats may be lost.
GONE_AFTER = 13
# A beat that says what the last one said is written only when that one is so old.
WRITE_EVERY = 5


@dataclass(frozen=True)
class Present:
    """Somebody who has the document open; mention: the id of the one selected there, or 0."""

    user: User
    mention: int


def beat(document: Document, user: User, mention: int) -> None:
    """`user` has `document` open now."""
    key, now = _key(document, user.pk), time.time()
    last = cache.get(key)
    if last is None or last[0] != mention or now - last[1] > WRITE_EVERY:
        cache.set(key, (mention, now), GONE_AFTER)


def others(document: Document, user: User) -> list[Present]:
    """The other members of the team who have it open, by name."""
    members = Membership.objects.active().filter(team=document.team_id).exclude(user=user)
    keys = {_key(document, member.user_id): member for member in members.select_related("user")}
    found = cache.get_many(keys)
    present = [Present(keys[key].user, mention) for key, (mention, _at) in found.items()]
    return sorted(present, key=lambda each: (str(each.user), each.user.pk))


def roster(present: list[Present]) -> str:
    """A word that changes when somebody comes, goes, or moves on."""
    told = ",".join(f"{each.user.pk}@{each.mention}" for each in present)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _key(document: Document, user_id: int) -> str:
    return f"presence:{document.pk}:{user_id}"
