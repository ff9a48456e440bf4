"""What both kinds of sessions share: reading frames until the peer leaves, answering each fault by its name."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TypeVar

from starlette.websockets import WebSocket, WebSocketDisconnect

from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.wire import Rejected
from chatserver.sockets.connection import Connection
from chatserver.sockets.limits import Pace
from chatserver.sockets.refusals import nack

log = logging.getLogger(__name__)
HELLO_WITHIN_S = 10.0
FAULTS_ALLOWED = 10
F = TypeVar("F")


async def read_frame(socket: WebSocket, connection: Connection, parse: Callable[[str], F]) -> F:
    """The next frame; raises `Rejected` for what is none, `WebSocketDisconnect` at the end."""
    event = await socket.receive()
    if event["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(event.get("code") or 1005)
    connection.heard_at = time.monotonic()
    text = event.get("text")
    if text is None:
        raise Rejected("binary")
    return parse(text)


async def first_frame(socket: WebSocket, connection: Connection, parse: Callable[[str], F]) -> F | None:
    """The first frame within 10 s (S1); None, with the socket closed, when there is none or it is no frame."""
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            return await read_frame(socket, connection, parse)
    except TimeoutError:
        connection.close(CloseCode.UNAUTHENTICATED)
    except Rejected as rejected:
        connection.send(nack(rejected))
        connection.close(CloseCode.MALFORMED, rejected.reason)
    return None


async def frames(
    socket: WebSocket, connection: Connection, parse: Callable[[str], F], pace: Pace
) -> AsyncIterator[F]:
    """Frames in order until the peer leaves; rubbish and haste are answered, then end the connection."""
    faults = 0
    with suppress(WebSocketDisconnect):
        while True:
            try:
                frame = await read_frame(socket, connection, parse)
                wait = pace.spend()
                if wait:
                    raise _too_many(frame)
                yield frame
            except Rejected as rejected:
                faults += 1
                connection.send(nack(rejected))
                if faults > FAULTS_ALLOWED:
                    code = CloseCode.TOO_MANY_FRAMES if rejected.reason == "too_many" else CloseCode.MALFORMED
                    connection.close(code, rejected.reason)
                    return


def _too_many(frame: object) -> Rejected:
    return Rejected("too_many", getattr(frame, "cid", ""), getattr(frame, "ref", 0))
