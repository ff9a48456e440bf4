"""A site has one incident at most, whoever presses at the same time."""

import asyncio
from dataclasses import replace

from chatserver.domain.incident import Incident, Wording
from chatserver.store import incidents, keys
from chatserver.store.client import Client

SITE, OTHER = "s" * 32, "o" * 32
DOWN = Incident(
    Wording("Không đăng nhập được", "Sign-in is down", "https://status.example"), 1000, 1000, "An"
)


async def test_a_site_without_one_tells_nothing(client: Client) -> None:
    assert await incidents.current(client, SITE) is None
    assert not await incidents.end(client, SITE)


async def test_what_is_kept_comes_back_whole_on_its_site_alone(client: Client) -> None:
    assert await incidents.begin(client, SITE, DOWN)
    assert await incidents.current(client, SITE) == DOWN
    assert await incidents.current(client, OTHER) is None


async def test_a_second_one_is_not_begun(client: Client) -> None:
    others = [replace(DOWN, by=f"agent {number}") for number in range(8)]
    begun = await asyncio.gather(*(incidents.begin(client, SITE, one) for one in others))
    assert begun.count(True) == 1
    assert await incidents.current(client, SITE) == others[begun.index(True)]


async def test_it_changes_while_it_is_there(client: Client) -> None:
    assert not await incidents.change(client, SITE, DOWN)
    assert await incidents.current(client, SITE) is None
    await incidents.begin(client, SITE, DOWN)
    news = replace(DOWN, wording=Wording("Chậm", "Slow", ""), updated_at=2000, by="Bình")
    assert await incidents.change(client, SITE, news)
    assert await incidents.current(client, SITE) == news


async def test_its_end_leaves_nothing_behind(client: Client) -> None:
    await incidents.begin(client, SITE, DOWN)
    assert await incidents.end(client, SITE)
    assert await incidents.current(client, SITE) is None
    assert await client.keys(f"{keys.site(SITE)}*") == []


async def test_fields_of_a_newer_server_survive_an_update(client: Client) -> None:
    await incidents.begin(client, SITE, DOWN)
    await client.hset(keys.incident(SITE), "severity", "high")
    await incidents.change(client, SITE, replace(DOWN, updated_at=2000))
    assert await client.hget(keys.incident(SITE), "severity") == "high"
