"""A Redis that would lose acknowledged messages is refused at start (contract R18)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis.asyncio

from chatserver.store.embedded import RedisUnavailable, RedisUnfit, refuse_unfit
from tests.redis_servers import redis_server


async def judge(url: str, *, allow_volatile: bool = False) -> None:
    async with redis.asyncio.Redis.from_url(url) as client:
        await refuse_unfit(client, allow_volatile=allow_volatile)


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="chat-") as path:
        yield Path(path)


async def test_a_redis_that_keeps_everything_is_fit(folder: Path) -> None:
    with redis_server(folder, "--appendonly", "yes") as url:
        await judge(url)


async def test_a_redis_without_append_only_file_is_refused(redis_url: str) -> None:
    with pytest.raises(RedisUnfit, match="appendonly yes"):
        await judge(redis_url)


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
async def test_a_redis_that_evicts_is_refused(folder: Path, policy: str) -> None:
    settings = ("--appendonly", "yes", "--maxmemory-policy", policy)
    refused = pytest.raises(RedisUnfit, match=f"{policy}.*noeviction")
    with redis_server(folder, *settings) as url, refused:
        await judge(url)


async def test_knowing_fools_may_use_a_volatile_redis(folder: Path) -> None:
    with redis_server(folder, "--maxmemory-policy", "allkeys-lru") as url:
        await judge(url, allow_volatile=True)


async def test_an_old_redis_is_refused_whatever_is_allowed(folder: Path) -> None:
    async with old_redis(folder / "old.sock", b"redis_version:6.2.14\r\naof_enabled:1\r\n") as url:
        with pytest.raises(RedisUnfit, match=r"6\.2\.14; 7\.0 or newer"):
            await judge(url, allow_volatile=True)


async def test_a_redis_that_is_not_there_is_named_with_what_to_check(folder: Path) -> None:
    with pytest.raises(RedisUnavailable, match=r"nobody\.sock.*Check REDIS_URL"):
        await judge(f"unix://{folder}/nobody.sock")


@asynccontextmanager
async def old_redis(socket: Path, facts: bytes) -> AsyncIterator[str]:
    """Something that speaks as much Redis as INFO needs: no such server can be installed here."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readline():  # *2, then for each word its $length and itself
            lines = [await reader.readline() for _ in range(2 * int(head[1:]))]
            asks_for_facts = lines[1].strip().upper() == b"INFO"
            writer.write(b"$%d\r\n%s\r\n" % (len(facts), facts) if asks_for_facts else b"+OK\r\n")
        writer.close()

    async with await asyncio.start_unix_server(answer, socket):
        yield f"unix://{socket}?protocol=2"
