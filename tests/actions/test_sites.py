"""What operators do with sites."""

import asyncio
import re

import pytest

from chatserver.actions import sites as actions
from chatserver.domain.errors import Refused
from chatserver.store import keys, sites
from chatserver.store.client import Client
from tests.stores import NOON, PUBLIC_URL


async def test_a_fresh_installation_gets_one_site(client: Client) -> None:
    await actions.ensure_first_site(client, "http://127.0.0.1:8000", NOON)
    [first] = await sites.all_sites(client)
    assert first.name == "Twin AI"
    assert re.fullmatch(r"[a-z0-9]{16}", first.key)
    assert first.admits("http://shop.localhost:8000")


async def test_processes_that_start_together_make_one_site(client: Client) -> None:
    await asyncio.gather(*(actions.ensure_first_site(client, PUBLIC_URL, NOON) for _ in range(20)))
    [first] = await sites.all_sites(client)
    assert await sites.site_by_key(client, first.key) == first
    assert await client.hlen(keys.SITE_KEYS) == 1


async def test_the_next_start_changes_nothing(client: Client) -> None:
    await actions.ensure_first_site(client, PUBLIC_URL, NOON)
    before = await sites.all_sites(client)
    await actions.ensure_first_site(client, "http://127.0.0.1:8000", NOON)
    assert await sites.all_sites(client) == before


async def test_an_operators_own_site_stays_the_only_one(client: Client) -> None:
    shop = await actions.add_site(client, "Shop", ["https://shop.example"], NOON)
    await actions.ensure_first_site(client, PUBLIC_URL, NOON)
    assert await sites.all_sites(client) == [shop]


async def test_a_site_is_named_by_id_key_or_name(client: Client) -> None:
    shop = await actions.add_site(client, "Cửa hàng", ["https://shop.example"], NOON)
    for name in (shop.id, shop.key, "Cửa hàng", " cửa HÀNG "):
        assert await actions.site_named(client, name) == shop


async def test_a_name_that_fits_none_or_several_is_refused(client: Client) -> None:
    for _ in range(2):
        await actions.add_site(client, "Shop", ["https://shop.example"], NOON)
    for name, key in (("Shop", "error.which_site"), ("Blog", "error.site")):
        with pytest.raises(Refused) as refused:
            await actions.site_named(client, name)
        assert refused.value.key == key


async def test_the_only_site_needs_no_name(client: Client) -> None:
    with pytest.raises(Refused):
        await actions.the_only_site(client)
    shop = await actions.add_site(client, "Shop", ["https://shop.example"], NOON)
    assert await actions.the_only_site(client) == shop
    await actions.add_site(client, "Blog", ["https://blog.example"], NOON)
    with pytest.raises(Refused):
        await actions.the_only_site(client)


async def test_origins_come_and_go(client: Client) -> None:
    shop = await actions.add_site(client, "Shop", ["https://shop.example", "https://SHOP.example"], NOON)
    assert shop.origins == ("https://shop.example",)
    both = await actions.add_origin(client, shop, "https://*.shop.example", NOON)
    assert both == ("https://shop.example", "https://*.shop.example")
    kept = await sites.site(client, shop.id)
    assert kept
    assert await actions.remove_origin(client, kept, "https://shop.example/", NOON) == (
        "https://*.shop.example",
    )
    with pytest.raises(Refused) as refused:
        await actions.remove_origin(client, shop, "https://other.example", NOON)
    assert refused.value.key == "error.unknown_origin"


async def test_a_faulty_origin_adds_no_site(client: Client) -> None:
    with pytest.raises(Refused):
        await actions.add_site(client, "Shop", ["https://shop.example", "shop"], NOON)
    assert await sites.all_sites(client) == []


async def test_a_renewed_key_is_another(client: Client) -> None:
    shop = await actions.add_site(client, "Shop", ["https://shop.example"], NOON)
    key = await actions.renew_key(client, shop, NOON)
    assert key != shop.key
    assert await sites.site_by_key(client, shop.key) is None
    assert await sites.site_by_key(client, key)
