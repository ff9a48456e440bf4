"""Sites as they are kept."""

from dataclasses import replace
from datetime import timedelta

from chatserver.domain.site import Site
from chatserver.store import keys, sites
from chatserver.store.client import Client
from tests.stores import NOON

SHOP = Site("a" * 32, "Cửa hàng", "shopkey", ("https://shop.example", "null"), NOON)
BLOG = Site("b" * 32, "Blog", "blogkey", (), NOON + timedelta(days=1))


async def test_a_site_is_found_by_id_and_by_key(client: Client) -> None:
    await sites.add(client, SHOP)
    assert await sites.site(client, SHOP.id) == SHOP
    assert await sites.site_by_key(client, "shopkey") == SHOP


async def test_an_absent_site_is_none(client: Client) -> None:
    assert await sites.site(client, SHOP.id) is None
    assert await sites.site_by_key(client, "shopkey") is None
    assert await sites.all_sites(client) == []
    assert not await sites.any_site(client)


async def test_all_sites_come_oldest_first(client: Client) -> None:
    await sites.add(client, BLOG)
    await sites.add(client, SHOP)
    assert await sites.all_sites(client) == [SHOP, BLOG]


async def test_origins_are_replaced_whole(client: Client) -> None:
    await sites.add(client, SHOP)
    await sites.set_origins(client, SHOP.id, ("https://new.example",))
    assert await sites.site(client, SHOP.id) == replace(SHOP, origins=("https://new.example",))


async def test_a_renewed_key_replaces_the_old_one_at_once(client: Client) -> None:
    await sites.add(client, SHOP)
    await sites.renew_key(client, SHOP, "newkey")
    assert await sites.site_by_key(client, "shopkey") is None
    assert await sites.site_by_key(client, "newkey") == replace(SHOP, key="newkey")


async def test_adding_again_mends_what_a_crash_left_and_changes_nothing_else(client: Client) -> None:
    await sites.add(client, SHOP)
    await client.delete(keys.SITES, keys.SITE_KEYS)
    await sites.add(client, replace(SHOP, name="Other", key="otherkey"))
    assert await sites.all_sites(client) == [SHOP]
    assert await sites.site_by_key(client, "shopkey") == SHOP
    assert await sites.site_by_key(client, "otherkey") is None


async def test_fields_of_a_newer_version_survive(client: Client) -> None:  # contract R24
    await sites.add(client, SHOP)
    await client.hset(keys.site(SHOP.id), "from_the_future", "1")
    await sites.set_origins(client, SHOP.id, ())
    assert await client.hget(keys.site(SHOP.id), "from_the_future") == "1"
