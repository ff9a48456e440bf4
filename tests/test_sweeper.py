"""What is broken in one site's data keeps no other site waiting (contract R22)."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from chatserver import sweeper
from chatserver.actions.files import came_by_mail, keep
from chatserver.background import Background
from chatserver.domain.ids import random_id
from chatserver.domain.site import Site
from chatserver.store import erasure, file_keys, files, keys, queue_keys, sites
from chatserver.store.client import Client
from chatserver.sweeper import sweep, sweep_all_files
from tests.actions.desk import SITE, Desk, desk
from tests.stores import NOON, client

__all__ = ["client"]
BROKEN = "0" * 32
WITHIN_S = 5
TWO_HOURS_MS = 2 * 3600 * 1000


async def _rubbish(client: Client) -> None:
    await client.hset(keys.conversation(BROKEN, "c"), mapping={"visitor": "v", "waiting_since": "noon"})
    await client.zadd(queue_keys.queued(BROKEN, "support"), {"c": 0})


async def _wrong_type(client: Client) -> None:
    await client.set(queue_keys.queued(BROKEN, "support"), "none")


async def _until_somebody_is_asked(made: Desk, conversation: str) -> None:
    ends = time.monotonic() + WITHIN_S
    while not (await made.sees(conversation)).offered_to:
        assert time.monotonic() < ends, "nobody is asked"


async def test_a_clock_set_back_two_hours_prolongs_nobodys_lease(client: Client) -> None:  # contract R19
    await sites.add(client, Site(SITE, "Shop", SITE, (), NOON))
    async with desk(client) as made:
        await made.comes("an")
        await client.zincrby(keys.presence(SITE), TWO_HOURS_MS, "an/1")
        seconds, _ = await client.time()
        await client.set(keys.SWEPT, seconds * 1000 + TWO_HOURS_MS)
        async with asyncio.TaskGroup() as group:
            tasks = Background(group)
            tasks.keep(lambda: sweep(made.office), "sweep")
            try:
                await _until_the_lease_is_short(client)
            finally:
                await tasks.end()


async def _until_the_lease_is_short(client: Client) -> None:
    waited_until = time.monotonic() + WITHIN_S
    while True:
        ends = float(await client.zscore(keys.presence(SITE), "an/1") or 0)
        seconds, _ = await client.time()
        if ends < seconds * 1000 + TWO_HOURS_MS / 2:
            return
        assert time.monotonic() < waited_until, "the lease lasts for two hours"


@pytest.mark.parametrize("breaks", [_rubbish, _wrong_type])
async def test_a_site_that_cannot_be_swept_does_not_stop_the_next(
    client: Client, breaks: Callable[[Client], Awaitable[None]]
) -> None:
    await breaks(client)
    for age, name in enumerate((SITE, BROKEN)):  # the oldest is swept first
        await sites.add(client, Site(name, "Shop", name, (), NOON - timedelta(days=age)))
    async with desk(client) as made:
        await made.comes("an")
        await made.office.refresh(SITE)
        conversation = await made.writes()
        async with asyncio.TaskGroup() as group:
            tasks = Background(group)
            tasks.keep(lambda: sweep(made.office), "sweep")
            try:
                await _until_somebody_is_asked(made, conversation)
            finally:
                await tasks.end()


async def test_bytes_of_removed_files_go_by_themselves_whatever_is_broken_elsewhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "FILES_S", 0.01)
    for age, name in enumerate((SITE, BROKEN)):
        await sites.add(client, Site(name, "Shop", name, (), NOON - timedelta(days=age)))
    await client.set(file_keys.loose(BROKEN), "none")
    async with desk(client) as made:
        talk = await made.writes()
        await keep(made.office, SITE, talk, came_by_mail(random_id(), "a.txt", b"x", 1), b"x")
        await erasure.erase_words(client, SITE, talk, random_id())
        assert await files.gone(client, SITE) != []
        async with asyncio.TaskGroup() as group:
            tasks = Background(group)
            tasks.keep(lambda: sweep_all_files(made.office), "files' sweeper")
            try:
                await _until_nothing_is_to_go(client)
            finally:
                await tasks.end()


async def _until_nothing_is_to_go(client: Client) -> None:
    ends = time.monotonic() + WITHIN_S
    while await files.gone(client, SITE):
        assert time.monotonic() < ends, "bytes are left"
