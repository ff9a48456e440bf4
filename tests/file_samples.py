"""Small true files of each type, made here."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(width: int, height: int, comment: bytes = b"") -> bytes:
    """A grey PNG that every browser shows; `comment` stands before the pixels."""
    rows = (b"\0" + b"\x99" * width) * height
    text = _chunk(b"tEXt", b"Comment\0" + comment) if comment else b""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + text + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def jpeg(width: int, height: int, turned: str = "") -> bytes:
    """The headers of a JPEG; `turned` (a byte order) adds an EXIF orientation of a quarter turn."""
    exif = b""
    if turned:
        mark = b"II" if turned == "<" else b"MM"
        entry = struct.pack(f"{turned}HHIHH", 0x0112, 3, 1, 6, 0)
        tiff = mark + struct.pack(f"{turned}HIH", 42, 8, 1) + entry + b"\0\0\0\0"
        exif = b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff
    jfif = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = b"\xff\xc2" + struct.pack(">HBHH", 11, 8, height, width) + b"\x01\x01\x11\0"
    return b"\xff\xd8" + jfif + exif + frame + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    """The headers of a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def webp(width: int, height: int, shape: bytes = b"VP8X") -> bytes:
    """The headers of a WebP: lossy, lossless or extended."""
    body = {
        b"VP8X": b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
        b"VP8L": b"\x2f" + ((width - 1) | ((height - 1) << 14)).to_bytes(4, "little"),
        b"VP8 ": b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height),
    }[shape]
    chunk = shape + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def mp4(brand: bytes) -> bytes:
    """The first boxes of the MP4 family."""
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"mp41" + b"\0\0\0\x08free"


def heic() -> bytes:
    """The first box of an iPhone's photo that calls itself by the family's name."""
    return struct.pack(">I", 24) + b"ftypmif1\0\0\0\0mif1heic" + b"\0\0\0\x08free"


def webm(kind: bytes) -> bytes:
    """The header of an EBML file of a kind."""
    header = b"B\x82" + bytes([0x80 | len(kind)]) + kind
    return b"\x1aE\xdf\xa3" + bytes([0x80 | len(header)]) + header


def zipped(*names: str, filler: int = 0) -> bytes:
    """An archive with empty files of these names, and one of so many bytes before them."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        if filler:
            archive.writestr("filler", b"x" * filler)
        for name in names:
            archive.writestr(name, "")
    return into.getvalue()


def office(part: str, filler: int = 0) -> bytes:
    """The skeleton of an Office document, named by its main part."""
    return zipped("[Content_Types].xml", "_rels/.rels", part, filler=filler)
