"""Bodies: how much comes at once, and how slowly it may (contract S5)."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatserver.domain.errors import Refused
from chatserver.web.bodies import MOST_OF_ONE_ADDRESS, Bodies, read_steadily

pytestmark = pytest.mark.anyio
EVERY_S = 0.05


async def parts(*given: bytes) -> AsyncIterator[bytes]:
    """These, then the end."""
    for one in given:
        yield one


async def trickle(drops: int) -> AsyncIterator[bytes]:
    """So many single bytes, each well within the time."""
    for _ in range(drops):
        await asyncio.sleep(EVERY_S / 5)
        yield b"x"


async def test_a_body_is_read_whole() -> None:
    assert await read_steadily(parts(b"a" * 10, b"", b"b" * 5), 15, 4, EVERY_S) == b"a" * 10 + b"b" * 5
    assert await read_steadily(parts(), 15, 4, EVERY_S) == b""


async def test_too_large_a_body_is_refused_as_soon_as_that_shows() -> None:
    with pytest.raises(Refused, match="too_big"):
        await read_steadily(parts(b"a" * 10, b"b" * 6), 15, 4, EVERY_S)


async def test_who_sends_drop_by_drop_is_cut_off() -> None:
    with pytest.raises(TimeoutError):
        await read_steadily(trickle(100), 1000, 50, EVERY_S)


async def test_who_keeps_up_may_take_longer_in_all() -> None:
    assert await read_steadily(trickle(20), 1000, 1, EVERY_S) == b"x" * 20


def test_one_address_has_so_many_on_their_way_and_others_are_free() -> None:
    bodies = Bodies()
    open_ = [bodies.reading("192.0.2.1") for _ in range(MOST_OF_ONE_ADDRESS)]
    for one in open_:
        one.__enter__()
    with pytest.raises(Refused, match="too_many"), bodies.reading("192.0.2.1"):
        pass
    with bodies.reading("192.0.2.2"), bodies.reading(""):
        pass
    open_[0].__exit__(None, None, None)
    with bodies.reading("192.0.2.1"):
        pass
