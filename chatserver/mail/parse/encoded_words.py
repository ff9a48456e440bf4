"""Words in headers: RFC 2047 as it is written in practice, and raw 8-bit headers.

The standard library's header parser raises on headers that real programs send (bracketed Message-IDs, encoded line
breaks, parameters that end in `*`), so nothing here uses it.
"""

import binascii
import re
import string
from itertools import groupby

from chatserver.mail.parse.charsets import decode_text

WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
NOT_BASE64 = bytes(set(range(256)) - set((string.ascii_letters + string.digits + "+/").encode()))
BETWEEN = re.compile(
    r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)"
)  # blanks between two words are not part of the text


def decode_words(raw: bytes) -> str:
    """The text of an unfolded header value; encoded words inside quotes are read too, as many programs write them."""
    text = BETWEEN.sub(r"\1", decode_text(raw))
    pieces: list[str] = []
    at = 0
    run: list[tuple[str, bytes]] = []
    for word in WORD.finditer(text):
        if word.start() > at:
            pieces += [*_joined(run), text[at : word.start()]]
            run = []
        run.append((word[1].partition("*")[0].lower(), _bytes_of(word[2], word[3])))
        at = word.end()
    return "".join([*pieces, *_joined(run), text[at:]])


def _joined(run: list[tuple[str, bytes]]) -> list[str]:
    """Neighbours of one charset are decoded together: some programs cut in the middle of a letter."""
    return [
        decode_text(b"".join(raw for _, raw in words), charset)
        for charset, words in groupby(run, key=lambda word: word[0])
    ]


def _bytes_of(encoding: str, written: str) -> bytes:
    data = written.encode("utf-8")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return from_base64(data)


def from_base64(data: bytes) -> bytes:
    """Base64 without its errors: other characters are skipped, a missing end is made up for."""
    letters = data.translate(None, NOT_BASE64)  # a pattern would hold all other threads up for seconds
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
