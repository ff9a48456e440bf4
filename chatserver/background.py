"""Work beside the requests: a failure is logged with its traceback and ends only itself, never its neighbours."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)
AGAIN_S = 1.0
CANCEL_AGAIN_S = 0.2


class Background:
    """The process's tasks, owned by one task group that ends with the process."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self.loop = asyncio.get_running_loop()
        """Kept, because asking for it costs a system call before Python 3.12."""
        self._group = group
        self._endless: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run something once."""
        self._group.create_task(_alone(work), name=name)

    def keep(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Run something endless, again after a second should it fail."""
        self._endless.add(self._group.create_task(_again_and_again(work), name=name))

    async def end(self) -> None:
        """Cancel what is endless until it has ended: the Redis client's time-outs can swallow a cancellation."""
        pending = set(self._endless)
        while pending:
            for task in pending:
                task.cancel()
            _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)


async def _alone(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("a task failed")


async def _again_and_again(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        await _alone(_awaited(work))
        await asyncio.sleep(AGAIN_S)


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()
