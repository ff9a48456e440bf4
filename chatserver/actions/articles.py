"""The help articles of each site as this process knows them: asked for with each request, read again when changed."""

import asyncio
import logging
from collections.abc import Mapping

from chatserver.domain.article_search import Entry, entry_of
from chatserver.domain.articles import read_articles
from chatserver.store import articles
from chatserver.store.client import Client

log = logging.getLogger(__name__)


class Articles:
    """What can be read of each site's articles, ready to be searched."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, str], tuple[Entry, ...]]] = {}
        self._reading = asyncio.Lock()

    async def of(self, client: Client, site: str) -> tuple[Entry, ...]:
        """The articles that stand on a site; raises a `StoreFault` when Redis is away."""
        standing = await articles.standing(client, site)
        if (known := self._read(site, standing)) is not None:
            return known
        async with self._reading:
            if (known := self._read(site, standing)) is not None:
                return known
            stored = await articles.current(client, site)
            entries = await asyncio.to_thread(_entries, site, stored.files)
            self._known[site] = (stored.revision, stored.digest), entries
            return entries

    def _read(self, site: str, standing: tuple[int, str]) -> tuple[Entry, ...] | None:
        known = self._known.get(site)
        return known[1] if known and known[0] == standing else None


def _entries(site: str, files: Mapping[str, str]) -> tuple[Entry, ...]:
    """A file that a newer server took and we cannot read is left out, the others stay (contract R24)."""
    read, faults = read_articles(files)
    for fault in faults:
        log.warning("an article of %s is not quite readable: %s", site, fault)
    return tuple(map(entry_of, read))
