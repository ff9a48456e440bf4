"""The policy of each site: Redis holds the truth, every text under its revision, the earlier ones too (design 12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatserver.clock import from_millis, millis
from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.scripts import source

SEED = "seed"
"""Who applied a policy, when nobody did: it is what the site began with."""
KEPT = 200


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """One text of a site's policy; `revision` counts from 1."""

    revision: int
    text: str
    digest: str  # SHA-256 of the text, hexadecimal
    applied_at: datetime
    by: str  # a name as given, or SEED
    note: str = ""


async def standing(client: Client, site: str) -> tuple[int, str]:
    """Revision and digest of the policy that stands; (0, '') while the site has none."""
    known: list[Any] = await client.hmget(keys.policy(site), ["revision", "digest"])
    return int(known[0] or 0), str(known[1] or "")


async def current(client: Client, site: str) -> StoredPolicy | None:
    """The policy that stands."""
    kept: Mapping[Any, Any] = await client.hgetall(keys.policy(site))
    return _stored(int(kept["revision"]), kept) if "revision" in kept else None


async def history(client: Client, site: str, count: int = KEPT) -> list[StoredPolicy]:
    """All that are kept, the newest first; it is the one that stands."""
    entries: list[Any] = await client.xrevrange(keys.policies(site), count=count) or []
    return [_stored(int(name.partition("-")[0]), kept) for name, kept in entries]


async def earlier(client: Client, site: str, revision: int) -> StoredPolicy | None:
    """One of those that are kept, by its revision."""
    name = f"{revision}-0"
    entries: list[Any] = await client.xrange(keys.policies(site), name, name) or []
    return _stored(revision, entries[0][1]) if entries else None


async def replace(client: Client, site: str, new: StoredPolicy, instead_of: int | None) -> int | None:
    """Keep `new` as the next revision, and return its number; `new.revision` is not looked at.

    None: another than the revision `instead_of` stands, and stays. Without one, it replaces whatever stands.
    """
    fields: dict[str, str | int] = {
        "text": new.text,
        "digest": new.digest,
        "applied_at": millis(new.applied_at),
        "by": new.by,
        "note": new.note,
    }
    given: list[str | int] = [part for pair in fields.items() for part in pair]
    expected = "" if instead_of is None else instead_of
    reply = await client.eval(
        source("policy"), 2, keys.policy(site), keys.policies(site), expected, KEPT, *given
    )
    return int(reply) if int(reply) > 0 else None


def _stored(number: int, kept: Mapping[Any, Any]) -> StoredPolicy:
    return StoredPolicy(
        number,
        kept.get("text", ""),
        kept.get("digest", ""),
        from_millis(int(kept.get("applied_at", 0))),
        kept.get("by", ""),
        kept.get("note", ""),
    )
