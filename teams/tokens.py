"""Secrets that are shown once: of invitations and of API tokens. Only their digests are kept."""

import hashlib
import secrets

# Says to people and to secret scanners what such a word is.
TOKEN_MARK = "corr_"  # noqa: S105 (a mark, no secret)
# How much of a token is kept in the clear, so that people recognise it in a list.
PREFIX_LENGTH = 12


def new_secret(mark: str = "") -> str:
    """`mark` and 32 random bytes in URL-safe characters."""
    return mark + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256 (hex). Secrets of 32 random bytes need neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
