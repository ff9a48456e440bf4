"""Many commands in one write, packed in C, all replies under one time-out: half of what redis-py's pipeline costs."""

import asyncio
import math
from collections.abc import Iterable, Sequence
from typing import Any

from hiredis import pack_command
from redis.exceptions import ConnectionError, ResponseError

from chatserver.store.arrived import MISSING, arrived_on, is_push
from chatserver.store.client import TIMEOUT_S, Client

Command = Sequence[str | int]


async def ask_all(client: Client, commands: Iterable[Command]) -> list[Any]:
    """The replies in order; raises a `StoreFault` when Redis did not answer, or refused one of them."""
    replies = await ask_each(client, commands)
    for reply in replies:
        if isinstance(reply, ResponseError):
            raise reply
    return replies


async def ask_each(client: Client, commands: Iterable[Command]) -> list[Any]:
    """The replies in order, refused ones as `ResponseError`; raises a `StoreFault` when Redis did not answer."""
    pool: Any = client.connection_pool
    calls = [_packed(command) for command in commands]
    connection = await pool.get_connection()
    try:
        await connection.send_packed_command(calls, check_health=False)
        async with asyncio.timeout(TIMEOUT_S):
            return await _replies(connection, len(calls))
    except BaseException:
        await connection.disconnect(nowait=True)  # replies may still be on their way
        raise
    finally:
        await pool.release(connection)


def _packed(command: Command) -> bytes:
    packed: bytes = pack_command(tuple(command))  # type: ignore[arg-type]  # its stub asks for a tuple of one
    return packed


async def _replies(connection: Any, count: int) -> list[Any]:
    """So many; those that came in one read are taken without waiting."""
    take, replies = arrived_on(connection), list[Any]()
    while len(replies) < count:
        reply = take()
        if reply is MISSING:
            reply = await _next(connection)
        elif is_push(reply):  # what Redis says unasked, as that it will move, is only a hint
            continue
        elif isinstance(reply, ConnectionError):  # as that it is still loading
            raise reply
        replies.append(reply)
    return replies


async def _next(connection: Any) -> Any:
    try:
        return await connection.read_response(timeout=math.inf)
    except ResponseError as refusal:
        return refusal
