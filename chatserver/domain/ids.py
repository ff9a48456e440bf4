"""Names made of randomness: ids are 128 bits, secrets 256 (contract S2)."""

import hashlib
import os
import random


def random_id() -> str:
    """128 random bits, 32 hex digits."""
    return os.urandom(16).hex()  # as `secrets.token_hex`, in a third of its time: every message needs one


def epoch() -> str:
    """As many, but from a generator that anybody may guess: it tells one life of a conversation from another."""
    return f"{random.getrandbits(128):032x}"


def secret_hash(secret: str) -> str:
    """How a secret is stored: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visitor_id(secret: str) -> str:
    """The visitor's id follows from the secret, so that a lost answer never makes two visitors (contract R1)."""
    return hashlib.sha256(b"visitor id " + secret.encode()).hexdigest()[:32]
