"""The help articles of each site: Redis holds the truth, the text of each file under one revision of them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatserver.clock import from_millis, millis
from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.scripts import source

_FILE = "file:"


@dataclass(frozen=True, slots=True)
class StoredArticles:
    """All files of a site by name; `revision` counts from 1, 0: nobody has applied any."""

    revision: int
    files: Mapping[str, str]
    digest: str  # SHA-256 of them all, hexadecimal
    applied_at: datetime
    by: str


async def standing(client: Client, site: str) -> tuple[int, str]:
    """Revision and digest of the articles that stand; (0, '') while the site has none."""
    known: list[Any] = await client.hmget(keys.articles(site), ["revision", "digest"])
    return int(known[0] or 0), str(known[1] or "")


async def current(client: Client, site: str) -> StoredArticles:
    """The articles that stand."""
    kept: Mapping[Any, Any] = await client.hgetall(keys.articles(site))
    files = {name.removeprefix(_FILE): text for name, text in kept.items() if name.startswith(_FILE)}
    applied_at = from_millis(int(kept.get("applied_at", 0)))
    return StoredArticles(
        int(kept.get("revision", 0)), files, kept.get("digest", ""), applied_at, kept.get("by", "")
    )


async def replace(client: Client, site: str, new: StoredArticles, instead_of: StoredArticles) -> int | None:
    """Keep `new` as the next revision, and return its number; `new.revision` is not looked at.

    None: others than `instead_of` stand by now, and stay. Only what is different is sent.
    """
    gone = [_FILE + name for name in instead_of.files.keys() - new.files.keys()]
    changed = [(name, text) for name, text in new.files.items() if instead_of.files.get(name) != text]
    given = [part for name, text in changed for part in (_FILE + name, text)]
    facts: list[str | int] = [instead_of.revision, new.digest, millis(new.applied_at), new.by, len(gone)]
    reply = await client.eval(source("articles"), 1, keys.articles(site), *facts, *gone, *given)
    return int(reply) if int(reply) > 0 else None
