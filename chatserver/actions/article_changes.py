"""How a site's help articles are changed: the difference first, then all files at once, with an entry in the audit."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff

from chatserver.domain.errors import Refused
from chatserver.store import articles, audit
from chatserver.store.articles import StoredArticles
from chatserver.store.client import Client

SEED = "seed"
"""Who applied articles, when nobody did: they came with the product."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What stands, what shall stand instead, and the lines that are different; no line: nothing would change."""

    stands: StoredArticles
    files: Mapping[str, str]
    difference: tuple[str, ...]


async def ensure_articles(client: Client, site: str, seed: Mapping[str, str], now: datetime) -> None:
    """Give a site its first articles; one that ever had some keeps what it has, be it none."""
    stands = await articles.current(client, site)
    if stands.revision == 0:
        await articles.replace(client, site, _new(seed, SEED, now), stands)


async def propose(client: Client, site: str, files: Mapping[str, str]) -> Proposal:
    """What would be different if these files were all that the site has; file by file, by name."""
    stands = await articles.current(client, site)
    return Proposal(stands, files, tuple(_difference(stands.files, files)))


async def apply(client: Client, site: str, proposal: Proposal, by: str, now: datetime) -> int:
    """Put sound files in the place of those that were looked at; the new revision, or the old one without a change.

    Raises `Refused('error.articles_changed')` when somebody was faster.
    """
    if not proposal.difference:
        return proposal.stands.revision
    number = await articles.replace(client, site, _new(proposal.files, by, now), proposal.stands)
    if number is None:
        raise Refused("error.articles_changed")
    await audit.record(client, by, "articles_applied", site, now)
    return number


def _new(files: Mapping[str, str], by: str, now: datetime) -> StoredArticles:
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{text}\0".encode())
    return StoredArticles(0, files, digest.hexdigest(), now, by)


def _difference(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is None:
            yield f"new: {name}"
        elif after is None:
            yield f"gone: {name}"
        elif before != after:
            yield f"changed: {name}"
            lines = unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm="")
            yield from (f"  {line}" for line in list(lines)[2:])
