"""Text from outside, made fit to keep (contract S3): NFC, without control, direction and invisible characters."""

import re
import unicodedata
from collections.abc import Iterator

MAX_MARKS = 20  # combining marks on one letter; NFC's cost grows with the square of such a run
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85]")
LONG_RUN = re.compile("[^\x00-\u02ff\u3000-\ua48f\uac00-\ud7ff]{21}")  # a tower may be within


def clean_body(text: str) -> str:
    """Text of several lines; its newlines become \\n, its spaces plain ones."""
    return _composed(SPACES.sub(" ", UNSEEN.sub("", BREAKS.sub("\n", text))))


def clean_line(text: str, limit: int) -> str:
    """One line of at most `limit` characters: header injection ends here."""
    line = " ".join(clean_body(text[: 4 * limit]).split())
    return line[:limit].strip()


def _composed(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(_without_towers(text)) if LONG_RUN.search(text) else text)


def _without_towers(text: str) -> Iterator[str]:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MAX_MARKS:
            yield char
