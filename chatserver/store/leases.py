"""A lease that one process holds at a time, on Redis' own clock (contract R19)."""

from datetime import timedelta

from chatserver.store import keys
from chatserver.store.client import Client

_HOLD = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
"""


async def hold(client: Client, holder: str, life: timedelta) -> bool:
    """Take or prolong the sweeper's lease; False while another holds it."""
    millis = round(life.total_seconds() * 1000)
    return bool(await client.eval(_HOLD, 1, keys.SWEEPER, holder, millis))
