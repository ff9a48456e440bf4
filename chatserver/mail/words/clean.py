"""Words from outside, made fit for a header or a body of a mail (contract S3)."""

import re
import unicodedata

from chatserver.domain.file_names import UNSEEN

JOINER = "\u200d"
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
"""What would turn or hide text, a carriage return too; marks of single words in right-to-left scripts stay."""
ENCODED = "=?"
"""How an encoded word begins (RFC 2047). Python's `email` decodes those in what it is given for a header, line ends
and all: each would be a way to write headers of one's own.
"""
MOST_READ = 20_000


def one_line(text: str, most: int) -> str:
    """Text for a header: NFC, one line, nothing unseen, at most so many characters as people count them."""
    spaced = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text[:MOST_READ])
    cleaned = unicodedata.normalize("NFC", " ".join(UNSEEN.sub("", spaced).split()))
    return cut(cleaned.replace(ENCODED, "= ?"), most)


def paragraphs(text: str) -> str:
    """Text for a body: NFC, newlines as \\n, no control characters, nothing that turns what stands around it."""
    return unicodedata.normalize("NFC", TURNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip(
        "\n"
    )


def cut(text: str, most: int) -> str:
    """At most `most` characters as people count them, with … for what is left out; no letter is cut in two."""
    starts = [place for place in range(len(text)) if not place or _begins(text, place)]
    if len(starts) <= most:
        return text
    kept = text[: starts[most - 1]]
    last_space = kept.rfind(" ")
    if last_space > len(kept) * 2 // 3:
        kept = kept[:last_space]
    return kept.rstrip(" ,.;:-") + "…"


def _begins(text: str, place: int) -> bool:
    """Whether a character as people count them begins here: an emoji with its skin, family or flag is one."""
    char, before = text[place], text[place - 1]
    if char == JOINER or before == JOINER or unicodedata.category(char) in {"Mn", "Me", "Mc"}:
        return False
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return False
    if not (_is_flag_half(char) and _is_flag_half(before)):
        return True
    run = 0
    while run < place and _is_flag_half(text[place - 1 - run]):
        run += 1
    return run % 2 == 0


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
