"""One-time links: kept by the hash of their code, 24 h, traded once (contract S2)."""

from datetime import timedelta

from chatserver.domain.ids import secret_hash
from chatserver.store import keys
from chatserver.store.client import Client

LIFE = timedelta(hours=24)
FIRST_AGENT = "first"
"""What a code is for when it is not for an agent's id: becoming the installation's first agent."""


async def offer(client: Client, code: str, purpose: str) -> None:
    """Make a code good for `purpose`: an agent's id, or `FIRST_AGENT`, whose older code ends with it."""
    hashed = secret_hash(code)
    await client.set(keys.setup(hashed), purpose, ex=LIFE)
    if purpose == FIRST_AGENT:
        older = await client.set(keys.setup(FIRST_AGENT), hashed, ex=LIFE, get=True)
        if older:
            await client.delete(keys.setup(str(older)))


async def purpose(client: Client, code: str) -> str | None:
    """What a code is for, without using it up."""
    found = await client.get(keys.setup(secret_hash(code)))
    return str(found) if found else None


async def trade(client: Client, code: str) -> str | None:
    """Use a code up: of two who come at once, one gets its purpose and the other None."""
    found = await client.getdel(keys.setup(secret_hash(code)))
    return str(found) if found else None
