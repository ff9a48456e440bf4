"""Why a conversation went where it went, as the append kept it."""

from chatserver.domain.why import Why, read_why
from chatserver.store import keys
from chatserver.store.client import Client


async def reasons(client: Client, site: str, conversation: str) -> list[Why]:
    """The last decisions taken on a conversation, oldest first."""
    return read_why(await client.lrange(keys.why(site, conversation), 0, -1))
