"""An ack that waits for a replica: without one nothing counts as said, and nothing is said twice (contract R3)."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.clients import Visitor, new_id
from tests.fire.test_redis_trouble import readiness, socket_url, until_acked, until_ready
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process

BACK_WITHIN_S = 10.0  # a replica's first copy of everything included


@pytest.fixture
def port() -> int:
    """A port of this machine that nobody uses: replicas come by TCP."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found: int = taken.getsockname()[1]
        return found


@pytest.fixture
def server(port: int, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that acks what one replica has; the one that was there when it started is gone."""
    with (
        TemporaryDirectory(prefix="chat-") as folder,
        redis_server(Path(folder), "--port", str(port)) as url,
        ExitStack() as until_started,
    ):
        until_started.enter_context(replica_of(port))
        with server_process(tmp_path, url, REDIS_REPLICAS="1") as running:
            until_started.close()
            yield running


@contextmanager
def replica_of(port: int) -> Iterator[None]:
    """A copy of the Redis at a port of this machine."""
    copies = ("--replicaof", "127.0.0.1", str(port))
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder), *copies):
        yield


async def test_without_its_replica_nothing_is_acked_and_with_it_everything_once(
    server: ServerProcess, port: int
) -> None:
    conversation, cid = new_id(), new_id()
    async with Visitor(socket_url(server)) as visitor:
        await visitor.hello()
        with replica_of(port):
            await until_ready(server, 200, BACK_WITHIN_S)
            await until_acked(visitor, conversation, "chào", new_id())
        alone = await visitor.say(conversation, "còn ai không", cid)
        assert (alone["t"], alone["reason"]) == ("nack", "unavailable")
        assert readiness(server) == 503
        with replica_of(port):
            await until_ready(server, 200, BACK_WITHIN_S)
            ack = await until_acked(visitor, conversation, "còn ai không", cid)
            assert (ack["seq"], ack["dup"]) == (2, True), "the words were kept, only not confirmed"
