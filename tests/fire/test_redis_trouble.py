"""Redis away, frozen, full: refused by name within 2 s, nothing lost, healed by itself (contract R17, R18, R23)."""

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio

from tests.clients import Visitor, new_id
from tests.fire.own_redis import OwnRedis, own_redis
from tests.redis_servers import redis_binary
from tests.server import ServerProcess, server_process

REFUSED_WITHIN_S = 2.0 + 0.3  # the rest is for a busy machine
BACK_WITHIN_S = 5.0
LOOK_S = 0.05
STRICT = {"ALLOW_VOLATILE_REDIS": "0"}


@pytest.fixture
async def kept() -> AsyncIterator[OwnRedis]:
    """A running Redis of our own."""
    with own_redis() as redis_of_ours:
        await redis_of_ours.start()
        yield redis_of_ours


def socket_url(server: ServerProcess) -> str:
    """Where widgets connect."""
    return f"{server.ws_url}/ws/{server.site_key}"


def readiness(server: ServerProcess) -> int:
    """The status of /readyz."""
    try:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


async def until_ready(server: ServerProcess, status: int, seconds: float) -> None:
    """Wait until /readyz answers so."""
    async with asyncio.timeout(seconds):
        while await asyncio.to_thread(readiness, server) != status:
            await asyncio.sleep(LOOK_S)


async def until_acked(visitor: Visitor, conversation: str, text: str, cid: str) -> Any:
    """Offer the same message until it is acked."""
    async with asyncio.timeout(BACK_WITHIN_S):
        while (answer := await visitor.say(conversation, text, cid))["t"] != "ack":
            assert answer["reason"] in {"unavailable", "storage_full"}
            await asyncio.sleep(LOOK_S)
        return answer


async def refused(visitor: Visitor, conversation: str, text: str, cid: str, reason: str) -> None:
    """Say something that must be turned down by name, soon, and with the time to come again."""
    began = time.monotonic()
    answer = await visitor.say(conversation, text, cid)
    assert (answer["t"], answer.get("reason")) == ("nack", reason)
    assert time.monotonic() - began < REFUSED_WITHIN_S
    assert answer["retry_after"] > 0


async def test_a_dead_redis_is_named_and_forgotten_when_it_is_back(kept: OwnRedis, tmp_path: Path) -> None:
    with server_process(tmp_path, kept.url, **STRICT) as server:
        async with Visitor(socket_url(server)) as visitor:
            await visitor.hello()
            conversation, cid = new_id(), new_id()
            assert (await visitor.say(conversation, "before"))["seq"] == 1
            kept.kill()
            await refused(visitor, conversation, "while it is away", cid, "unavailable")
            await until_ready(server, 503, REFUSED_WITHIN_S)
            await kept.start()
            ack = await until_acked(visitor, conversation, "while it is away", cid)
            assert (ack["seq"], ack["dup"]) == (2, False)
            await until_ready(server, 200, BACK_WITHIN_S)
            assert [m["body"]["text"] for m in await history(visitor, server, conversation)] == [
                "before",
                "while it is away",
            ]


async def test_a_frozen_redis_is_named_and_the_message_is_stored_once(kept: OwnRedis, tmp_path: Path) -> None:
    with server_process(tmp_path, kept.url, **STRICT) as server:
        async with Visitor(socket_url(server)) as visitor:
            await visitor.hello()
            conversation, cid = new_id(), new_id()
            await visitor.say(conversation, "before")
            kept.freeze()
            try:
                await refused(visitor, conversation, "into the ice", cid, "unavailable")
                await until_ready(server, 503, BACK_WITHIN_S)
            finally:
                kept.thaw()
            assert (await until_acked(visitor, conversation, "into the ice", cid))["seq"] == 2
            assert len(await history(visitor, server, conversation)) == 2


async def test_nobody_is_let_in_while_redis_is_away(kept: OwnRedis, tmp_path: Path) -> None:
    with server_process(tmp_path, kept.url, **STRICT) as server:
        kept.kill()
        with pytest.raises(Exception, match="HTTP 503"):
            async with Visitor(socket_url(server)):
                pass
        await kept.start()
        await until_ready(server, 200, BACK_WITHIN_S)
        async with Visitor(socket_url(server)) as visitor:
            assert (await visitor.hello())["t"] == "welcome"


async def test_a_redis_out_of_memory_is_named_and_heals(kept: OwnRedis, tmp_path: Path) -> None:
    async with redis.asyncio.Redis.from_url(kept.url) as client:
        with server_process(tmp_path, kept.url, **STRICT) as server:
            async with Visitor(socket_url(server)) as visitor:
                await visitor.hello()
                conversation, cid = new_id(), new_id()
                await visitor.say(conversation, "before")
                await client.config_set("maxmemory", "1")
                await refused(visitor, conversation, "too much", cid, "storage_full")
                await until_ready(server, 503, REFUSED_WITHIN_S)
                await client.config_set("maxmemory", "0")
                assert (await until_acked(visitor, conversation, "too much", cid))["seq"] == 2
                await until_ready(server, 200, BACK_WITHIN_S)


async def test_a_full_disk_is_named_and_heals(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    with server_process(tmp_path / "data", CHAT_REDIS_SERVER=str(disk.redis)) as server:
        async with Visitor(socket_url(server)) as visitor:
            await visitor.hello()
            conversation, cid, acked = new_id(), new_id(), 0
            while (answer := await visitor.say(conversation, "x" * 9000, cid))["t"] == "ack":
                acked, cid = answer["seq"], new_id()
            assert answer["reason"] in {"unavailable", "storage_full"}
            assert acked > 0
            await until_ready(server, 503, BACK_WITHIN_S)
            disk.clear()
            assert (await until_acked(visitor, conversation, "x" * 9000, cid))["seq"] == acked + 1
            assert len(await history(visitor, server, conversation)) == acked + 1


async def history(visitor: Visitor, server: ServerProcess, conversation: str) -> list[Any]:
    """Everything stored of a conversation, as a new socket of the same visitor gets it."""
    async with Visitor(socket_url(server), visitor.secret) as again:
        await again.hello({"id": conversation})
        messages = []
        while True:
            page = await again.until("messages", conversation=conversation)
            messages += page["messages"]
            if not page["more"]:
                return messages


class Disk:
    """A disk that is soon full: a redis-server whose files may not grow, until it is started on a cleared one."""

    ROOM = 120 * 2  # blocks of 512 bytes

    def __init__(self, folder: Path) -> None:
        self.redis = folder / "redis-on-a-small-disk"
        self._room = folder / "room"
        self._room.write_text(str(self.ROOM))
        self.redis.write_text(
            f'#!/bin/sh\ntrap "" XFSZ\nulimit -f "$(cat "{self._room}")"\nexec "{redis_binary()}" "$@"\n'
        )
        self.redis.chmod(0o700)

    def clear(self) -> None:
        """There is room again, for a Redis that is started from now on."""
        self._room.write_text("unlimited")
