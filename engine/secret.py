"""Secrets that are handed out once and stored only as their hash: logins, API tokens, one-time links."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps. A fast hash is enough for a secret that nobody could guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
