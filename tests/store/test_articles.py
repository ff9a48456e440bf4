"""A site's help articles are kept file by file, under one revision, and give way only to who has seen them."""

import asyncio
from dataclasses import replace

from chatserver.store import articles
from chatserver.store.articles import StoredArticles
from chatserver.store.client import Client
from tests.stores import NOON

SITE = "s" * 32
FIRST = StoredArticles(0, {"a.vi.md": "một", "b.vi.md": "hai"}, "d1", NOON, "seed")
SECOND = StoredArticles(0, {"b.vi.md": "hai hai", "c.en.md": "three"}, "d2", NOON, "An")


async def test_a_site_without_articles_has_no_revision(client: Client) -> None:
    stands = await articles.current(client, SITE)
    assert (stands.revision, stands.files) == (0, {})
    assert await articles.standing(client, SITE) == (0, "")


async def test_what_is_kept_comes_back_whole(client: Client) -> None:
    none = await articles.current(client, SITE)
    assert await articles.replace(client, SITE, FIRST, none) == 1
    stands = await articles.current(client, SITE)
    assert stands == replace(FIRST, revision=1)
    assert await articles.replace(client, SITE, SECOND, stands) == 2
    assert await articles.current(client, SITE) == replace(SECOND, revision=2)
    assert await articles.standing(client, SITE) == (2, "d2")


async def test_of_many_who_have_seen_the_same_one_is_first(client: Client) -> None:
    none = await articles.current(client, SITE)
    replies = await asyncio.gather(*(articles.replace(client, SITE, FIRST, none) for _ in range(20)))
    assert sorted(reply for reply in replies if reply) == [1]


async def test_all_may_go_and_the_revision_stays(client: Client) -> None:
    await articles.replace(client, SITE, FIRST, await articles.current(client, SITE))
    nothing = replace(FIRST, files={}, digest="d0")
    assert await articles.replace(client, SITE, nothing, await articles.current(client, SITE)) == 2
    assert (await articles.current(client, SITE)).files == {}
