"""Taking a site away with everything that was said on it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from chatserver.domain.site import Site
from chatserver.store import agents, audit, conversations, presence, sessions, site_removal
from chatserver.store.blobs import Blobs, blob
from chatserver.store.client import Client
from chatserver.store.conversations import ListName

LISTS: tuple[ListName, ...] = ("waiting", "open", "email", "sleeping", "closed")
CLOSING_S = 1.0
"""Sockets that were told to close do it within this time, and write no more."""


@dataclass(frozen=True, slots=True)
class Held:
    """What hangs on a site."""

    agents: int
    conversations: int


async def held(client: Client, site: str) -> Held:
    """How much would go."""
    lengths = [await conversations.length(client, site, name) for name in LISTS]
    return Held(len(await agents.of_site(client, site)), sum(lengths))


async def remove(client: Client, blobs: Blobs, site: Site, now: datetime) -> int:
    """Remove a site: widgets and consoles close, then words, files and people go; how many files went.

    A command that was broken off is repeated: the site itself goes last. Its agents stay agents of other sites, or of
    none. Raises `Unavailable` where bytes cannot be removed.
    """
    await site_removal.close(client, site)
    for agent in await agents.of_site(client, site.id):
        await presence.sign_out(client, site.id, agent.id)
        await agents.leave(client, agent.id, site.id)
        await sessions.look_again(client, site.id, agent.id)
    await asyncio.sleep(CLOSING_S)
    names = [name async for name in site_removal.files(client, site.id)]
    for name in names:
        await blobs.delete(blob(site.id, name))
    await site_removal.wipe(client, site.id)
    await site_removal.forget(client, site.id)
    await asyncio.sleep(CLOSING_S)  # a round of the sweep that had begun writes what it knew
    await site_removal.wipe(client, site.id)
    await audit.record(client, audit.OPERATOR, "site_removed", site.id, now)
    return len(names)
