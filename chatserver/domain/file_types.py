"""What a file is, by its bytes alone: its name and what a browser claims count for nothing (contract S4)."""

import codecs
import re
from typing import NamedTuple

from chatserver.domain.image_size import image_size

INLINE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm"})
"""What browsers may show; all else is handed out as a download."""
IMAGES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
UNTOLD = "application/octet-stream"
"""More than one thing at once, or something a mail brought: only ever a download."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD, TAIL = 256 * 1024, 128 * 1024
SNIFFED = 1024  # browsers look no further for markup
TEXT_ENDINGS = {"": "text/plain", "txt": "text/plain", "log": "text/plain", "csv": "text/csv"}
ZIP_ENDINGS = {"", "zip", "docx", "xlsx"}

MP4_BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"XAVC"}
MP4_BRANDS |= {b"iso%d" % number for number in range(2, 10)}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_TAGS = r"html|head|body|script|iframe|svg|style|title|table|object|embed|form|meta|link|img"
PAGE = re.compile(rf"<(?:!doctype|(?:{_TAGS})[\s/>])", re.IGNORECASE)
"""Inside a picture; shorter tags would be found in one of a thousand by chance."""
MARKUP = re.compile(
    rf"<(?:!doctype|!--|\?(?:xml|php|=)|\w+:svg|(?:{_TAGS}|div|font|h1|br|p|a|b)[\s/>])", re.IGNORECASE
)
NO_TEXT = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")  # a log may ring, feed a page, colour its lines
_ENCODED = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))


class FileType(NamedTuple):
    """A media type, and of an image its size in pixels (0: not known)."""

    name: str
    width: int = 0
    height: int = 0


class Sniffer:
    """Is fed a file from its first byte to its last, and keeps of it what tells its type."""

    __slots__ = ("_ending", "_head", "_tail", "_text")

    def __init__(self, name: str) -> None:
        self._ending = ending_of(name)
        self._head = b""
        self._tail = b""
        self._text: Text | None = None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if not self._head:
            self._text = Text(chunk)
        if len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
        self._tail = (self._tail + chunk[-TAIL:])[-TAIL:]
        if self._text is not None and not self._text.feed(chunk):
            self._text = None

    def found(self, *, whole: bool = True) -> FileType | None:
        """The type; None for what is not taken. Not `whole`: the rest, still to come, may yet refuse it."""
        name = _by_magic(self._head)
        if name == "application/zip":
            return self._zipped()
        if name in INLINE:
            size = image_size(name, self._head) if name in IMAGES else (0, 0)
            return FileType(UNTOLD if self._is_more() else name, *size)
        if name:
            return FileType(name)
        is_text = self._text is not None and (not whole or self._text.ended())
        text = TEXT_ENDINGS.get(self._ending) if is_text else None
        return FileType(text) if text and not _is_program(self._text) else None

    def _zipped(self) -> FileType | None:
        """By the list of names at its end: programs for Java or Android are zip files too, so its ending counts."""
        if self._ending not in ZIP_ENDINGS:
            return None
        office = b"[Content_Types].xml" in self._tail
        if office and b"word/document.xml" in self._tail:
            return FileType(WORD)
        if office and b"xl/workbook.xml" in self._tail:
            return FileType(EXCEL)
        return FileType("application/zip")

    def _is_more(self) -> bool:
        """Whether what looks like a picture is a page, a document or an archive as well."""
        start = self._head[:SNIFFED]
        page = PAGE.search(start.decode("latin-1")) is not None
        return page or b"%PDF-" in start or self._tail[-22:-18] == b"PK\x05\x06"


class Text:
    """Checks that bytes are text, strictly: UTF-8, or UTF-16 with its mark."""

    __slots__ = ("_decoder", "start")

    def __init__(self, first: bytes) -> None:
        encoding = next(name for mark, name in _ENCODED if first.startswith(mark))
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.start = ""

    def feed(self, chunk: bytes, *, final: bool = False) -> bool:
        """Take the next bytes; False when they are no text."""
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeError:
            return False
        if len(self.start) < SNIFFED:
            self.start += text[: SNIFFED - len(self.start)]
        return NO_TEXT.search(text) is None

    def ended(self) -> bool:
        """Whether it ended with a whole character."""
        return self.feed(b"", final=True)


def ending_of(name: str) -> str:
    """What stands after the last dot of a name, in lower case; '' without one."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def _is_program(text: Text | None) -> bool:
    start = text.start.lstrip("\ufeff \t\r\n\f") if text else ""
    return start.startswith("#!") or MARKUP.match(start) is not None


def _by_magic(head: bytes) -> str:
    starts = {
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"GIF87a": "image/gif",
        b"GIF89a": "image/gif",
        b"%PDF-": "application/pdf",
        b"PK\x03\x04": "application/zip",
        b"PK\x05\x06": "application/zip",
    }
    for magic, name in starts.items():
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:4] == b"\x1aE\xdf\xa3" and b"B\x82" in head[:64]:
        return "video/webm" if b"webm" in head[:64] else ""
    return _by_brand(head)


def _by_brand(head: bytes) -> str:
    """The family of MP4: boxes, of which the first names the kin (ISO/IEC 14496-12)."""
    kind, brand = head[4:8], head[8:12]
    if kind in {b"moov", b"wide", b"mdat"}:  # of a time before brands
        return "video/quicktime"
    if kind != b"ftyp":
        return ""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = {brand} | {head[at : at + 4] for at in range(16, length, 4)}
    if brand == b"qt  ":
        return "video/quicktime"
    if brand in HEIC_BRANDS or (brand in {b"mif1", b"msf1"} and brands & HEIC_BRANDS):
        return "image/heic"
    return "video/mp4" if brand in MP4_BRANDS else ""
