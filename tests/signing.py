"""What a site's own server does: sign who is signed in (docs/identity.md)."""

from datetime import datetime
from typing import Any

import jwt

SECRET = "a-shared-secret-of-at-least-256-bits-for-tests"


def claims_of(site: str, now: datetime, **claims: Any) -> dict[str, Any]:
    """The claims of a person who signed in just now; what is given replaces or adds, None leaves out."""
    at = int(now.timestamp())
    usual = {"sub": "u-17", "aud": site, "iat": at, "exp": at + 600, "name": "Trần Lan", "plan": "Business"}
    return {name: value for name, value in {**usual, **claims}.items() if value is not None}


def sign(claims: dict[str, Any], kid: str, secret: str = SECRET, algorithm: str = "HS256") -> str:
    """A token as any JWT library makes it."""
    return jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": kid})
