"""Text frames as bytes where nothing is compressed (RFC 6455, 5.2): the few lines that nearly all traffic needs."""

import struct

from websockets.speedups import apply_mask

WHOLE_TEXT = 0x81  # final fragment, opcode 1
MASKED = 0x80
_MEDIUM, _LONG = struct.Struct("!BBH").pack, struct.Struct("!BBQ").pack


def text_frame(text: str) -> bytes:
    """A text frame as a server writes it: whole, not masked."""
    data = text.encode()
    size = len(data)
    if size < 126:
        head = bytes((WHOLE_TEXT, size))
    elif size < 65_536:
        head = _MEDIUM(WHOLE_TEXT, 126, size)
    else:
        head = _LONG(WHOLE_TEXT, 127, size)
    return head + data


def read_text(data: bytes, start: int) -> tuple[bytes, int] | None:
    """The payload of the text frame at `start`, as a client writes it, and where it ends.

    None: it is not all here, or of another kind: a fragment, a control frame, binary, not masked, over 64 KB.
    """
    if len(data) < start + 6 or data[start] != WHOLE_TEXT:
        return None
    mask_at, size = start + 2, data[start + 1] - MASKED
    if size == 126:
        mask_at, size = start + 4, (data[start + 2] << 8) | data[start + 3]
    elif not 0 <= size < 126:
        return None
    begin = mask_at + 4
    end = begin + size
    if len(data) < end:
        return None
    return apply_mask(data[begin:end], data[mask_at:begin]), end
