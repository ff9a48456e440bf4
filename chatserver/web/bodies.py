"""Bodies that are being read: each takes up to a chunk of memory until it is here, however slowly it comes (S5)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from chatserver.domain.errors import Refused

MOST_OF_ONE_ADDRESS = 64
RETRY_AFTER_S = 5


async def read_steadily(parts: AsyncIterator[bytes], most: int, least: int, every_s: float) -> bytes:
    """A body of at most `most` bytes; each `every_s` seconds bring `least` of them, or its end.

    Raises `Refused('error.too_big')`, `TimeoutError`.
    """
    raw, next_mark, loop = bytearray(), least, asyncio.get_running_loop()
    async with asyncio.timeout(every_s) as limit:
        async for part in parts:
            raw += part
            if len(raw) > most:
                raise Refused("error.too_big")
            if len(raw) >= next_mark:
                next_mark = len(raw) + least
                limit.reschedule(loop.time() + every_s)
    return bytes(raw)


class Bodies:
    """What one process reads at the moment, by client address."""

    __slots__ = ("_coming",)

    def __init__(self) -> None:
        self._coming: Counter[str] = Counter()

    @contextmanager
    def reading(self, address: str) -> Iterator[None]:
        """Count one in and out ('' is not counted); raises `Refused('error.too_many')`."""
        if not address:
            yield
            return
        if self._coming[address] >= MOST_OF_ONE_ADDRESS:
            raise Refused("error.too_many", retry_after=RETRY_AFTER_S, seconds=RETRY_AFTER_S)
        self._coming[address] += 1
        try:
            yield
        finally:
            self._coming[address] -= 1
            if not self._coming[address]:
                del self._coming[address]
