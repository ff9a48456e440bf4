"""Scripts asked for in one turn of the loop travel in one pipeline: 2–3 times cheaper than one round trip each."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from redis.exceptions import NoScriptError

from chatserver.background import Background
from chatserver.store import keys
from chatserver.store.client import Client, StoreFault, named
from chatserver.store.pipelined import ask_each

log = logging.getLogger(__name__)
Arguments = Sequence[str | int]
MOST_AT_ONCE = 256
CONFIRM_MS = 1000


class Batch:
    """Runs one script; calls that arrive while a batch is under way form the next one.

    With `replicas` a batch counts as done when so many of them have it: one WAIT for all of its calls (contract R3).
    """

    def __init__(self, client: Client, source: str, tasks: Background, replicas: int = 0) -> None:
        self._client = client
        self._replicas = replicas
        self._source = source
        self._sha = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
        self._tasks = tasks
        self._waiting: list[tuple[str, Arguments, asyncio.Future[Any]]] = []
        self._running = False

    def run(self, key: str, *arguments: str | int) -> asyncio.Future[Any]:
        """The script's reply for KEYS[1] and ARGV; raises `Unavailable` when Redis did not answer or has no room.

        Nothing is retried here: an append that was not answered is offered again by whoever holds its cid (R5).
        """
        future = self._tasks.loop.create_future()
        self._waiting.append((key, arguments, future))
        if not self._running:
            self._running = True
            self._tasks.start(self._drain(), "append batches")
        return future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                replies = await self._ask(batch)
                for (_, _, future), reply in zip(batch, replies, strict=True):
                    _settle(future, reply)
        finally:
            self._running = False

    async def _ask(self, batch: list[tuple[str, Arguments, asyncio.Future[Any]]]) -> list[Any]:
        try:
            replies = await self._pipeline(batch)
            if any(
                isinstance(reply, NoScriptError) for reply in replies
            ):  # Redis restarted: none of these ran
                await self._client.script_load(self._source)
                again = [
                    call
                    for call, reply in zip(batch, replies, strict=True)
                    if isinstance(reply, NoScriptError)
                ]
                second = iter(await self._pipeline(again))
                replies = [next(second) if isinstance(reply, NoScriptError) else reply for reply in replies]
            return replies
        except StoreFault as fault:
            return [fault] * len(batch)

    async def _pipeline(self, batch: list[tuple[str, Arguments, asyncio.Future[Any]]]) -> list[Any]:
        calls = (("EVALSHA", self._sha, 1, key, *arguments) for key, arguments, _ in batch)
        if not self._replicas:
            return await ask_each(self._client, calls)
        # A message that is known again writes nothing, and WAIT covers what its own connection wrote: hence the SET.
        confirm = (("SET", keys.CONFIRMED, 1), ("WAIT", self._replicas, CONFIRM_MS))
        *replies, _, confirmed = await ask_each(self._client, (*calls, *confirm))
        if confirmed < self._replicas:
            raise TimeoutError(f"{confirmed} of {self._replicas} replicas have confirmed")
        return replies


def _settle(future: asyncio.Future[Any], reply: Any) -> None:
    if future.done():  # its asker is gone
        return
    if isinstance(reply, BaseException):
        log.warning("redis refused a script: %s", reply)
        future.set_exception(named(reply))
    else:
        future.set_result(reply)
