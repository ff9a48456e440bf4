"""Visitors: who they are, the pages they saw, where they are now."""

from dataclasses import dataclass
from typing import Any

import msgspec

from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.identities import Identified, browsers
from chatserver.store.scripts import source

TRAIL_PAGES = 50
TRAIL_LIFE_S = 30 * 24 * 3600
HERE_MS = 60_000
_KEEP_CONTEXT = """
local lasts = redis.call('HEXISTS', KEYS[1], 'secret_hash') == 1 and redis.call('TTL', KEYS[1]) == -1
redis.call('HSET', KEYS[1], 'context', ARGV[1])
if not lasts then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What is known of a visitor; all empty before the first durable frame."""

    secret_hash: str = ""
    conversation: str = ""
    blocked: bool = False
    context: str = "{}"
    identified: Identified | None = None


async def find(client: Client, site: str, visitor: str) -> Visitor:
    """A visitor's record; an unknown one is a new visitor, not an error (contract R1)."""
    names = ["secret_hash", "conversation", "blocked", "context"]
    of_identity = ["identity", "name", "email", "plan", "identity_until"]
    found: list[Any] = await client.hmget(keys.visitor(site, visitor), names + of_identity)
    secret_hash, conversation, blocked, context, digest, name, email, plan, until = found
    known = Identified(digest, name or "", email or "", plan or "", int(until or 0)) if digest else None
    return Visitor(secret_hash or "", conversation or "", bool(blocked), context or "{}", known)


async def keep_context(client: Client, site: str, visitor: str, context: str) -> None:
    """Keep what the product team's page says about itself (JSON); for ever only once they have spoken (R1)."""
    await client.eval(_KEEP_CONTEXT, 1, keys.visitor(site, visitor), context, TRAIL_LIFE_S)


async def add_page(client: Client, site: str, visitor: str, page: str) -> None:
    """Put a page view (JSON) at the head of the trail."""
    key = keys.trail(site, visitor)
    async with client.pipeline(transaction=False) as pipe:
        pipe.lpush(key, page)
        pipe.ltrim(key, 0, TRAIL_PAGES - 1)
        pipe.expire(key, TRAIL_LIFE_S)
        await pipe.execute()


async def current_page(client: Client, site: str, visitor: str) -> str:
    """The address of the newest page view, '' before the first."""
    newest = await client.lindex(keys.trail(site, visitor), 0)
    return str(msgspec.json.decode(newest)["url"]) if newest else ""


async def trail(client: Client, site: str, visitor: str) -> list[Any]:
    """The pages seen, newest first."""
    return [
        msgspec.json.decode(page)
        for page in await client.lrange(keys.trail(site, visitor), 0, TRAIL_PAGES - 1)
    ]


async def conversations_of(client: Client, site: str, visitor: str, count: int) -> list[str]:
    """Ids of the conversations that a visitor began or was let into, the last first."""
    found = await client.zrange(keys.visitor_conversations(site, visitor), 0, count - 1, desc=True)
    return [str(one) for one in found]


async def lease_here(client: Client, site: str, widgets: list[tuple[str, str]], life_ms: int) -> None:
    """Say that widgets (visitor, connection) are connected for `life_ms` more."""
    lease = source("lease")
    async with client.pipeline(transaction=False) as pipe:
        for visitor, connection in widgets:
            key = keys.here(site, visitor)
            pipe.eval(lease, 1, key, life_ms, connection)
            pipe.pexpire(key, life_ms)
        await pipe.execute()


async def end_here(client: Client, site: str, visitor: str, connection: str) -> None:
    """One widget has gone; other tabs of the visitor stay."""
    await client.zrem(keys.here(site, visitor), connection)


async def widgets_here(client: Client, site: str, visitor: str) -> int:
    """How many widgets of this visitor are connected, on all servers (contract R12)."""
    return (await _widgets(client, site, [visitor]))[0]


async def any_here(client: Client, site: str, visitors: list[str]) -> bool:
    """Whether one of these visitors has a widget connected."""
    return any(await _widgets(client, site, visitors))


async def anybody_reads(client: Client, site: str, conversation: str, visitor: str, identity: str) -> bool:
    """Whether a widget that shows this conversation is connected: `is_here` of `scripts/promises.lua`."""
    them = await browsers(client, site, visitor, identity)
    them += [str(one) for one in await client.smembers(keys.let_in(site, conversation))]
    return await any_here(client, site, them)


async def _widgets(client: Client, site: str, visitors: list[str]) -> list[int]:
    seconds, micros = await client.time()
    async with client.pipeline(transaction=False) as pipe:
        for visitor in visitors:
            pipe.zcount(keys.here(site, visitor), seconds * 1000 + micros // 1000, "+inf")
        return [int(count) for count in await pipe.execute()]
