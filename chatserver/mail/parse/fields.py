"""The fields of a header, as bytes: unfolded, found by name, not yet understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chatserver.mail.parse.encoded_words import decode_words

MAX_HEADER = 512_000  # bytes
MAX_FIELDS = 1_000
MAX_VALUE = 64_000
FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
END_OF_LINE = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Fields:
    """A header: (name in lower case, value) in their order."""

    pairs: tuple[tuple[str, bytes], ...] = ()

    def every(self, name: str) -> list[str]:
        """All values of this name, decoded."""
        return [decode_words(value) for value in self.every_raw(name)]

    def first(self, name: str) -> str:
        """The first value of this name, decoded; '' without one."""
        return decode_words(self.raw(name))

    def every_raw(self, name: str) -> list[bytes]:
        """All values of this name as they were sent."""
        return [value for key, value in self.pairs if key == name]

    def raw(self, name: str) -> bytes:
        """The first value of this name as it was sent."""
        return next(iter(self.every_raw(name)), b"")

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.pairs)


def split_header(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Fields, int]:
    """The fields at the beginning of raw[start:end], and where the body after the blank line begins.

    A stray line among fields is left out. Where no blank line is, the body begins at the first line that
    is no field and is followed by none.
    """
    pairs: list[tuple[str, list[bytes]]] = []
    at = start
    for line, begin, after in _lines(raw, start, len(raw) if end is None else end):
        if not line.strip():
            return _unfolded(pairs), after if pairs or not line else begin
        found = FIELD.match(line)
        if found:
            pairs.append((found[1].decode("ascii").lower(), [line[found.end() :]]))
        elif pairs and line[:1] in b" \t":
            pairs[-1][1].append(line)
        elif not pairs or not FIELD.match(raw, after):
            return _unfolded(pairs), begin
        at = after
    return _unfolded(pairs), at


def _lines(raw: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(line without its end, where it begins, where the next one does), as far as a header may reach."""
    last = min(end, start + MAX_HEADER)
    for ending in END_OF_LINE.finditer(raw, start, last):
        yield raw[start : ending.start()], start, ending.end()
        start = ending.end()
    if start < end <= last:
        yield raw[start:end], start, end


def _unfolded(pairs: list[tuple[str, list[bytes]]]) -> Fields:
    return Fields(
        tuple(
            (name, b" ".join(part.strip() for part in parts)[:MAX_VALUE])
            for name, parts in pairs[:MAX_FIELDS]
        )
    )
