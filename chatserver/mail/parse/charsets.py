"""From bytes to text, whatever charset the mail claims.

Claims are often wrong, so bytes that are valid UTF-8 are UTF-8, unless the charset named is one that could look like
it by chance. Undeclared 8-bit text is read as windows-1258, the Vietnamese charset of old mail programs.
"""

import codecs
import re

NAME = re.compile(r"[\w.:+-]{1,40}", re.ASCII)
ALIASES = {
    "utf8mb4": "utf-8",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",  # what says gb2312 is in truth its superset
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "x-windows-1258": "cp1258",
    "iso-8859-1": "cp1252",  # as browsers read it (WHATWG Encoding)
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
# Only these of Python's codecs: utf-7 hides markup from filters, idna and punycode raise, others are no charsets.
KNOWN = re.compile(
    r"utf-8(-sig)?|utf-16.*|utf-32.*|iso8859-\d+|cp\d+|koi8-[rtu]|gb18030|hz|big5.*|euc_.*|iso2022_.*|tis-620"
    r"|mac-.*|johab|kz1048|ptcp154"
)
MULTI_BYTE = re.compile(r"utf-(16|32).*|gb18030|hz|big5.*|euc_.*|cp9(32|36|49|50)|johab|iso2022_.*")
FALLBACK = "cp1258"


def decode_text(raw: bytes, charset: str = "") -> str:
    """The text of these bytes; what cannot be read becomes U+FFFD, never an error."""
    codec = _codec(charset)
    if codec and MULTI_BYTE.fullmatch(codec):
        return raw.decode(codec, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if codec.startswith("utf-8") and _is_mostly_utf8(raw):
            return raw.decode("utf-8-sig", "replace")
    return raw.decode(FALLBACK if not codec or codec.startswith("utf-8") else codec, "replace")


def _codec(charset: str) -> str:
    """Python's own name of a charset that we read; '' for all others."""
    asked = charset.strip().strip("\"'").lower()
    if not NAME.fullmatch(asked):
        return ""
    try:
        found = codecs.lookup(ALIASES.get(asked, asked)).name
    except (LookupError, ValueError):
        return ""
    return found if KNOWN.fullmatch(found) else ""


def _is_mostly_utf8(raw: bytes) -> bool:
    """Say whether a few bytes were damaged on the way, and it is not another charset altogether."""
    text = raw.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return lost * 4 <= sum(1 for char in text if char > "\x7f")
