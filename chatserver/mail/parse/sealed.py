"""Signed and encrypted mail: what was signed is read (nobody checks the signature), what is encrypted cannot be."""

import re

from chatserver.mail.parse.parts import Part, Unreadable, read_parts

CMS = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
ENCRYPTED = {"multipart/encrypted", "application/pgp-encrypted"}
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # object identifiers of RFC 5652, as DER
ENVELOPED = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))
OCTETS = 0x04
CONSTRUCTED_OCTETS = 0x24
MAX_DEPTH = 20
PGP_ENCRYPTED = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
PGP_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----\n"
PGP_END = "-----END PGP SIGNATURE-----"


def opened(part: Part) -> Part:
    """The part itself, or what is inside when it is signed in one piece (S/MIME). Raises Unreadable `encrypted`."""
    if part.kind in ENCRYPTED:
        raise Unreadable("encrypted")
    if part.kind not in CMS:
        return part
    der = part.content
    if any(oid in der[:40] for oid in ENVELOPED):
        raise Unreadable("encrypted")
    inner = _signed_content(der) if SIGNED_DATA in der[:40] else b""
    return read_parts(inner) if inner else part


def unsealed_text(text: str) -> str:
    """A text without the armour of PGP. Raises Unreadable `encrypted`."""
    if PGP_ENCRYPTED.match(text):
        raise Unreadable("encrypted")
    before, begin, rest = text.partition(PGP_SIGNED)
    signed, seal, after = rest.partition(PGP_SIGNATURE)
    if not begin or not seal:
        return text
    _, _, words = signed.partition("\n\n")  # below the names of the hashes
    plain = re.sub(r"^- ", "", words, flags=re.MULTILINE)
    pieces = (before.strip(), plain, after.partition(PGP_END)[2].strip())
    return "\n".join(piece for piece in pieces if piece)


def _signed_content(der: bytes) -> bytes:
    """eContent of a CMS SignedData (RFC 5652, 5.1), in DER or BER; b'' when it is detached or damaged."""
    try:
        content_info = _children(der, 0, len(der))[0]
        wrapped = _inside(der, content_info)[1]
        signed_data = _inside(der, wrapped)[0]
        encapsulated = _inside(der, signed_data)[2]
        held = _inside(der, encapsulated)[1]
        return b"".join(_octets(der, element, 0) for element in _inside(der, held))
    except (IndexError, ValueError):
        return b""


def _octets(der: bytes, element: tuple[int, int, int], depth: int) -> bytes:
    tag, start, end = element
    if tag == CONSTRUCTED_OCTETS and depth < MAX_DEPTH:
        return b"".join(_octets(der, inner, depth + 1) for inner in _children(der, start, end))
    return der[start:end] if tag == OCTETS else b""


def _inside(der: bytes, element: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    return _children(der, element[1], element[2])


def _children(der: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """(tag, where its content starts, where it ends) of each element between `start` and `end`."""
    found = []
    while start < end and der[start : start + 2] != b"\0\0":
        element, start = _element(der, start, 0)
        found.append(element)
    return found


def _element(der: bytes, at: int, depth: int) -> tuple[tuple[int, int, int], int]:
    """One element and where the next begins. Raises IndexError, ValueError for what is no BER."""
    tag, length, start = der[at], der[at + 1], at + 2
    if tag & 0x1F == 0x1F or depth > MAX_DEPTH:
        raise ValueError("no structure of CMS")
    if length == 0x80:  # to the end mark
        end = start
        while der[end] or der[end + 1]:
            _, end = _element(der, end, depth + 1)
        return (tag, start, end), end + 2
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(der[start : start + size], "big"), start + size
    if start + length > len(der):
        raise ValueError("cut off")
    return (tag, start, start + length), start + length
