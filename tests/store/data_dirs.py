"""Data directories with an embedded Redis, for tests that kill things in them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import redis.asyncio
from redis.exceptions import ConnectionError

from chatserver.store.embedded import supervised_redis
from chatserver.store.embedded.process import is_alive
from tests.redis_servers import redis_binary

T = TypeVar("T")
BETWEEN_LOOKS = 0.02  # seconds


def supervised(data_dir: Path) -> AbstractAsyncContextManager[str]:
    """Use the directory in this process; gives the URL of its Redis."""
    return supervised_redis("", data_dir, redis_binary())


@asynccontextmanager
async def other_process(data_dir: Path) -> AsyncIterator[Process]:
    """Use the directory in a process of its own, ended orderly unless the test ended it."""
    program = (sys.executable, "-m", "tests.store.use_embedded", str(data_dir))
    process = await asyncio.create_subprocess_exec(*program, stdout=PIPE)
    try:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def end(process: Process, how: signal.Signals) -> None:
    """Send the signal and wait for the end."""
    process.send_signal(how)
    await process.wait()


def redis_pid(data_dir: Path) -> int:
    """The process id of the directory's Redis."""
    return int((data_dir / "redis.pid").read_text())


async def kill_redis(data_dir: Path) -> None:
    """`kill -9`, and wait until it is dead."""
    pid = redis_pid(data_dir)
    os.kill(pid, signal.SIGKILL)
    await until(lambda: not is_alive(data_dir) or redis_pid(data_dir) != pid)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for a state; the test's own time-out ends a wait in vain."""
    while not holds():
        await asyncio.sleep(BETWEEN_LOOKS)


async def retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """The result of an idempotent command, repeated while Redis is away."""
    while True:
        try:
            return await attempt()
        except ConnectionError:
            await asyncio.sleep(BETWEEN_LOOKS)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["redis.asyncio.Redis"]:
    """A client of the directory's Redis without retries of its own."""
    retry = redis.asyncio.retry.Retry(redis.backoff.NoBackoff(), 0)
    async with redis.asyncio.Redis.from_url(url, decode_responses=True, retry=retry) as client:
        yield client
