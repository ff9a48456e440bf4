"""Names that only this installation can have given: reply addresses, Message-IDs, links in mails (contract S2).

A token is 26 letters for the conversation and 16 of its signature. Mail servers may change the case of an address, so
it is written in one: base32, lower case; with `reply+` it stays within the 64 characters of a local part (RFC 5321).
"""

import base64
import hashlib
import hmac
import re

SIGNATURE_BYTES = 10
TOKEN = re.compile(r"[a-z2-7]{42}")
CONVERSATION_CHARS = 26


def reply_token(secret: bytes, conversation: str) -> str:
    """The token of a conversation (32 hex digits)."""
    name = bytes.fromhex(conversation)
    return _letters(name) + _letters(_sign(secret, b"reply", name)[:SIGNATURE_BYTES])


def conversation_of(secret: bytes, token: str) -> str | None:
    """The conversation whose token this is, in whatever case; None for a forged or mistyped one."""
    written = token.lower()
    if not TOKEN.fullmatch(written):
        return None
    name = base64.b32decode(written[:CONVERSATION_CHARS].upper() + "======")
    conversation = name.hex()
    return conversation if hmac.compare_digest(reply_token(secret, conversation), written) else None


def message_id(secret: bytes, conversation: str, n: int, domain: str) -> str:
    """The Message-ID of a conversation's n-th mail, the same at every attempt (contract R21); without <>."""
    return f"{reply_token(secret, conversation)}.{n}@{domain}"


def mail_named(secret: bytes, named: str) -> tuple[str, int] | None:
    """(conversation, n) of one of our Message-IDs, with or without <>; None for others'."""
    local, _, _ = named.strip("<> \t").partition("@")
    token, _, number = local.rpartition(".")
    conversation = conversation_of(secret, token)
    if conversation is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return conversation, int(number)


def link_code(secret: bytes, conversation: str, n: int) -> str:
    """The code in a mail's link, 256 bits: the same at every attempt, known to nobody else."""
    return _sign(secret, b"link", f"{conversation}.{n}".encode()).hex()


def door_key(secret: bytes) -> str:
    """The key with which mail servers sign what they hand in at the HTTP door."""
    return _sign(secret, b"door", b"").hex()


def _sign(secret: bytes, purpose: bytes, what: bytes) -> bytes:
    return hmac.digest(secret, b"chatserver mail " + purpose + b"\0" + what, hashlib.sha256)


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
