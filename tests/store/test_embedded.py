"""The embedded Redis survives the death of anything around it, and is shared by all who use its directory."""

import asyncio
import signal
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest

from chatserver.store.embedded import (
    EmbeddedRedis,
    RedisUnavailable,
    refuse_unfit,
    running_redis,
    supervised_redis,
)
from chatserver.store.embedded.process import is_alive, launch
from tests.redis_servers import redis_binary
from tests.store.data_dirs import (
    connected,
    end,
    kill_redis,
    other_process,
    redis_pid,
    retried,
    supervised,
    until,
)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with TemporaryDirectory(prefix="chat-") as path:
        yield Path(path) / "data"


async def test_a_second_start_finds_the_data_of_the_first(data_dir: Path) -> None:
    for count in (1, 2):
        async with supervised(data_dir) as url, connected(url) as client:
            assert await client.incr("starts") == count
        assert not is_alive(data_dir)


async def test_it_writes_every_command_to_disk_and_is_fit(data_dir: Path) -> None:
    async with supervised(data_dir) as url, connected(url) as client:
        await refuse_unfit(client, allow_volatile=False)
        assert await client.config_get("appendfsync") == {"appendfsync": "always"}
        assert await client.config_get("stream-node-max-bytes") == {"stream-node-max-bytes": "2048"}


async def test_nobody_else_on_the_machine_can_get_at_it(data_dir: Path) -> None:
    async with supervised(data_dir) as url, connected(url) as client:
        assert await client.config_get("port") == {"port": "0"}
        assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE((data_dir / "redis.sock").stat().st_mode) == 0o700


async def test_a_killed_redis_comes_back_with_every_acknowledged_write(data_dir: Path) -> None:
    acknowledged = set()
    async with supervised(data_dir) as url, connected(url) as client:
        for kill in range(3):
            for number in range(50):
                member = f"{kill}-{number}"
                await retried(partial(client.sadd, "written", member))
                acknowledged.add(member)
            await kill_redis(data_dir)
        assert await retried(lambda: client.smembers("written")) == acknowledged


async def test_a_killed_server_leaves_redis_alive_for_the_next_start(data_dir: Path) -> None:
    async with other_process(data_dir) as first:
        before = redis_pid(data_dir)
        await end(first, signal.SIGKILL)
    async with supervised(data_dir):
        assert redis_pid(data_dir) == before
        await kill_redis(data_dir)
        await until(lambda: is_alive(data_dir))
    assert not is_alive(data_dir)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_when_the_owner_is_gone_another_process_takes_over(data_dir: Path, how: signal.Signals) -> None:
    async with (
        other_process(data_dir) as owner,
        supervised(data_dir) as embedded,
        connected(embedded) as client,
    ):
        before = redis_pid(data_dir)
        await end(owner, how)
        assert await client.ping()
        assert redis_pid(data_dir) == before
        await kill_redis(data_dir)
        assert await retried(client.ping)


async def test_many_processes_starting_at_once_share_one_redis(data_dir: Path) -> None:
    crowd = [EmbeddedRedis(data_dir, redis_binary()) for _ in range(5)]
    await asyncio.gather(*(each.start() for each in crowd))
    started = (data_dir / "redis.log").read_text().count("Ready to accept connections")
    await asyncio.gather(*(each.stop() for each in crowd))
    assert started == 1
    assert not is_alive(data_dir)


async def test_starting_while_the_last_user_is_leaving_works(data_dir: Path) -> None:
    leaving, coming = EmbeddedRedis(data_dir, redis_binary()), EmbeddedRedis(data_dir, redis_binary())
    await leaving.start()
    await asyncio.gather(leaving.stop(), coming.start())
    async with connected(coming.url) as client:
        assert await client.ping()
    await coming.stop()


async def test_a_deleted_socket_does_not_put_two_redis_on_the_same_files(data_dir: Path) -> None:
    async with supervised(data_dir):
        before = redis_pid(data_dir)
        socket = (data_dir / "redis.sock").rename(data_dir / "hidden.sock")
        assert not launch(Path(redis_binary()), data_dir, data_dir / "redis.sock")
        socket.rename(data_dir / "redis.sock")
        assert redis_pid(data_dir) == before


async def test_a_redis_that_cannot_start_is_tried_again_until_it_can(data_dir: Path) -> None:
    async with supervised(data_dir) as url, connected(url) as client:
        await client.set("what", "somebody wrote")
        log, index = data_dir / "redis.log", data_dir / "appendonlydir" / "appendonly.aof.manifest"
        good = index.read_text()
        index.write_text("nonsense\n")
        await kill_redis(data_dir)
        await until(lambda: "Invalid AOF manifest file format" in log.read_text())
        index.write_text(good)
        assert await retried(lambda: client.get("what")) == "somebody wrote"


@pytest.mark.parametrize("name", ["dữ liệu 100% #1?", "x" * 120])
async def test_the_directory_may_have_any_name(data_dir: Path, name: str) -> None:
    async with supervised(data_dir / name) as url, connected(url) as client:
        assert await client.ping()
        assert len(unquote(url)) < 108 + len("unix://")


async def test_a_short_command_joins_the_running_redis_and_leaves_it_running(data_dir: Path) -> None:
    async with supervised(data_dir) as url:
        async with running_redis("", data_dir) as joined:
            assert joined == url
        assert is_alive(data_dir)


async def test_a_short_command_alone_runs_redis_for_itself(data_dir: Path) -> None:
    async with running_redis("", data_dir, redis_binary()):
        assert is_alive(data_dir)
    assert not is_alive(data_dir)


async def test_a_given_redis_is_taken_as_it_is(data_dir: Path) -> None:
    for use in (running_redis, supervised_redis):
        async with use("redis://elsewhere:6379", data_dir) as url:
            assert url == "redis://elsewhere:6379"
    assert not data_dir.exists()


async def test_a_failure_of_the_server_comes_out_as_it_is_and_redis_is_stopped(data_dir: Path) -> None:
    with pytest.raises(LookupError, match="of the server"):
        async with supervised(data_dir):
            raise LookupError("of the server")
    assert not is_alive(data_dir)


async def test_data_that_cannot_be_read_is_named_with_the_words_of_redis(data_dir: Path) -> None:
    async with supervised(data_dir) as url, connected(url) as client:
        await client.set("what", "somebody wrote")
    (increments,) = data_dir.glob("appendonlydir/*.incr.aof")
    increments.write_bytes(b"this is no append-only file\r\n")
    with pytest.raises(RedisUnavailable, match="Bad file format"):
        await EmbeddedRedis(data_dir, redis_binary()).start()
    assert increments.read_bytes() == b"this is no append-only file\r\n"


async def test_a_file_in_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(RedisUnavailable, match=r"data directory .* cannot be used"):
        await EmbeddedRedis(tmp_path / "data").start()
