"""Reading the queues: what waits where, in its order, and what is due (contract R20). The append script writes them."""

from collections.abc import Iterable

from chatserver.domain.routing import Place
from chatserver.store import keys, queue_keys
from chatserver.store.client import Client
from chatserver.store.pipelined import ask_all


async def ready(client: Client, site: str, departments: Iterable[str], start: int, count: int) -> list[str]:
    """Conversations that are offered to nobody: `count` of each department from its `start`th on, in one order."""
    last = start + count - 1
    commands = [("ZRANGE", queue_keys.ready(site, name), start, last, "WITHSCORES") for name in departments]
    found = await ask_all(client, commands)
    queue = sorted((score, conversation) for part in found for conversation, score in part)
    return [conversation for _, conversation in queue]


async def places(client: Client, site: str, departments: Iterable[str]) -> dict[str, list[Place]]:
    """Every queue from end to end, with what orders it."""
    names = list(departments)
    found = await ask_all(
        client, [("ZRANGE", queue_keys.queue(site, name), 0, -1, "WITHSCORES") for name in names]
    )
    return {
        name: [Place(conversation, score) for conversation, score in queue]
        for name, queue in zip(names, found, strict=True)
    }


async def some_are_lost(client: Client, site: str, departments: Iterable[str]) -> bool:
    """Whether more wait than stand in the queues of these departments."""
    queued = [("ZCARD", queue_keys.queue(site, name)) for name in departments]
    # one after another, not at one instant: the queues come last, so that nothing that has just begun looks lost
    waiting, *lengths = await ask_all(client, [("ZCARD", keys.inbox(site, "waiting")), *queued])
    return bool(waiting > sum(lengths))


async def doubtful_offers(client: Client, site: str, now: int, resting: Iterable[str]) -> list[str]:
    """Conversations whose offer has lapsed (ms), or was made to one of these agents."""
    lapsed = ("ZRANGEBYSCORE", queue_keys.offers(site), "-inf", now)
    theirs = [("SMEMBERS", queue_keys.offered(site, agent)) for agent in resting]
    found = await ask_all(client, [lapsed, *theirs])
    return list(dict.fromkeys(str(name) for part in found for name in part))


async def given_to(client: Client, site: str, agent: str) -> list[str]:
    """What an agent has been offered, and what they were given of the night's."""
    lists = (queue_keys.offered(site, agent), queue_keys.night_of(site, agent))
    found = await ask_all(client, [("SMEMBERS", key) for key in lists])
    return [str(name) for part in found for name in part]


async def oldest(client: Client, site: str, departments: Iterable[str], before: int, count: int) -> list[str]:
    """Up to `count` conversations of each department that began to wait by an instant (ms), the longest first."""
    commands = [
        ("ZRANGEBYSCORE", queue_keys.queued(site, name), "-inf", before, "LIMIT", 0, count)
        for name in departments
    ]
    found = await ask_all(client, commands)
    return [str(name) for part in found for name in part]


async def night(client: Client, site: str, start: int, count: int) -> list[str]:
    """Email conversations that nobody has been given, the oldest promise first."""
    return [str(name) for name in await client.zrange(queue_keys.night(site), start, start + count - 1)]


async def silent(client: Client, site: str, before: int, most: int) -> list[str]:
    """Open conversations without a word since `before` (ms) in which nobody waits for an answer, the oldest first."""
    found = await client.zrangebyscore(queue_keys.silent(site), "-inf", before, start=0, num=most)
    return [str(name) for name in found]
