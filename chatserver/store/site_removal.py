"""Taking a whole site away: nobody is let in any more, then everything under its prefix goes."""

from collections.abc import AsyncIterator

from chatserver.domain.site import Site
from chatserver.store import file_keys, keys
from chatserver.store.bus import tell
from chatserver.store.client import Client

AT_ONCE = 500


async def close(client: Client, site: Site) -> None:
    """Let no widget find a site any more, and have every process close those that are there."""
    await client.hdel(keys.SITE_KEYS, site.key)
    await tell(client, site.id, {"k": "removed"})


async def files(client: Client, site: str) -> AsyncIterator[str]:
    """The ids of all files of a site, said or not."""
    prefix = file_keys.file(site, "")
    async for key in client.scan_iter(match=f"{prefix}*", count=AT_ONCE):
        yield str(key).removeprefix(prefix)


async def wipe(client: Client, site: str) -> int:
    """Take away what is kept of a site, but for the site itself; how many keys that were."""
    gone = 0
    batch: list[str] = []
    async for key in client.scan_iter(match=f"{keys.site(site)}:*", count=AT_ONCE):
        batch.append(str(key))
        if len(batch) == AT_ONCE:
            gone += await client.unlink(*batch)
            batch = []
    return gone + (await client.unlink(*batch) if batch else 0)


async def forget(client: Client, site: str) -> None:
    """Keep nothing of the site itself: no process looks after it from now on."""
    await client.srem(keys.SITES, site)
    await client.unlink(keys.site(site))
