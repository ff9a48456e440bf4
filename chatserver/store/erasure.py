"""Taking data away: what was said in a conversation, who a visitor is, conversations whose time is over."""

from chatserver.store import keys
from chatserver.store.bus import tell
from chatserver.store.client import Client
from chatserver.store.scripts import source

OF_THE_PERSON = ("email", "name", "plan", "identity", "identity_from", "identity_until", "context")


async def erase_words(client: Client, site: str, conversation: str, epoch: str) -> int:
    """Leave a tombstone at each seq of a conversation; how many there are. Readers are sent them (contract R10)."""
    erased = int(await client.eval(source("erase"), 1, keys.site(site), conversation, epoch))
    await tell(client, site, {"k": "erased", "c": conversation})
    return erased


async def last_mail_erased(client: Client, site: str, conversation: str) -> int:
    """The number of the last mail about a conversation that an erasure has taken; 0: none."""
    return int(await client.hget(keys.conversation(site, conversation), "mails_erased") or 0)


async def erase_visitor(client: Client, site: str, visitor: str) -> None:
    """Forget who a visitor is and where they were; their secret still opens what is left of their conversations.

    Their sockets are closed, so that what they hold in memory goes too.
    """
    key = keys.visitor(site, visitor)
    async with client.pipeline(transaction=True) as pipe:
        pipe.hdel(key, *OF_THE_PERSON)
        pipe.unlink(keys.trail(site, visitor))
        await pipe.execute()
    await tell(client, site, {"k": "erased", "visitor": visitor})


async def erase_identity(client: Client, site: str, digest: str) -> None:
    """Forget a person: their browsers are strangers to each other again."""
    own = keys.identity(site, digest), keys.identity_visitors(site, digest)
    await client.unlink(*own, keys.identity_conversations(site, digest))


async def long_closed(client: Client, site: str, before: int, count: int) -> list[str]:
    """Conversations that were closed at or before an instant (ms), the oldest first, `count` at most."""
    found = await client.zrangebyscore(keys.inbox(site, "closed"), "-inf", before, start=0, num=count)
    return [str(one) for one in found]


async def remove(client: Client, site: str, conversation: str, before: int) -> bool:
    """Remove a conversation with everything that hangs on it, unless it was opened again meanwhile."""
    return bool(await client.eval(source("remove"), 1, keys.site(site), conversation, before))
