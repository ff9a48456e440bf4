"""Argon2id, off the event loop and two at a time: each takes 64 MiB and part of a second (contract S6)."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")


async def hash_password(password: str) -> str:
    """The Argon2id hash of a password, with its salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def is_password(password_hash: str, password: str) -> bool:
    """Say whether a password is the one that was hashed; an empty hash takes as long and is never right."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, password_hash, password)


def _verify(password_hash: str, password: str) -> bool:
    decoy = _decoy()
    try:
        _hasher.verify(password_hash or decoy, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


@cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe())
