"""Does Redis take writes: out of memory or on a full disk it still answers PING."""

from chatserver.store import keys
from chatserver.store.client import Client, StoreFault

LIFE_MS = 1000


async def takes_writes(client: Client) -> bool:
    """Write the probe; False whenever an append would be refused now (contract R17, R23)."""
    try:
        return bool(await client.set(keys.PROBE, "1", px=LIFE_MS))
    except StoreFault:
        return False
