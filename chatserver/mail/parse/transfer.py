"""The transfer encodings of a body (RFC 2045), read without errors."""

import binascii
import re

from chatserver.mail.parse.encoded_words import from_base64

UUENCODED = ("x-uuencode", "uuencode", "uue", "x-uue")


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """The bytes that were meant; an unknown encoding leaves them as they are."""
    name = re.split(r"[\s;(]", encoding.strip().lower())[0]  # some add comments
    if name == "base64":
        return from_base64(body)
    if name == "quoted-printable":
        return binascii.a2b_qp(body)
    return _from_uuencode(body) if name in UUENCODED else body


def _from_uuencode(body: bytes) -> bytes:
    """Between `begin` and `end`; a line that is damaged is skipped."""
    found = []
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    for line in lines:
        if line.strip() == b"end":
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(found)
