"""Addresses in headers: who wrote, and to whom."""

import re

from chatserver.domain.address import is_address
from chatserver.mail.parse.charsets import decode_text
from chatserver.mail.parse.cleaning import clean_line
from chatserver.mail.parse.encoded_words import decode_words
from chatserver.mail.parse.fields import Fields

MAX_NAME = 100
MOST = 100
FROM = ("from", "sender", "return-path")
TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to")
# One entry of a list, up to its comma: quoted text, comments and <…> may hold commas themselves.
ENTRY = re.compile(r'(?:"(?:[^"\\]|\\.)*+"|\([^()]*+\)|<[^<>]*+>|[^,;])++')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
ANGLE = re.compile(r"<([^<>]*)>")
COMMENT = re.compile(r"\(([^()]*)\)")


def sender_of(fields: Fields, own_domain: str) -> tuple[str, str]:
    """(name, address) of who wrote, '' where unreadable: From, else Sender, else Return-Path.

    A mailing group in front of a desk (and many a contact form) writes its own address into From and the person's
    into X-Original-From or Reply-To: for mail from our own domain those are read first.
    """
    found = [entry for name in FROM for entry in addresses(fields.every_raw(name))]
    if not found:
        return "", ""
    name, address = found[0]
    if own_domain and address.endswith("@" + own_domain.lower()):
        said = [
            entry for name in ("x-original-from", "reply-to") for entry in addresses(fields.every_raw(name))
        ]
        others = [entry for entry in said if not entry[1].endswith("@" + own_domain.lower())]
        return (others[0][0] or name, others[0][1]) if others else (name, address)
    return name, address


def recipients_of(fields: Fields) -> tuple[str, ...]:
    """Every address this mail was sent to, as far as its header tells, each once."""
    found = [address for name in TO for _, address in addresses(fields.every_raw(name))]
    return tuple(dict.fromkeys(found))[:MOST]


def addresses(values: list[bytes]) -> list[tuple[str, str]]:
    """(name, address) of each entry that can be written to; domains in lower case.

    Encoded words are read last: one that holds `<other@…>,` must not become an address of its own.
    """
    found = []
    for value in values:
        carried = ""  # "Nguyễn, Lan <lan@…>" without quotes: the name goes on after its comma
        for entry in ENTRY.findall(decode_text(value))[:MOST]:
            name, address = _name_and_address(f"{carried}, {entry}" if carried else entry)
            carried = "" if address or "@" in entry else entry.rpartition(":")[2].strip()
            if address:
                found.append((name, address))
    return found


def _name_and_address(entry: str) -> tuple[str, str]:
    unquoted = QUOTED.sub("", entry)
    angles = ANGLE.findall(unquoted)
    bare = COMMENT.sub("", unquoted).rpartition(":")[2]
    address = _clean(angles[-1] if angles else bare)
    name = ANGLE.sub("", QUOTED.sub(lambda found: re.sub(r"\\(.)", r"\1", found[1]), entry)) if angles else ""
    if not name.strip():
        name = " ".join(COMMENT.findall(unquoted))
    name = clean_line(decode_words(name.encode("utf-8")), MAX_NAME).strip("'\" ,")
    return "" if is_address(name) else name, address  # a name that is an address pretends to be the sender


def _clean(written: str) -> str:
    local, _, domain = "".join(written.split()).removeprefix("mailto:").rpartition("@")
    address = f"{local}@{_ascii_domain(domain.lower())}"
    return address if is_address(address) else ""


def _ascii_domain(domain: str) -> str:
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
