"""What must be known of a mail that came in before it is taken: where it belongs, whether it was here before."""

from collections.abc import Sequence
from datetime import timedelta

from chatserver.store import keys, letter_keys
from chatserver.store.client import Client

FAILURES_KEPT = timedelta(days=7)


async def site_of(client: Client, sites: Sequence[str], conversation: str) -> str | None:
    """Which of these sites a conversation is on; None when there is no such conversation any more."""
    for site in sites:  # not in one go: each site may be on another node of a cluster
        if await client.exists(keys.conversation(site, conversation)):
            return site
    return None


async def knows(client: Client, site: str, conversation: str, cid: str) -> bool:
    """Whether words of this `cid` are in a conversation (contract R4)."""
    return bool(await client.hexists(keys.cids(site, conversation), cid))


async def failed(client: Client, cid: str) -> int:
    """Count a failure of ours over a mail; how many there have been in the last days."""
    key = letter_keys.failures(cid)
    async with client.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.expire(key, FAILURES_KEPT)
        count, _ = await pipe.execute()
    return int(count)
