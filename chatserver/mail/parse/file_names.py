"""Names of attached files, fit to keep and to show (contract S3): no paths, no tricks with the direction of writing."""

import re

from chatserver.mail.parse.cleaning import clean_line

LONGEST = 120  # characters
LONGEST_ENDING = 12
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/delivery-status": ".txt",
    "image/jpeg": ".jpg",
    "image/svg+xml": ".svg",
    "video/quicktime": ".mov",
    "audio/mpeg": ".mp3",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/ics": ".ics",
    "application/octet-stream": ".bin",
}
USUAL = {"text/calendar": "invite", "application/ms-tnef": "winmail", "message/rfc822": "mail"}
SIMPLE = re.compile(r"(?:image|video|audio)/(?:x-)?([a-z0-9]{2,5})")


def clean_file_name(sent: str, kind: str) -> str:
    """The name of a file of type `kind`; what has none gets one. At most 120 characters, the ending kept."""
    last = re.split(r"[/\\]", clean_line(sent, 10 * LONGEST).rstrip("/\\. "))[-1]
    name = FORBIDDEN.sub("_", last).strip(". ")
    if not name:
        name = USUAL.get(kind, kind.partition("/")[0] if "/" in kind else "file") + _ending(kind)
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST or not stem or len(ending) > LONGEST_ENDING:
        return _cut(name, LONGEST)
    return _cut(stem, LONGEST - len(dot + ending)) + dot + ending


def _ending(kind: str) -> str:
    simple = SIMPLE.fullmatch(kind)
    if kind == "application/ms-tnef":
        return ".dat"
    return ENDINGS.get(kind) or (f".{simple[1]}" if simple else ".bin")


def _cut(text: str, limit: int) -> str:
    """Cut by letters as a person counts them: no mark or half of a joined sign is left at the end."""
    kept = text[:limit]
    while kept and len(text) > len(kept) and (_joins(text[len(kept)]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    return (kept or text[:limit]).strip()


def _joins(char: str) -> bool:
    return char in "\u200d\ufe0f" or "\u0300" <= char <= "\u036f" or "\U0001f3fb" <= char <= "\U0001f3ff"
