"""What it costs to assign one of so many waiting conversations: a whole round of the sweep that offers one."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from chatserver.actions.conversations import close, take
from chatserver.domain.message import Speaker
from chatserver.store import queues
from chatserver.store.client import command_client
from tests.actions.desk import SITE, Desk, desk
from tests.domain.policies import minimal
from tests.redis_servers import redis_server

FEW, MANY = 10, 10_000
SAMPLES = 60
AT_ONCE = 500
AN = Speaker("an", "An")


@asynccontextmanager
async def waiting(count: int) -> AsyncIterator[Desk]:
    """A desk with so many who wait and one agent, who takes one at a time."""
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder)) as url:
        client = command_client(url)
        async with desk(client, minimal()) as made:
            for start in range(0, count, AT_ONCE):
                await made.comes("an", capacity="1")
                await made.office.refresh(SITE)
                await asyncio.gather(*(made.writes() for _ in range(min(AT_ONCE, count - start))))
            yield made
        await client.aclose()


async def assign_one(shop: Desk) -> float:
    """Seconds for a round that offers one conversation; another comes for it afterwards."""
    await shop.comes("an", capacity="1")
    began = time.perf_counter()
    await shop.sweeps()
    took = time.perf_counter() - began
    (name,) = await queues.given_to(shop.office.client, SITE, AN.id)
    await take(shop.office, SITE, AN, name)
    await close(shop.office, SITE, AN, name)
    await shop.writes()
    return took


async def cost_ratios(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds to assign one of 10,000 and one of 10: the medians of alternating samples, one of each a round."""
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(waiting(FEW))
        many = await stack.enter_async_context(waiting(MANY))
        medians: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            samples: tuple[list[float], list[float]] = ([], [])
            for _ in range(SAMPLES):
                samples[0].append(await assign_one(many) * 1000)
                samples[1].append(await assign_one(few) * 1000)
            for kept, found in zip(medians, samples, strict=True):
                kept.append(median(found))
        return medians
