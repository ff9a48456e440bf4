"""Which parts of a mail are its text, and which are files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chatserver.domain.received_mail import ReceivedFile
from chatserver.mail.parse.charsets import decode_text
from chatserver.mail.parse.cleaning import clean_body, clean_line
from chatserver.mail.parse.fields import split_header
from chatserver.mail.parse.file_names import clean_file_name
from chatserver.mail.parse.html_depth import is_deep
from chatserver.mail.parse.html_lines import MAX_SOURCE, html_lines, shortened
from chatserver.mail.parse.lines import Line, plain_lines
from chatserver.mail.parse.parts import Part, Unreadable
from chatserver.mail.parse.sealed import opened, unsealed_text

MAX_TEXT = 200_000  # characters
MAX_READ = 2_000_000  # of all parts, markup among them
MAX_RAW = 12_000_000  # bytes of one, embedded pictures among them
MAX_FILES = 100
MAX_SUBJECT = 100
TEXTS = ("text/plain", "text/html")
UNSHOWN = {"text/x-amp-html", "text/watch-html", "application/pgp-signature", "application/pkcs7-signature",
           "application/x-pkcs7-signature", "application/pgp-keys"}  # fmt: skip
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(slots=True)
class _Left:
    """What may still be read of one mail: characters of text, and envelopes to open."""

    characters: int = MAX_READ
    seals: int = 5


@dataclass(slots=True)
class Body:
    """What a mail says: pieces of text in their order as (is it HTML, text), and files."""

    pieces: list[tuple[bool, list[Line], str]] = field(default_factory=list)
    files: list[ReceivedFile] = field(default_factory=list)
    left: _Left = field(default_factory=_Left)

    @property
    def lines(self) -> list[Line]:
        """The text as lines, at most 200,000 characters; a piece that only repeats the next one is left out."""
        found: list[Line] = []
        for at, (_, lines, _) in enumerate(self.pieces):
            if at + 1 < len(self.pieces) and _letters(lines) == _letters(self.pieces[at + 1][1]):
                continue
            found += [*([Line("")] if found else []), *lines]
        return _beginning(found)

    @property
    def html(self) -> str:
        """The HTML pieces, as they were sent; a piece that would hurt who cleans it is left out."""
        return "\n".join(source for is_html, _, source in self.pieces if is_html)[:MAX_SOURCE]


def read_body(root: Part) -> Body:
    """The text and the files of a mail. Raises Unreadable `encrypted`."""
    body = Body()
    _read(root, body, within="")
    if not body.pieces:  # a body with a name, as some programs send it
        _read_named_text(root, body)
    del body.files[MAX_FILES:]
    return body


def _read(part: Part, body: Body, *, within: str) -> None:
    part = _opened(part, body.left)
    if part.kind == "multipart/alternative":
        _read_alternative(part, body)
    elif part.kind == "multipart/signed":
        for signed in part.parts[:1]:
            _read(signed, body, within=part.kind)
    elif part.parts:
        for inner in part.parts:
            _read(inner, body, within=part.kind)
    elif _is_text(part, within) and body.left.characters > 0:
        body.pieces.append(_piece(part, body.left))
    elif part.kind not in UNSHOWN and not (part.kind.startswith("multipart/") and not part.body.strip()):
        body.files.append(_file(part, within))


def _read_alternative(part: Part, body: Body) -> None:
    """Of several versions of a text the HTML one, whose paragraphs are not cut into lines, unless it is empty.

    Calendar invitations and other things that stand among the versions are files.
    """
    versions: dict[bool, Body] = {}
    for inner in part.parts:
        version = Body(left=body.left)
        _read(inner, version, within=part.kind)
        body.files += version.files
        if any(not line.is_blank for line in version.lines):
            versions[any(is_html for is_html, _, _ in version.pieces)] = version
    best = versions.get(True) or versions.get(False)
    body.pieces += best.pieces if best else []


def _is_text(part: Part, within: str) -> bool:
    return part.kind in TEXTS and part.disposition != "attachment" and not (part.file_name and within)


def _piece(part: Part, left: _Left) -> tuple[bool, list[Line], str]:
    raw = part.content[:MAX_RAW]
    charset = part.options.get("charset", "")
    if part.kind == "text/html":
        meta = META_CHARSET.search(raw[:4096])
        source = shortened(decode_text(raw, charset or (meta[1].decode("ascii", "replace") if meta else "")))
        left.characters -= len(source)
        return True, html_lines(source), "" if is_deep(source) else source
    text = unsealed_text(clean_body(decode_text(raw, charset)[:MAX_TEXT]))
    left.characters -= len(text)
    flowed = part.options.get("format", "").lower() == "flowed"
    delete_space = part.options.get("delsp", "").lower() == "yes"
    return False, plain_lines(text, flowed=flowed, delete_space=delete_space), ""


def _opened(part: Part, left: _Left) -> Part:
    inner = opened(part)
    left.seals -= inner is not part
    if left.seals < 0:
        raise Unreadable("too_deep")
    return inner


def _file(part: Part, within: str) -> ReceivedFile:
    sent = part.file_name
    if not sent and part.kind.startswith("message/"):
        subject = split_header(part.content)[0].first("subject")
        sent = f"{clean_line(subject, MAX_SUBJECT)}.eml" if subject else ""
    shown = part.kind.startswith("image/") and (within == "multipart/related" or "content-id" in part.fields)
    is_inline = part.disposition == "inline" or (shown and part.disposition != "attachment")
    return ReceivedFile(
        clean_file_name(sent, part.kind), part.content, is_inline and part.kind.startswith("image/")
    )


def _read_named_text(root: Part, body: Body) -> None:
    for part in _leaves(root):
        if part.kind in TEXTS and part.disposition != "attachment":
            body.pieces.append(_piece(part, body.left))
            name = clean_file_name(part.file_name, part.kind)
            body.files = [file for file in body.files if file.name != name]
            return


def _leaves(root: Part) -> Iterator[Part]:
    return (part for part in root.walk() if not part.parts)


def _beginning(lines: list[Line]) -> list[Line]:
    """As many lines as are kept of a mail."""
    length = 0
    for at, line in enumerate(lines):
        length += len(line.text) + line.depth + 2
        if length > MAX_TEXT:
            return [*lines[:at], Line(line.text[:MAX_TEXT], line.depth, line.role)]
    return lines


def _letters(lines: list[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)
