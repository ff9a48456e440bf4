"""A mail as a tree of MIME parts, cut out of its bytes.

Not the standard library's parser: its time grows with lines × depth (minutes for 25 MB of empty lines in nested
multiparts), it recurses, and it writes attached mails anew instead of keeping their bytes. Cutting at the boundaries
takes one search per level, and nothing here raises but `Unreadable`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chatserver.mail.parse.fields import Fields, split_header
from chatserver.mail.parse.parameters import parameters
from chatserver.mail.parse.transfer import decode_transfer

MAX_DEPTH = 20
MAX_PARTS = 500
GUESSED = re.compile(rb"\s*--([^\r\n]{1,200}?)[ \t]*[\r\n]")
AFTER_MARK = re.compile(rb"(--)?[ \t]*+(\r\n|\n|\r|\Z)")
TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


class Unreadable(Exception):
    """A mail that must be quarantined; `reason` is its `fault`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its header, what it says about itself, its body still encoded, and the parts within."""

    fields: Fields
    kind: str  # type/subtype in lower case
    options: dict[str, str]  # parameters of Content-Type
    disposition: str  # attachment, inline or ''
    file_name: str  # as sent; '' without one
    body: bytes
    parts: tuple["Part", ...] = ()

    @property
    def content(self) -> bytes:
        """The body, decoded."""
        return decode_transfer(self.body, self.fields.first("content-transfer-encoding"))

    def walk(self) -> Iterator["Part"]:
        """This part and all within, in their order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of the mail; cut out only where the tree ends, or nested parts would be kept once per level."""

    raw: bytes
    start: int
    end: int

    def cut(self) -> bytes:
        """Its bytes."""
        return self.raw[self.start : self.end]


@dataclass(slots=True)
class _Count:
    left: int = field(default=MAX_PARTS)


def read_parts(raw: bytes) -> Part:
    """The tree of a whole mail. Raises Unreadable `too_deep` beyond 20 levels, `too_many_parts` beyond 500."""
    return _part(_Span(raw, 0, len(raw)), "text/plain", 0, _Count())


def _part(span: _Span, default: str, depth: int, count: _Count) -> Part:
    count.left -= 1
    if count.left < 0:
        raise Unreadable("too_many_parts")
    if depth > MAX_DEPTH:
        raise Unreadable("too_deep")
    fields, begin = split_header(span.raw, span.start, span.end)
    body = _Span(span.raw, begin, span.end)
    kind, options = parameters(fields.raw("content-type"))
    disposition, asked = parameters(fields.raw("content-disposition"))
    kind = kind if TYPE.fullmatch(kind) else default
    parts: tuple[Part, ...] = ()
    if kind.startswith("multipart/"):
        within = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        parts = tuple(_part(piece, within, depth + 1, count) for piece in _pieces(body, options, count.left))
        kind = kind if parts else "text/plain"  # without its boundary it is read as it stands
    name = asked.get("filename") or options.get("name", "")
    return Part(fields, kind, options, disposition, name, b"" if parts else body.cut(), parts)


def _pieces(body: _Span, options: dict[str, str], most: int) -> list[_Span]:
    """What stands between the boundary lines; without a last one the last piece goes to the end."""
    mark = b"--" + options.get("boundary", "").encode("utf-8").rstrip()
    if mark == b"--" or body.raw.find(mark, body.start, body.end) < 0:
        guessed = GUESSED.match(body.raw, body.start, body.end)
        if not guessed:
            return []
        mark = b"--" + guessed[1]
    pieces: list[_Span] = []
    begun = -1
    for before, after, is_last in _boundary_lines(body, mark):
        if begun >= 0:
            pieces.append(_Span(body.raw, begun, max(begun, before)))
        begun = -1 if is_last else after
        if is_last or len(pieces) > most:
            break
    return [*pieces, _Span(body.raw, begun, body.end)] if begun >= 0 else pieces


def _boundary_lines(body: _Span, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """(end of what was before, start of what comes after, is it the closing one) of each boundary line."""
    raw = body.raw
    at = raw.find(mark, body.start, body.end)
    while at >= 0:
        found = AFTER_MARK.match(raw, at + len(mark), body.end)
        if found and (at == body.start or raw[at - 1 : at] in (b"\n", b"\r")):
            yield at - (2 if raw[at - 2 : at] == b"\r\n" else 1), found.end(), found[1] is not None
        at = raw.find(mark, at + len(mark), body.end)
