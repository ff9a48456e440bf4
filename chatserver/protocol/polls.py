"""A visitor's frames where sockets are blocked: numbered both ways, in requests and their answers (contract R5)."""

from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct, field

from chatserver.protocol.values import Id
from chatserver.protocol.wire import MAX_DEPTH, MAX_FRAME_BYTES, Rejected, depth

MAX_BODY_BYTES = 2 * MAX_FRAME_BYTES
Number = Annotated[int, Meta(ge=0, le=2**53)]
Position = Annotated[int, Meta(ge=1, le=2**53)]


class Poll(Struct, frozen=True):
    """One request: frames from `first` on, what has arrived of the answers, and whether to wait for more."""

    session: Id
    ack: Number = 0
    first: Position = 1
    frames: Annotated[list[Raw], Meta(max_length=64)] = field(default_factory=list)
    wait: bool = False
    close: bool = False

    @property
    def begins(self) -> bool:
        """Whether it brings the first frame, which begins a session."""
        return self.first == 1 and bool(self.frames)

    @property
    def texts(self) -> list[str]:
        """The frames, each as a socket would have brought it."""
        return [bytes(frame).decode() for frame in self.frames]


class Closed(Struct, frozen=True):
    """The session has ended: a socket's close code and reason."""

    code: int
    reason: str


class Polled(Struct, frozen=True):
    """One answer: up to which frame of the client's all have arrived, and frames from `first` on."""

    received: int
    first: int
    frames: list[Raw]
    closed: Closed | None = None


_decoder = msgspec.json.Decoder(Poll)


def parse_poll(body: bytes) -> Poll:
    """Read a request's body; raises `Rejected`: `too_big`, `too_deep`, `malformed`."""
    if len(body) > MAX_BODY_BYTES:
        raise Rejected("too_big")
    try:
        text = body.decode()
        if depth(text) > MAX_DEPTH + 2:
            raise Rejected("too_deep")
        return _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise Rejected("malformed") from None


def polled(received: int, first: int, texts: list[str], closed: tuple[int, str] | None) -> bytes:
    """The body of an answer."""
    ended = Closed(*closed) if closed else None
    return msgspec.json.encode(Polled(received, first, [Raw(text.encode()) for text in texts], ended))
