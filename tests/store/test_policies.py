"""Policies are kept under their revision, and give way only to who has seen them (design 12)."""

import asyncio
from dataclasses import replace

from chatserver.store import policies
from chatserver.store.client import Client
from chatserver.store.policies import KEPT, SEED, StoredPolicy
from tests.stores import NOON

SITE = "s" * 32
FIRST = StoredPolicy(0, "một", "d1", NOON, SEED)
SECOND = StoredPolicy(0, "hai", "d2", NOON, "An", "Tết")


async def test_a_site_without_a_policy_has_no_revision(client: Client) -> None:
    assert await policies.current(client, SITE) is None
    assert await policies.standing(client, SITE) == (0, "")
    assert await policies.history(client, SITE) == []


async def test_what_is_kept_comes_back_whole(client: Client) -> None:
    assert await policies.replace(client, SITE, FIRST, 0) == 1
    assert await policies.replace(client, SITE, SECOND, 1) == 2
    assert await policies.current(client, SITE) == replace(SECOND, revision=2)
    assert await policies.standing(client, SITE) == (2, "d2")


async def test_one_that_has_changed_meanwhile_stays(client: Client) -> None:
    await policies.replace(client, SITE, FIRST, 0)
    await policies.replace(client, SITE, SECOND, 1)
    assert await policies.replace(client, SITE, FIRST, 1) is None
    assert await policies.replace(client, SITE, FIRST, 0) is None
    assert await policies.standing(client, SITE) == (2, "d2")


async def test_of_many_who_have_seen_the_same_one_is_first(client: Client) -> None:
    await policies.replace(client, SITE, FIRST, 0)
    replies = await asyncio.gather(*(policies.replace(client, SITE, SECOND, 1) for _ in range(20)))
    assert sorted(reply for reply in replies if reply) == [2]


async def test_who_insists_replaces_whatever_stands(client: Client) -> None:
    await policies.replace(client, SITE, FIRST, 0)
    assert await policies.replace(client, SITE, SECOND, None) == 2


async def test_earlier_texts_are_found_by_their_revision(client: Client) -> None:
    await policies.replace(client, SITE, FIRST, 0)
    await policies.replace(client, SITE, SECOND, 1)
    assert [one.revision for one in await policies.history(client, SITE)] == [2, 1]
    assert await policies.earlier(client, SITE, 1) == replace(FIRST, revision=1)
    assert await policies.earlier(client, SITE, 3) is None


async def test_the_oldest_texts_are_let_go(client: Client) -> None:
    for _ in range(KEPT + 50):
        await policies.replace(client, SITE, FIRST, None)
    kept = await policies.history(client, SITE)
    assert (len(kept), kept[0].revision) == (KEPT, KEPT + 50)
