"""Room among the widgets of one visitor (contract R12): the newest stays, who was heard of longest ago goes."""

from chatserver.store import keys
from chatserver.store.bus import tell
from chatserver.store.client import Client

_MAKE_ROOM = """
local time = redis.call('TIME')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time[1] * 1000 + math.floor(time[2] / 1000))
local gone = redis.call('ZRANGE', KEYS[1], 0, -tonumber(ARGV[1]))
if #gone > 0 then redis.call('ZREM', KEYS[1], unpack(gone)) end
return gone
"""


async def make_room(client: Client, site: str, visitor: str, most: int) -> None:
    """End leases until one more makes `most`, and tell the processes that hold these connections.

    The dead come first, since nobody renews their leases. Both are of a moment: raises a `StoreFault`.
    """
    gone: list[str] = await client.eval(_MAKE_ROOM, 1, keys.here(site, visitor), most)
    for connection in gone:
        await tell(client, site, {"k": "displaced", "connection": connection})
