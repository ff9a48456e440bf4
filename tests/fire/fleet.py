"""Two servers on one data directory, and the ways to hurt them."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from datetime import UTC
from pathlib import Path

import redis.asyncio

from chatserver.clock import system_clock
from chatserver.store import sites
from chatserver.store.embedded import EmbeddedRedis
from chatserver.store.embedded.process import Answer, ask, socket_path
from tests.fire.history import Blow, History
from tests.redis_servers import redis_binary
from tests.server import ServerProcess, server_process
from tests.store.data_dirs import kill_redis
from tests.turned_clock import TurnedClock

NOON_IN_VIETNAM = 5  # o'clock, UTC
LOOK_S = 0.02
FIRST, SECOND = 0, 1


class Fleet:
    """The servers that live now; each keeps its place when it is started again."""

    def __init__(self, folder: Path, entry: str, history: History, stack: ExitStack) -> None:
        self.folder = folder
        self.history = history
        self.servers: list[ServerProcess | None] = [None, None]
        self.redis_url = EmbeddedRedis(folder).url
        self._entry = entry
        self._stack = stack

    @property
    def living(self) -> list[ServerProcess]:
        """Servers that a client may try."""
        return [server for server in self.servers if server is not None]

    def any_server(self, chance: random.Random) -> ServerProcess:
        """Some living server; raises OSError when there is none, as a connection would."""
        if not self.living:
            raise ConnectionRefusedError("no server lives")
        return chance.choice(self.living)

    async def start(self, place: int) -> None:
        """Start the server of this place; returns when it is ready."""
        server = server_process(self.folder, entry=self._entry, CHAT_REDIS_SERVER=redis_binary())
        self.servers[place] = await asyncio.to_thread(self._stack.enter_context, server)

    async def kill_server(self, place: int) -> None:
        """`kill -9`."""
        server = self.servers[place]
        assert server is not None
        self._note(f"server {place + 1} killed")
        self.servers[place] = None
        await asyncio.to_thread(server.kill)

    async def drain_server(self, place: int) -> int:
        """SIGTERM; the exit status, when it has ended. Clients may go on trying it."""
        server = self.servers[place]
        assert server is not None
        self._note(f"server {place + 1} told to stop")
        status = await asyncio.to_thread(server.stop)
        self.servers[place] = None
        self._note(f"server {place + 1} has ended")
        return status

    async def kill_redis(self) -> None:
        """`kill -9` of the Redis of the directory, once it is there to be killed."""
        await self.redis_ready()
        self._note("redis killed")
        await kill_redis(self.folder)

    async def redis_ready(self) -> None:
        """Wait until Redis answers."""
        while await ask(socket_path(self.folder)) is not Answer.READY:
            await asyncio.sleep(LOOK_S)

    def _note(self, what: str) -> None:
        self.history.note(Blow(what))


@asynccontextmanager
async def two_servers(folder: Path, history: History, entry: str) -> AsyncIterator[Fleet]:
    """Both servers, at noon of a Vietnamese day; the first owns Redis."""
    folder.mkdir(parents=True, exist_ok=True)
    today = system_clock().astimezone(UTC).replace(hour=NOON_IN_VIETNAM, minute=0)
    TurnedClock(folder / "clock").turn_to(today)
    with ExitStack() as stack:
        fleet = Fleet(folder, entry, history, stack)
        await fleet.start(FIRST)
        await fleet.start(SECOND)
        yield fleet


@asynccontextmanager
async def store_of(fleet: Fleet) -> AsyncIterator["tuple[redis.asyncio.Redis, str]"]:
    """A client of the directory's Redis, and the id of the one site."""
    async with AsyncExitStack() as stack:
        client = redis.asyncio.Redis.from_url(fleet.redis_url, decode_responses=True)
        await stack.enter_async_context(client)
        yield client, (await sites.all_sites(client))[0].id
