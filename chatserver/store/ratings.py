"""Reading verdicts: which conversations were rated when."""

from collections.abc import AsyncIterator

from chatserver.domain.conversation import Conversation
from chatserver.store import conversations, keys
from chatserver.store.client import Client

PAGE = 500


async def rated(client: Client, site: str, since: int, until: int) -> AsyncIterator[Conversation]:
    """The conversations rated in `[since, until)`, ms, oldest verdict first; each once, with its last verdict."""
    start = 0
    while names := await client.zrangebyscore(keys.rated(site), since, f"({until}", start=start, num=PAGE):
        for found in await conversations.load_many(client, site, [str(name) for name in names]):
            if found.rating:
                yield found
        start += PAGE
