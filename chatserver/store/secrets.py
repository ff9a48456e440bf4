"""The installation's own secret: whatever we sign ourselves is signed by it."""

import secrets

from chatserver.store import keys
from chatserver.store.client import Client


async def own_secret(client: Client) -> bytes:
    """256 bits, made once by whoever asks first, the same for every process."""
    await client.set(keys.SECRET, secrets.token_hex(32), nx=True)
    return bytes.fromhex(str(await client.get(keys.SECRET)))
