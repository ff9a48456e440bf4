"""What is said: bodies are encoded once, here, and stored as they are (contract R2)."""

import hashlib
from typing import Literal

from msgspec import Struct
from msgspec.json import Encoder

Author = Literal["visitor", "agent", "system"]
PREVIEW_CHARS = 140
_encoder = Encoder()


class WrittenOn(Struct, frozen=True):
    """The page a message was written on: cleaned URL and title."""

    url: str
    title: str


class Speaker(Struct, frozen=True):
    """The agent who speaks."""

    id: str
    name: str


class File(Struct, frozen=True, omit_defaults=True):
    """A file that goes with words: its `type` was read from its bytes (contract S4), `size` in bytes."""

    id: str
    name: str
    type: str
    size: int
    width: int = 0  # of an image, in pixels
    height: int = 0


class Letter(Struct, frozen=True):
    """The mail that words came by; `file` is the raw mail in the file store, '' when it was not kept."""

    subject: str
    sender: str
    file: str


class VisitorMessage(Struct, frozen=True, tag_field="from", tag="visitor", omit_defaults=True):
    """A visitor's words; without text only when there are files."""

    cid: str
    text: str
    page: WrittenOn | None = None
    files: tuple[File, ...] = ()
    letter: Letter | None = None


class AgentMessage(Struct, frozen=True, tag_field="from", tag="agent", omit_defaults=True):
    """An agent's words; without text only when there are files."""

    cid: str
    text: str
    agent: Speaker
    files: tuple[File, ...] = ()


class SystemLine(Struct, frozen=True, tag_field="from", tag="system"):
    """What happened, as a text key and values; worded in the reader's language, instants are ms."""

    cid: str
    key: str
    values: dict[str, str | int]


class Note(Struct, frozen=True):
    """What an agent writes for the other agents; kept beside the visitor's stream (contract R2)."""

    cid: str
    text: str
    agent: Speaker


Body = VisitorMessage | AgentMessage | SystemLine


def author_of(body: Body) -> Author:
    """Who speaks in a body."""
    match body:
        case VisitorMessage():
            return "visitor"
        case AgentMessage():
            return "agent"
        case SystemLine():
            return "system"


def encode(body: Body | Note) -> str:
    """The JSON that is stored and delivered."""
    return _encoder.encode(body).decode()


def digest(body: Body) -> str:
    """Tells two bodies of one cid apart: text as stored (NFC) and files; the page is not compared (contract R4)."""
    text = body.key if isinstance(body, SystemLine) else body.text
    if not isinstance(body, SystemLine) and body.files:
        text = "\0".join((text, *(one.id for one in body.files)))
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:16]


def preview(body: Body) -> str:
    """One line for a list; a system line leaves the last words standing ('')."""
    if isinstance(body, SystemLine):
        return ""
    words = " ".join(body.text.split()) or ", ".join(one.name for one in body.files)
    return words[:PREVIEW_CHARS]
