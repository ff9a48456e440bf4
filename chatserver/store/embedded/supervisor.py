"""Keep the Redis of a data directory running, for every process that uses the directory.

Three locks, each let go by the system when its holder dies:
  redis.lock   held by redis-server itself: is it alive?
  owner.lock   held by the one process that starts Redis again when it dies; any other takes it over
  users.lock   shared by all who use the directory; the last to leave stops Redis
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from chatserver.store.embedded.binary import choose, remember
from chatserver.store.embedded.errors import RedisUnavailable
from chatserver.store.embedded.lock import FileLock
from chatserver.store.embedded.process import Answer, ask, is_alive, launch, make_private, socket_path

log = logging.getLogger(__name__)

POLL = 0.02  # seconds between looks while starting and stopping
WATCH = 0.2  # seconds between looks of the supervisor
FIRST_DELAY, LAST_DELAY = 0.1, 2.0  # seconds before starting a dead Redis again; doubles
STEADY = 10.0  # seconds of life after which a death starts with the first delay again
PATIENCE = 30.0  # seconds without progress before start or stop gives up; loading data is progress


class EmbeddedRedis:
    """Our use of one data directory's Redis: `start`, then `supervise` in a task, in the end `stop`."""

    def __init__(self, data_dir: Path, binary: str | None = None) -> None:
        self._dir = data_dir.absolute()
        self._named = binary
        self._socket = socket_path(self._dir)
        self._owner = FileLock(self._dir / "owner.lock")
        self._users = FileLock(self._dir / "users.lock")
        self.url = f"unix://{quote(str(self._socket))}"

    async def start(self) -> None:
        """Join the running Redis or start one; returns when it answers.

        Raises RedisUnavailable with a text for the operator. A big history takes its time to load; then it
        says so in the log and goes on waiting.
        """
        try:
            self._dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._socket.parent != self._dir:
                make_private(self._socket.parent)
            await self._enter()
            await self._until_ready()
        except OSError as error:
            await self.stop()
            raise RedisUnavailable(f"The data directory {self._dir} cannot be used: {error}.") from error
        except BaseException:
            await self.stop()
            raise

    async def supervise(self) -> None:
        """Start Redis again whenever it dies, unless another process owns it; runs until cancelled."""
        delay, launched = FIRST_DELAY, time.monotonic()
        while True:
            await asyncio.sleep(WATCH)
            try:
                if not self._owner.take() or is_alive(self._dir):
                    continue
                if time.monotonic() - launched > STEADY:
                    delay = FIRST_DELAY
                log.error("Redis has ended; starting it again in %.1f s. %s", delay, self._log_tail())
                await asyncio.sleep(delay)
                delay, launched = min(2 * delay, LAST_DELAY), time.monotonic()
                await self._launch()
            except (OSError, RedisUnavailable):  # a full disk, too many open files: may heal, so go on trying
                log.exception("Redis could not be looked after")

    async def stop(self) -> None:
        """Leave the directory. The last one to leave stops Redis; the others go on with it."""
        if not self._users.release():
            return
        try:
            # Alone on this lock: nobody else is there, and nobody can enter before we are done.
            if self._users.take():
                await self._until_stopped()
        finally:
            self._owner.release()
            self._users.release()

    async def _enter(self) -> None:
        patience = time.monotonic() + PATIENCE
        while not self._users.share():  # the last user is just stopping Redis
            _refuse_after(patience, f"Another process is still stopping the Redis of {self._dir}.")
            await asyncio.sleep(POLL)

    async def _until_ready(self) -> None:
        launched = False
        patience = time.monotonic() + PATIENCE
        while (answer := await ask(self._socket)) is not Answer.READY:
            if answer is Answer.LOADING:
                patience = time.monotonic() + PATIENCE
            if answer is Answer.GONE and self._owner.take() and not is_alive(self._dir):
                if launched:
                    raise RedisUnavailable(f"Redis ended while starting. {self._log_tail()}")
                launched = await self._launch()
            _refuse_after(patience, f"The Redis of {self._dir} does not answer. {self._log_tail()}")
            await asyncio.sleep(POLL)
        self._owner.take()
        log.info("Redis is ready in %s (%s)", self._dir, "started" if launched else "joined")

    async def _launch(self) -> bool:
        server = await asyncio.to_thread(choose, self._dir, self._named)
        log.info("starting %s", server)
        # Not in a thread: a cancelled `start` must know whether it left a Redis behind. Costs milliseconds.
        launched = launch(Path(server.path), self._dir, self._socket)
        remember(self._dir, server)
        return launched

    async def _until_stopped(self) -> None:
        patience = time.monotonic() + PATIENCE
        while is_alive(self._dir):
            await ask(self._socket, b"SHUTDOWN")  # again and again: it may still be starting
            if time.monotonic() > patience:
                log.error("Redis does not stop; left running, the next start will join it")
                return
            await asyncio.sleep(POLL)

    def _log_tail(self) -> str:
        path = self._dir / "redis.log"
        try:
            lines = path.read_text(errors="replace").splitlines()[-3:]
        except OSError:
            return f"It left no log in {path}."
        return f"The end of {path}: {' / '.join(lines)}"


def _refuse_after(instant: float, reason: str) -> None:
    if time.monotonic() > instant:
        raise RedisUnavailable(reason)


@asynccontextmanager
async def running_redis(redis_url: str, data_dir: Path, binary: str | None = None) -> AsyncIterator[str]:
    """The URL of a Redis for a short command: the given, the directory's running, or one just for us."""
    if redis_url:
        yield redis_url
        return
    redis = EmbeddedRedis(data_dir, binary)
    await redis.start()
    try:
        yield redis.url
    finally:
        await redis.stop()


@asynccontextmanager
async def supervised_redis(redis_url: str, data_dir: Path, binary: str | None = None) -> AsyncIterator[str]:
    """The URL of a Redis for a server: the given one, or the directory's, started again whenever it dies."""
    if redis_url:
        yield redis_url
        return
    redis = EmbeddedRedis(data_dir, binary)
    await redis.start()
    failure: Exception | None = None
    try:
        async with asyncio.TaskGroup() as group:
            supervision = group.create_task(redis.supervise(), name="redis")
            try:
                yield redis.url
            except Exception as error:  # noqa: BLE001 - raised below: here the group would wrap it
                failure = error
            supervision.cancel()
        if failure:
            raise failure
    finally:
        await redis.stop()
