"""How large an image is, from its first bytes; nothing is decoded."""

from collections.abc import Callable

Size = tuple[int, int]
UNKNOWN: Size = (0, 0)
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""JPEG markers that begin a frame, whose header has the size."""
LYING = {5, 6, 7, 8}
"""EXIF orientations that turn the image by a quarter."""


def image_size(kind: str, head: bytes) -> Size:
    """(width, height) in pixels as it is shown; (0, 0) when the bytes do not say."""
    try:
        return _READERS[kind](head)
    except IndexError:
        return UNKNOWN


def _png(head: bytes) -> Size:
    return (_big(head, 16, 4), _big(head, 20, 4)) if head[12:16] == b"IHDR" else UNKNOWN


def _gif(head: bytes) -> Size:
    return _little(head, 6, 2), _little(head, 8, 2)


def _webp(head: bytes) -> Size:
    kind = head[12:16]
    if kind == b"VP8X":
        return _little(head, 24, 3) + 1, _little(head, 27, 3) + 1
    if kind == b"VP8L" and head[20] == 0x2F:
        bits = _little(head, 21, 4)
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return _little(head, 26, 2) & 0x3FFF, _little(head, 28, 2) & 0x3FFF
    return UNKNOWN


def _jpeg(head: bytes) -> Size:
    at, turned = 2, False
    while head[at] == 0xFF:
        marker = head[at + 1]
        if marker in FRAMES:
            height, width = _big(head, at + 5, 2), _big(head, at + 7, 2)
            return (height, width) if turned else (width, height)
        if marker == 0xFF:  # filling
            at += 1
            continue
        length = _big(head, at + 2, 2)
        if marker == 0xE1:
            turned = turned or _is_turned(head[at + 4 : at + 2 + length])
        at += 2 + length
    return UNKNOWN


def _is_turned(segment: bytes) -> bool:
    """Whether an APP1 segment's EXIF says that the image lies on its side, as telephones write it."""
    tiff = segment[6:]
    if segment[:6] != b"Exif\0\0" or tiff[:2] not in {b"II", b"MM"}:
        return False
    read = _little if tiff[:2] == b"II" else _big
    try:
        first = read(tiff, 4, 4)
        entries = [first + 2 + 12 * number for number in range(min(read(tiff, first, 2), 64))]
        return any(read(tiff, at, 2) == 0x0112 and read(tiff, at + 8, 2) in LYING for at in entries)
    except IndexError:
        return False


def _big(head: bytes, at: int, length: int) -> int:
    return _number(head, at, length, "big")


def _little(head: bytes, at: int, length: int) -> int:
    return _number(head, at, length, "little")


def _number(head: bytes, at: int, length: int, order: str) -> int:
    if at + length > len(head):
        raise IndexError
    return int.from_bytes(head[at : at + length], order)  # type: ignore[arg-type]


_READERS: dict[str, Callable[[bytes], Size]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/jpeg": _jpeg,
}
