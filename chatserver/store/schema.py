"""The version of what is stored, written from the first day on (contract R24)."""

from chatserver.store import keys
from chatserver.store.client import Client

VERSION = 1


class NewerSchema(Exception):
    """The data was written by a newer chatserver; the text says what to do."""


async def claim_schema(client: Client) -> None:
    """Write our version into an empty store; raises `NewerSchema` for data that a newer one has written."""
    kept = await client.set(keys.SCHEMA_VERSION, VERSION, nx=True, get=True)
    if kept is not None and int(kept) > VERSION:
        raise NewerSchema(
            f"The data has schema version {int(kept)}; this chatserver knows {VERSION}. "
            "Install the newer chatserver that wrote it."
        )
