"""Durable delivered messages per server CPU-second: stored, acked to the visitor, delivered to the watching agent."""

import asyncio

from tests.bench.load import WATCHED_EACH, Agent, Counts, Visitor, say_all, until
from tests.bench.servers import Running

VISITORS = 300
EACH = 17  # with the first one, less than the burst that a visitor is allowed
AT_ONCE = 25
SETTLE_S = 0.5
CONSOLES = VISITORS // WATCHED_EACH


async def settle() -> None:
    """Let what is put off for a moment (rows of lists, states) be done: it belongs to the messages before it."""
    await asyncio.sleep(SETTLE_S)


async def delivered_per_cpu_s(server: Running) -> float:
    """One round with visitors who are new; raises when anything is lost or comes twice."""
    counts = Counts()
    visitors = [Visitor(counts) for _ in range(VISITORS)]
    agents = [Agent(counts) for _ in range(CONSOLES)]
    for first in range(0, VISITORS, AT_ONCE):
        await asyncio.gather(*(one.connect(server.target) for one in visitors[first : first + AT_ONCE]))
    for agent, (headers, csrf) in zip(agents, server.target.agents, strict=True):
        await agent.connect(server.target, headers, csrf)
    await say_all(visitors, counts, 1)
    for index, agent in enumerate(agents):
        share = visitors[index * WATCHED_EACH : (index + 1) * WATCHED_EACH]
        await agent.watch([visitor.conversation for visitor in share])
    counts.delivered.clear()
    await settle()
    before = server.cpu_s()
    await say_all(visitors, counts, EACH)
    await until(lambda: len(counts.delivered) == VISITORS * EACH)
    await settle()
    spent = server.cpu_s() - before
    everybody: list[Visitor | Agent] = [*visitors, *agents]
    for one in everybody:
        assert one.socket is not None
        one.socket.close()
    return VISITORS * EACH / spent
