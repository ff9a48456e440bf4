"""Headers in words beyond ASCII, encoded here (RFC 2047).

Python's `email` decodes what looks encoded in a header that it is given, line ends and all, and folds names and
subjects so that spaces are lost, or a comma in a name makes an address. What we have encoded it passes on.
"""

import base64
from collections.abc import Iterator
from email.policy import SMTP, EmailPolicy, Policy
from typing import Any

OURS = {"from", "to", "reply-to", "subject", "message-id", "in-reply-to", "references"}
WORD_BYTES = 39
"""As many make a word of 64 characters: with the longest name of a header, no line comes to 78."""
PLAIN_CHARS = 60
FOLD = "\r\n "


class Given(str):
    """A header's value, encoded and folded already: under whatever policy it is written, it stays so."""

    name: str

    def __new__(cls, name: str, value: str) -> "Given":
        """A value of the header `name`."""
        made = super().__new__(cls, value)
        made.name = name
        return made

    def fold(self, *, policy: Policy) -> str:
        """The header's lines, as `email` asks a value for them."""
        return policy.linesep.join([*f"{self.name}: {self}".split("\r\n"), ""])


class Encoded(EmailPolicy):
    """How our mails are written: the headers that hold words from outside stand as given."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Keep a header."""
        return (name, Given(name, value)) if name.lower() in OURS else super().header_store_parse(name, value)

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A header as its reader will see it."""
        return super().header_fetch_parse(name, str(value) if isinstance(value, Given) else value)


ASCII = Encoded(linesep=SMTP.linesep, refold_source="none", cte_type="7bit")
"""Every server takes it: nothing depends on 8BITMIME."""
UNICODE = ASCII.clone(utf8=True)
"""For an address with letters beyond ASCII before its @ (RFC 6531)."""


def words(text: str) -> str:
    """Cleaned text (`words.clean.one_line`) for a header: as it is when it is short and plain, else encoded whole."""
    return text if _is_plain(text) else _encoded(text)


def named(name: str, address: str) -> str:
    """An address under a cleaned name; without one, the address alone."""
    if not name:
        return address
    quotable = _is_plain(name) and not {'"', "\\"} & set(name)
    shown = f'"{name}"' if quotable else _encoded(name)
    return f"{shown}{FOLD}<{address}>"


def listed(ids: list[str]) -> str:
    """Message-IDs for `References`, each on its line."""
    return FOLD.join(f"<{one}>" for one in ids)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and len(text) <= PLAIN_CHARS and "=?" not in text


def _encoded(text: str) -> str:
    return FOLD.join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in _parts(text))


def _parts(text: str) -> Iterator[bytes]:
    """UTF-8 in pieces that fit a word; no character is halved."""
    part = b""
    for char in text:
        encoded = char.encode()
        if len(part) + len(encoded) > WORD_BYTES:
            yield part
            part = b""
        part += encoded
    yield part
