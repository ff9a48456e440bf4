"""Resident memory per idle visitor: connected, welcomed, with one message said, then silent."""

import asyncio

from tests.bench.load import Counts, Visitor, say_all
from tests.bench.servers import Running

WARM, IDLE = 100, 1000
AT_ONCE = 50


async def kb_per_visitor(server: Running) -> float:
    """The growth from some warm-up visitors to a thousand more."""
    counts = Counts()
    await _arrive(server, counts, WARM)
    before = server.rss_kb()
    await _arrive(server, counts, IDLE)
    return (server.rss_kb() - before) / IDLE


async def _arrive(server: Running, counts: Counts, many: int) -> None:
    for _ in range(many // AT_ONCE):
        visitors = [Visitor(counts) for _ in range(AT_ONCE)]
        await asyncio.gather(*(visitor.connect(server.target) for visitor in visitors))
        await say_all(visitors, counts, 1)
