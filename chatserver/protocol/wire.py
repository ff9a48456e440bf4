"""Text to frames and frames to text; what does not fit is one named `Rejected`, never an exception's text."""

import re
from typing import Any, TypeVar

import msgspec

from chatserver.protocol.from_agent import FromAgent
from chatserver.protocol.from_visitor import FromVisitor

MAX_FRAME_BYTES = 64 * 1024
MAX_DEPTH = 8
SUBPROTOCOL = "chat.v1"

F = TypeVar("F")
# possessive: a text full of strings without an end costs one pass, not one for each of them
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_visitor: msgspec.json.Decoder[FromVisitor] = msgspec.json.Decoder(FromVisitor)
_agent: msgspec.json.Decoder[FromAgent] = msgspec.json.Decoder(FromAgent)
_encoder = msgspec.json.Encoder()


class Rejected(Exception):
    """A frame that is not of this protocol; `reason` is a text key without `error.`; `cid` and `ref` as sent."""

    def __init__(self, reason: str, cid: str = "", ref: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cid = cid
        self.ref = ref


def parse_visitor(text: str) -> FromVisitor:
    """Read a visitor's frame; raises `Rejected`: `too_big`, `too_deep`, `malformed`, `unknown_frame`, `bad_field`."""
    return _parse(text, _visitor)


def parse_agent(text: str) -> FromAgent:
    """Read a console's frame; raises `Rejected` as `parse_visitor` does."""
    return _parse(text, _agent)


def to_text(frame: msgspec.Struct) -> str:
    """Encode a frame of `to_visitor` or `to_agent` as one JSON text."""
    return _encoder.encode(frame).decode()


def _parse(text: str, decoder: msgspec.json.Decoder[F]) -> F:
    if len(text) * 4 > MAX_FRAME_BYTES and len(text.encode(errors="surrogatepass")) > MAX_FRAME_BYTES:
        raise Rejected("too_big")
    if depth(text) > MAX_DEPTH:
        raise Rejected("too_deep")
    try:
        return decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise _name_the_fault(text, decoder) from None


def depth(text: str) -> int:
    """Upper bound of the nesting: brackets inside strings count only where the cheap count is already high."""
    opened = text.count("{") + text.count("[")
    if opened <= MAX_DEPTH:
        return opened
    brackets = _STRINGS.sub("", text).encode("ascii", "replace").translate(_ONE_KIND, _NO_BRACKETS)
    layers = 0
    # the innermost pairs at once: a letter at a time would take 20 ms for a long text
    while b"[]" in brackets and layers <= MAX_DEPTH + 2:
        brackets = brackets.replace(b"[]", b"")
        layers += 1
    return layers + brackets.count(b"[")


def _name_the_fault(text: str, decoder: msgspec.json.Decoder[Any]) -> Rejected:
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return Rejected("malformed")
    if not isinstance(raw, dict) or not isinstance(raw.get("t"), str):
        return Rejected("malformed")
    cid, ref = raw.get("cid"), raw.get("ref")
    known = raw["t"] in {frame.__struct_config__.tag for frame in decoder.type.__args__}
    return Rejected(
        "bad_field" if known else "unknown_frame",
        cid if isinstance(cid, str) and len(cid) <= 64 else "",
        ref if isinstance(ref, int) else 0,
    )
