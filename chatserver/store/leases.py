"""A lease that one process holds at a time, on Redis' own clock (contract R19)."""

from datetime import timedelta

from chatserver.store import keys
from chatserver.store.client import Client

_HOLD = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
"""


_ROUND = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return { tonumber(redis.call('SET', KEYS[1], string.format('%.0f', now), 'GET') or now), now }
"""


async def last_round(client: Client) -> tuple[int, int]:
    """Note that a round begins; when the one before began, and now (ms of Redis' clock; the same for the first)."""
    before, now = await client.eval(_ROUND, 1, keys.SWEPT)
    return int(before), int(now)


async def hold(client: Client, holder: str, life: timedelta, what: str = keys.SWEEPER) -> bool:
    """Take or prolong a lease, the sweeper's unless it says which; False while another holds it."""
    millis = round(life.total_seconds() * 1000)
    return bool(await client.eval(_HOLD, 1, what, holder, millis))
