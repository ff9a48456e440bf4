"""What is kept of visitors: for good only once they have spoken (contract R1, S5)."""

import asyncio

from chatserver.background import Background
from chatserver.domain.identity import Identity
from chatserver.domain.ids import random_id
from chatserver.domain.message import VisitorMessage
from chatserver.store import identities, keys, visitors
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

SITE = "s" * 32
FOR_EVER = -1
HOA = Identity("hoa", "Hoa", "", "", until=1000, issued_at=1)
OF_HOA = keys.visitor(SITE, "lan"), keys.identity(SITE, HOA.digest), keys.identity_visitors(SITE, HOA.digest)


async def identifies(client: Client, visitor: str) -> None:
    """A browser brings Hoa's token."""
    await identities.bind(client, SITE, visitor, "hash", HOA, 1)


def words(visitor: str, conversation: str) -> Append:
    """Some words of a visitor."""
    arrival = Arrival(visitor, "hash", "epoch", "waiting", {}, "")
    return Append(conversation, 1, VisitorMessage(random_id(), "chào"), arrival)


async def test_a_context_without_words_is_forgotten_in_time_and_words_keep_it(client: Client) -> None:
    key = keys.visitor(SITE, "lan")
    await visitors.keep_context(client, SITE, "lan", '{"plan":"pro"}')
    assert 0 < await client.ttl(key) <= visitors.TRAIL_LIFE_S
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        await appender.append(SITE, words("lan", "c"))
    assert await client.ttl(key) == FOR_EVER
    await visitors.keep_context(client, SITE, "lan", '{"plan":"free"}')
    assert await client.ttl(key) == FOR_EVER
    assert (await visitors.find(client, SITE, "lan")).context == '{"plan":"free"}'


async def test_who_is_only_identified_is_forgotten_in_time_as_a_person_too(client: Client) -> None:
    await identifies(client, "lan")
    await visitors.keep_context(client, SITE, "lan", '{"plan":"pro"}')
    for key in OF_HOA:
        assert 0 < await client.ttl(key) <= visitors.TRAIL_LIFE_S
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        await appender.append(SITE, words("lan", "c"))
        await identifies(client, "tab")
        assert 0 < await client.ttl(keys.visitor(SITE, "tab")) <= visitors.TRAIL_LIFE_S
        await appender.append(SITE, words("tab", "c"))
    await identifies(client, "lan")
    for key in (*OF_HOA, keys.visitor(SITE, "tab")):
        assert await client.ttl(key) == FOR_EVER


async def test_who_wrote_before_is_a_person_for_good(client: Client) -> None:
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        await appender.append(SITE, words("lan", "c"))
    await identifies(client, "tab")
    await identifies(client, "lan")
    for key in OF_HOA:
        assert await client.ttl(key) == FOR_EVER


async def test_a_browser_that_is_forgotten_leaves_its_person(client: Client) -> None:
    await identifies(client, "lan")
    await client.delete(keys.visitor(SITE, "lan"))  # its time was over
    await identifies(client, "tab")
    assert await client.smembers(keys.identity_visitors(SITE, HOA.digest)) == {"tab"}


async def test_a_widget_that_leaves_leaves_its_neighbours_where_they_are(client: Client) -> None:
    await visitors.lease_here(client, SITE, [("lan", "one"), ("lan", "two")], visitors.HERE_MS)
    await visitors.end_here(client, SITE, "lan", "one")
    assert await visitors.widgets_here(client, SITE, "lan") == 1
