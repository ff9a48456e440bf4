"""Does Redis take writes: out of memory or on a full disk it still answers PING."""

from chatserver.store import keys
from chatserver.store.client import Client, StoreFault
from chatserver.store.pipelined import ask_all

LIFE_MS = 1000
CONFIRM_MS = 500


async def takes_writes(client: Client, replicas: int = 0) -> bool:
    """Write the probe; False whenever an append would be refused now (contract R17, R23), for want of replicas too."""
    write = ("SET", keys.PROBE, "1", "PX", LIFE_MS)
    try:
        _, confirmed = await ask_all(client, (write, ("WAIT", replicas, CONFIRM_MS)))
    except StoreFault:
        return False
    return bool(confirmed >= replicas)
