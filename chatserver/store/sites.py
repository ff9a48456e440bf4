"""Sites: one hash each, found by their id or their public key."""

from collections.abc import Mapping
from typing import Any

from chatserver.clock import from_millis, millis
from chatserver.domain.site import Site
from chatserver.store import keys
from chatserver.store.client import Client


async def add(client: Client, site: Site) -> None:
    """Keep a site. What is there already stays, so that repeating it mends a crash half-way."""
    key = keys.site(site.id)
    async with client.pipeline(transaction=False) as pipe:
        for name, value in _fields(site).items():
            pipe.hsetnx(key, name, value)
        await pipe.execute()
    kept = await client.hget(key, "key")
    await client.hset(keys.SITE_KEYS, kept, site.id)
    await client.sadd(keys.SITES, site.id)


async def first_id(client: Client, proposed: str) -> str:
    """The id of a fresh installation's site: the first one proposed by any process (contract R1's idea)."""
    earlier = await client.set(keys.FIRST_SITE, proposed, nx=True, get=True)
    return str(earlier) if earlier else proposed


async def is_first(client: Client, site_id: str) -> bool:
    """Whether this is the site that a fresh installation made by itself."""
    return await client.get(keys.FIRST_SITE) == site_id


async def any_site(client: Client) -> bool:
    """Say whether there is a site at all."""
    return await client.scard(keys.SITES) > 0


async def site(client: Client, site_id: str) -> Site | None:
    """The site of an id."""
    return _site(site_id, await client.hgetall(keys.site(site_id)))


async def site_by_key(client: Client, key: str) -> Site | None:
    """The site of a public key (contract S1)."""
    site_id = await client.hget(keys.SITE_KEYS, key)
    return await site(client, str(site_id)) if site_id else None


async def is_open(client: Client, key: str) -> bool:
    """Whether widgets may find a site by this key."""
    return bool(await client.hexists(keys.SITE_KEYS, key))


async def all_sites(client: Client) -> list[Site]:
    """Every site, oldest first."""
    found = [await site(client, str(site_id)) for site_id in await client.smembers(keys.SITES)]
    return sorted((one for one in found if one), key=lambda one: (one.created_at, one.id))


async def set_origins(client: Client, site_id: str, origins: tuple[str, ...]) -> None:
    """Replace the list of origins; connections that are there stay, the next ones are judged by it."""
    await client.hset(keys.site(site_id), "origins", "\n".join(origins))


async def renew_key(client: Client, old: Site, key: str) -> None:
    """Give a site another public key; the old one stops working at once."""
    await client.hset(keys.SITE_KEYS, key, old.id)
    await client.hset(keys.site(old.id), "key", key)
    await client.hdel(keys.SITE_KEYS, old.key)


def _fields(site: Site) -> dict[str, str | int]:
    return {
        "name": site.name,
        "key": site.key,
        "origins": "\n".join(site.origins),
        "created_at": millis(site.created_at),
    }


def _site(site_id: str, kept: Mapping[Any, Any]) -> Site | None:
    if "key" not in kept:
        return None
    created_at = from_millis(int(kept.get("created_at", 0)))
    origins = tuple(kept.get("origins", "").split())
    return Site(site_id, kept.get("name", ""), kept["key"], origins, created_at)
