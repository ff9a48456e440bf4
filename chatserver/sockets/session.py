"""What both kinds of sessions share: reading frames until the peer leaves, answering each fault by its name."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from starlette.websockets import WebSocketDisconnect

from chatserver.domain.errors import Refused
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.wire import Rejected
from chatserver.sockets.carrier import Carrier
from chatserver.sockets.connection import Connection
from chatserver.sockets.limits import Pace
from chatserver.sockets.refusals import nack

log = logging.getLogger(__name__)
HELLO_WITHIN_S = 10.0
FAULTS_ALLOWED = 10
F = TypeVar("F")


async def read_frame(carrier: Carrier, connection: Connection, parse: Callable[[str], F]) -> F:
    """The next frame; raises `Rejected` for what is none, `WebSocketDisconnect` at the end."""
    event = await carrier.receive()
    if event["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(event.get("code") or 1005)
    connection.heard_at = time.monotonic()
    text = event.get("text")
    if text is None:
        raise Rejected("binary")
    return parse(text)


async def first_frame(carrier: Carrier, connection: Connection, parse: Callable[[str], F]) -> F | None:
    """The first frame within 10 s (S1); None, with the socket closed, when there is none or it is no frame."""
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            return await read_frame(carrier, connection, parse)
    except WebSocketDisconnect:
        return None
    except TimeoutError:
        connection.close(CloseCode.UNAUTHENTICATED)
    except Rejected as rejected:
        connection.send(nack(rejected))
        connection.close(CloseCode.MALFORMED, rejected.reason)
    return None


async def frames(
    carrier: Carrier, connection: Connection, parse: Callable[[str], F], pace: Pace
) -> AsyncIterator[F]:
    """Frames in order until the peer leaves; rubbish and haste are answered, then end the connection."""
    faults = 0
    while faults <= FAULTS_ALLOWED:
        frame = None
        try:
            frame = await read_frame(carrier, connection, parse)
            pace.spend()
        except WebSocketDisconnect:
            return
        except (Rejected, Refused) as fault:
            faults += 1
            connection.send(nack(fault, cid=getattr(frame, "cid", ""), ref=getattr(frame, "ref", 0)))
        else:
            yield frame
    connection.close(CloseCode.TOO_MANY_FRAMES)
