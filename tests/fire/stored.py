"""A full read of what is stored, straight from Redis: the checker does not trust the product's own readers."""

from dataclasses import dataclass
from typing import Any

import msgspec
import redis.asyncio

from chatserver.store import keys


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a stream."""

    id: str
    h: str
    cid: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Stored:
    """One conversation: its summary's seq and hash, and its lines."""

    seq: int
    h: str
    entries: list[Entry]


async def read_everything(client: "redis.asyncio.Redis", site: str) -> dict[str, Stored]:
    """Every conversation of a site by its id."""
    prefix = keys.conversation(site, "")
    names = {key.removeprefix(prefix).partition(":")[0] async for key in client.scan_iter(f"{prefix}*")}
    return {name: await _read(client, site, name) for name in sorted(names)}


async def stored_seq(client: "redis.asyncio.Redis", site: str, conversation: str) -> int:
    """The last seq of a conversation, 0 when there is none."""
    return int(await client.hget(keys.conversation(site, conversation), "seq") or 0)


async def _read(client: "redis.asyncio.Redis", site: str, conversation: str) -> Stored:
    summary: Any = await client.hgetall(keys.conversation(site, conversation))
    lines: Any = await client.xrange(keys.messages(site, conversation))
    entries = [_entry(name, fields["h"], msgspec.json.decode(fields["body"])) for name, fields in lines]
    return Stored(int(summary.get("seq", 0)), summary.get("h", ""), entries)


def _entry(name: str, h: str, body: dict[str, str]) -> Entry:
    return Entry(name, h, body["cid"], body["from"], body.get("text", body.get("key", "")))
