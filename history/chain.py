"""How events are hashed. Plain functions, so that an offline checker can do the same."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
HASHED = (
    "team_id",
    "seq",
    "kind",
    "object_type",
    "object_id",
    "claim_id",
    "document_id",
    "actor_id",
    "round",
    "is_concealable",
    "by_id",
    "by_task",
    "content_digest",
)


def canonical(content: Any) -> bytes:
    """One way to write a JSON value: keys sorted, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_digest(content: Any, salt: str) -> str:
    """SHA-256 (hex) over the salt and the canonical content.

    The salt keeps a short content from being guessed once it has been blanked.
    """
    return hashlib.sha256(salt.encode() + b"\n" + canonical(content)).hexdigest()


def stamp(at: datetime) -> str:
    """The moment as it is hashed: UTC, microseconds, the same on every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def link(fields: dict[str, Any], previous_hash: str) -> str:
    """SHA-256 (hex) of an event's fields and of the hash before it.

    fields: those of `HASHED`, action and at.
    """
    return hashlib.sha256(previous_hash.encode() + b"\n" + canonical(fields)).hexdigest()


def hashed_fields(event: Any) -> dict[str, Any]:
    """What of `event` goes into its hash."""
    fields = {name: getattr(event, name) for name in HASHED}
    return fields | {"action": str(event.action), "at": stamp(event.at)}
