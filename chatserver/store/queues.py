"""Reading the queues: what waits where, in its order, and what is due (contract R20). The append script writes them."""

from collections.abc import Iterable

from chatserver.domain.routing import Place
from chatserver.store import keys
from chatserver.store.client import Client


async def ready(client: Client, site: str, departments: Iterable[str], start: int, count: int) -> list[str]:
    """Conversations that are offered to nobody: `count` of each department from its `start`th on, in one order."""
    async with client.pipeline(transaction=False) as pipe:
        for name in departments:
            pipe.zrange(keys.ready(site, name), start, start + count - 1, withscores=True)
        found = await pipe.execute()
    queue = sorted((score, conversation) for part in found for conversation, score in part)
    return [conversation for _, conversation in queue]


async def places(client: Client, site: str, departments: Iterable[str]) -> dict[str, list[Place]]:
    """Every queue from end to end, with what orders it."""
    names = list(departments)
    async with client.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.zrange(keys.queue(site, name), 0, -1, withscores=True)
        found = await pipe.execute()
    return {
        name: [Place(conversation, score) for conversation, score in queue]
        for name, queue in zip(names, found, strict=True)
    }


async def some_are_lost(client: Client, site: str, departments: Iterable[str]) -> bool:
    """Whether more wait than stand in the queues of these departments."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.zcard(keys.inbox(site, "waiting"))
        for name in departments:
            pipe.zcard(keys.queue(site, name))
        waiting, *queued = await pipe.execute()
    return bool(waiting > sum(queued))


async def offered(client: Client, site: str) -> list[str]:
    """All conversations that are offered to somebody, those that lapse first first."""
    return [str(name) for name in await client.zrange(keys.offers(site), 0, -1)]


async def given_to(client: Client, site: str, agent: str) -> list[str]:
    """What an agent has been offered, and what they were given of the night's."""
    async with client.pipeline(transaction=False) as pipe:
        pipe.smembers(keys.offered(site, agent))
        pipe.smembers(keys.night_of(site, agent))
        chats, mails = await pipe.execute()
    return [*chats, *mails]


async def oldest(client: Client, site: str, departments: Iterable[str], before: int, count: int) -> list[str]:
    """Up to `count` conversations of each department that began to wait by an instant (ms), the longest first."""
    async with client.pipeline(transaction=False) as pipe:
        for name in departments:
            pipe.zrangebyscore(keys.queued(site, name), "-inf", before, start=0, num=count)
        found = await pipe.execute()
    return [str(name) for part in found for name in part]


async def night(client: Client, site: str, start: int, count: int) -> list[str]:
    """Email conversations that nobody has been given, the oldest promise first."""
    return [str(name) for name in await client.zrange(keys.night(site), start, start + count - 1)]
