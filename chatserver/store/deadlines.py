"""Promises in the order in which the sweep must look at them, and by which rules they were counted."""

from typing import Any

from chatserver.store import keys
from chatserver.store.client import Client

_LATER = """
if redis.call('ZSCORE', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
if ARGV[3] == '' then return redis.call('ZREM', KEYS[1], ARGV[1]) end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
"""


async def due(client: Client, site: str, now: int, count: int) -> list[tuple[str, int]]:
    """(conversation, the instant at which it was due), those due at `now` (ms), the longest due first."""
    found: list[Any] = await client.zrange(
        keys.deadlines(site), "-inf", str(now), byscore=True, offset=0, num=count, withscores=True
    )
    return [(str(name), int(at)) for name, at in found]


async def look_later(client: Client, site: str, conversation: str, was: int, at: int | None) -> None:
    """Look at it again at an instant (None: not by itself), unless it has changed since it was due at `was`."""
    await client.eval(_LATER, 1, keys.deadlines(site), conversation, str(was), "" if at is None else str(at))


async def counted_by(client: Client, site: str) -> str:
    """The digest of the rules by which all promises were last counted; '' before the first time."""
    return str(await client.get(keys.counted_by(site)) or "")


async def recount_all(client: Client, site: str, digest: str) -> None:
    """Have every promise looked at: the rules are others now."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.zunionstore(keys.deadlines(site), {keys.deadlines(site): 0})
        pipe.set(keys.counted_by(site), digest)
        await pipe.execute()
