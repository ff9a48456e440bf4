"""A static file as it goes over the wire: plain, as gzip made here, as the brotli that the widget's build left."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from chatserver.web.content_coding import IDENTITY

TEXTS = (".js", ".css", ".json", ".svg")
MOST_HELD = 512  # versions of files; there are about 150


@dataclass(frozen=True, slots=True)
class Copies:
    """The bytes of a file by content coding, and a tag that every server with the same file gives it."""

    by_coding: Mapping[str, bytes]
    digest: str

    def tag(self, coding: str) -> str:
        """A strong validator: other bytes have another one, also those of another coding."""
        return f'"{self.digest}-{coding}"'


def copies_of(path: Path) -> Copies:
    """Read once, and again when the file has changed. Raises `OSError` when it is gone."""
    seen = path.stat()
    return _read(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(MOST_HELD)
def _read(path: Path, changed: int, size: int) -> Copies:
    plain = path.read_bytes()
    copies = {IDENTITY: plain}
    built = path.with_name(path.name + ".br")
    if built.is_file():
        copies["br"] = built.read_bytes()
    if path.suffix in TEXTS:
        copies["gzip"] = gzip.compress(plain, 9, mtime=0)
    smaller = {
        coding: held for coding, held in copies.items() if coding == IDENTITY or len(held) < len(plain)
    }
    return Copies(smaller, sha256(plain).hexdigest()[:20])
