"""Names of files as people may see and save them; what a browser or a mail says is hostile (contract S3)."""

import re
import unicodedata

from chatserver.domain.file_types import EXCEL, UNTOLD, WORD, ending_of

MAX_NAME, MAX_ENDING, MAX_RAW = 120, 10, 4096
NAMELESS = "file"
# controls, lone surrogates, and all that turns or hides: bidi marks and overrides, zero widths, line ends
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
UNSAVED = str.maketrans(dict.fromkeys('<>:"|?*', "_"))  # Windows saves none of these
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)

ENDINGS: dict[str, tuple[str, ...]] = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "image/heic": ("heic", "heif"),
    "video/mp4": ("mp4", "m4v"),
    "video/webm": ("webm",),
    "video/quicktime": ("mov", "qt"),
    "application/pdf": ("pdf",),
    "application/zip": ("zip",),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
    "text/plain": ("txt", "log"),
    "text/csv": ("csv",),
    "message/rfc822": ("eml",),
    UNTOLD: ("bin",),
}


def clean_name(raw: str) -> str:
    """A name in one line, NFC, without folders and at most 120 characters, its ending kept; 'file' for none."""
    name = re.split(r"[/\\]", raw[-MAX_RAW:])[-1]
    name = unicodedata.normalize("NFC", UNSEEN.sub("", name).translate(UNSAVED))
    name = " ".join(name.split()).strip(". ")
    if DEVICES.match(name):
        name = f"_{name}"
    return _cut(name, ending_of(name)) or NAMELESS


def name_for(name: str, kind: str) -> str:
    """A clean name whose ending is one of its type: nobody saves a picture as a program."""
    endings = ENDINGS[kind]
    if ending_of(name) in endings:
        return name
    return _cut(f"{name}.{endings[0]}", endings[0])


def _cut(name: str, ending: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    if not 0 < len(ending) <= MAX_ENDING:
        return _whole(name[:MAX_NAME])
    return f"{_whole(name[: MAX_NAME - len(ending) - 1])}.{ending}"


def _whole(part: str) -> str:
    return part.rstrip(". ")
