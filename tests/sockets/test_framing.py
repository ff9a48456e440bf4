"""Text frames as bytes: what websockets writes is read, what we write it reads, all else is left to it."""

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from chatserver.sockets.framing import read_text, text_frame


def from_client(opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=mask)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535])
def test_a_text_frame_is_read_up_to_its_end(size: int) -> None:
    text = b"a" * size
    data = b"xx" + from_client(Opcode.TEXT, text) + b"next"
    assert read_text(data, 2) == (text, len(data) - 4)


@pytest.mark.parametrize("size", [0, 125, 126, 300])
def test_a_frame_that_is_not_all_here_is_left(size: int) -> None:
    whole = from_client(Opcode.TEXT, b"a" * size)
    assert not any(read_text(whole[:end], 0) for end in range(len(whole)))


def test_every_other_kind_of_frame_is_left() -> None:
    others = [from_client(kind, b"a" * 20) for kind in Opcode if kind is not Opcode.TEXT]
    others += [
        from_client(Opcode.TEXT, b"a" * 20, fin=False),
        from_client(Opcode.TEXT, b"a" * 20, mask=False),
        from_client(Opcode.TEXT, b"a" * 65_536),
        bytes([0x81 | 0x40])
        + from_client(Opcode.TEXT, b"a" * 20)[1:],  # a bit that only an extension may set
    ]
    assert not any(read_text(frame, 0) for frame in others)


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_what_we_write_is_a_text_frame_to_websockets(size: int) -> None:
    reader = StreamReader()
    reader.feed_data(text_frame("a" * size))
    parsing = Frame.parse(reader.read_exact, mask=False, max_size=None)
    with pytest.raises(StopIteration) as end:
        next(parsing)
    assert end.value.value == Frame(Opcode.TEXT, b"a" * size)
