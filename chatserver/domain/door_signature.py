"""How a mail server proves at the HTTP door that a mail comes from it: HMAC-SHA256 over the time and all bytes."""

import hashlib
import hmac

VERSION = "v1="
LATE_S = 300


def sign(key: str, timestamp: str, body: bytes) -> str:
    """The signature of a mail handed in at `timestamp` (seconds since 1970 UTC, as text)."""
    signed = hmac.new(key.encode(), timestamp.encode() + b".", hashlib.sha256)
    signed.update(body)
    return VERSION + signed.hexdigest()


def is_signed(key: str, timestamp: str, signature: str, body: bytes) -> bool:
    """Whether a signature is ours for these bytes."""
    wanted = sign(key, timestamp, body).encode()
    return hmac.compare_digest(wanted, signature.strip().encode("utf-8", "replace"))


def is_timely(timestamp: str, now: float) -> bool:
    """Whether a mail was signed within five minutes of now (seconds), so that nobody hands in an old one again."""
    known = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12
    return known and abs(int(timestamp) - now) <= LATE_S
