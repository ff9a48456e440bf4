"""What is kept of visitors: for good only once they have spoken (contract R1, S5)."""

import asyncio

from chatserver.background import Background
from chatserver.domain.message import VisitorMessage
from chatserver.store import keys, visitors
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

SITE = "s" * 32
FOR_EVER = -1


async def test_a_context_without_words_is_forgotten_in_time_and_words_keep_it(client: Client) -> None:
    key = keys.visitor(SITE, "lan")
    await visitors.keep_context(client, SITE, "lan", '{"plan":"pro"}')
    assert 0 < await client.ttl(key) <= visitors.TRAIL_LIFE_S
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        lan = Arrival("lan", "hash", "epoch", "waiting", {}, "")
        await appender.append(SITE, Append("c", 1, VisitorMessage("k" * 32, "chào"), lan))
    assert await client.ttl(key) == FOR_EVER
    await visitors.keep_context(client, SITE, "lan", '{"plan":"free"}')
    assert await client.ttl(key) == FOR_EVER
    assert (await visitors.find(client, SITE, "lan")).context == '{"plan":"free"}'


async def test_a_widget_that_leaves_leaves_its_neighbours_where_they_are(client: Client) -> None:
    await visitors.lease_here(client, SITE, [("lan", "one"), ("lan", "two")], visitors.HERE_MS)
    await visitors.end_here(client, SITE, "lan", "one")
    assert await visitors.widgets_here(client, SITE, "lan") == 1
