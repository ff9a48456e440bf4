"""Values with parameters, as in `text/plain; charset=utf-8; name*0*=utf-8''%E1%BA%A3nh`: RFC 2045, 2231, and worse."""

import re
from urllib.parse import unquote_to_bytes

from chatserver.mail.parse.charsets import decode_text
from chatserver.mail.parse.encoded_words import decode_words

PARAMETER = re.compile(rb';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*+)"?|([^;]*))')
CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
MOST = 100


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The value itself in lower case without blanks, and its parameters by name in lower case."""
    head, semicolon, rest = value.partition(b";")
    plain: dict[str, bytes] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for found in list(PARAMETER.finditer(semicolon + rest))[:MOST]:
        written = found[3].strip() if found[2] is None else re.sub(rb"\\(.)", rb"\1", found[2])
        name = CONTINUED.fullmatch(found[1].decode("ascii", "replace").lower())
        if name and (name[2] or name[3]):
            pieces.setdefault(name[1], {}).setdefault(int(name[2] or 0), (written, bool(name[3])))
        elif name:
            plain.setdefault(name[1], written)
    known = {name: decode_words(raw) for name, raw in plain.items()}
    # The extended form is the better one where both are given.
    known |= {name: _extended(parts) for name, parts in pieces.items()}
    return decode_text(b"".join(head.split())).lower(), known


def _extended(parts: dict[int, tuple[bytes, bool]]) -> str:
    """The value of `name*`, or of `name*0*`, `name*1` … in a row; the charset stands in the first piece."""
    charset = b""
    raw = b""
    for number, (written, encoded) in sorted(parts.items()):
        text = written
        if encoded and number == min(parts) and written.count(b"'") >= 2:
            charset, _, text = written.split(b"'", 2)
        raw += unquote_to_bytes(text) if encoded else text
    return decode_text(raw, charset.decode("ascii", "replace"))
