"""What operators do with sites: make them, say which pages may use them, give them another key."""

import secrets
import string
from collections.abc import Iterable
from datetime import datetime

from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.site import Site, clean_name, first_site_origins, read_origin
from chatserver.store import audit, sites
from chatserver.store.client import Client

FIRST_NAME = "Twin AI"
KEY_LETTERS = string.ascii_lowercase + string.digits
KEY_LENGTH = 16


async def ensure_first_site(client: Client, public_url: str, now: datetime) -> None:
    """Give a fresh installation its one site; harmless when repeated, also by several processes."""
    if await sites.any_site(client):
        return
    site_id = await sites.first_id(client, random_id())
    await sites.add(client, Site(site_id, FIRST_NAME, _random_key(), first_site_origins(public_url), now))


async def add_site(client: Client, name: str, origins: Iterable[str], now: datetime) -> Site:
    """Add a site; raises Refused `error.bad_name` or `error.bad_origin`."""
    spelled = tuple(dict.fromkeys(read_origin(origin) for origin in origins))
    site = Site(random_id(), clean_name(name), _random_key(), spelled, now)
    await sites.add(client, site)
    await audit.record(client, audit.OPERATOR, "site_added", site.id, now)
    return site


async def site_named(client: Client, text: str) -> Site:
    """The site meant by an id, key or name; raises Refused `error.site`, `error.which_site`."""
    site = await sites.site(client, text) or await sites.site_by_key(client, text)
    if site:
        return site
    same_name = [
        one for one in await sites.all_sites(client) if one.name.casefold() == text.strip().casefold()
    ]
    if len(same_name) > 1:
        raise Refused("error.which_site", sites=", ".join(one.id for one in same_name))
    if not same_name:
        raise Refused("error.site")
    return same_name[0]


async def the_only_site(client: Client) -> Site:
    """The site that needs no naming, being alone; raises Refused `error.site`, `error.which_site`."""
    found = await sites.all_sites(client)
    if len(found) > 1:
        raise Refused("error.which_site", sites=", ".join(one.name for one in found))
    if not found:
        raise Refused("error.site")
    return found[0]


async def add_origin(client: Client, site: Site, origin: str, now: datetime) -> tuple[str, ...]:
    """Let pages of an origin use the site; returns the whole list. Raises Refused `error.bad_origin`."""
    return await _set_origins(client, site, (*site.origins, read_origin(origin)), now)


async def remove_origin(client: Client, site: Site, origin: str, now: datetime) -> tuple[str, ...]:
    """Stop pages of an origin from using it; returns the rest. Raises Refused `error.unknown_origin`."""
    spelled = read_origin(origin)
    if spelled not in site.origins:
        raise Refused("error.unknown_origin", origin=spelled)
    return await _set_origins(client, site, tuple(one for one in site.origins if one != spelled), now)


async def renew_key(client: Client, site: Site, now: datetime) -> str:
    """Give a site another public key and return it; pages with the old snippet stop working."""
    key = _random_key()
    await sites.renew_key(client, site, key)
    await audit.record(client, audit.OPERATOR, "site_key_renewed", site.id, now)
    return key


async def _set_origins(
    client: Client, site: Site, origins: tuple[str, ...], now: datetime
) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(origins))
    await sites.set_origins(client, site.id, unique)
    await audit.record(client, audit.OPERATOR, "site_origins_changed", site.id, now)
    return unique


def _random_key() -> str:
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))
