"""All sockets of this process: admitted here, counted here, drained here (contract R16)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.domain.errors import ChatError
from chatserver.domain.site import Site
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.wire import SUBPROTOCOL
from chatserver.settings import Settings
from chatserver.sockets.addresses import Addresses
from chatserver.sockets.connection import Connection
from chatserver.sockets.hub import Hub, SiteHub
from chatserver.sockets.poll_session import PollSession
from chatserver.sockets.refusals import nack
from chatserver.store.client import StoreFault, named

log = logging.getLogger(__name__)
DRAIN_S, CLOSES_PER_S = 20.0, 500
RETRY_AFTER_S = 2
JOIN_S = 2.0


@dataclass(slots=True, eq=False)
class Switchboard:
    """What every socket needs, and every socket there is."""

    office: Office
    hub: Hub
    settings: Settings
    tasks: Background
    connections: set[Connection] = field(default_factory=set)
    polls: dict[tuple[str, str], PollSession] = field(default_factory=dict)
    """By site key and session id: those whose frames come by requests."""
    draining: bool = False
    addresses: Addresses = field(init=False)

    def __post_init__(self) -> None:
        self.addresses = Addresses(self.settings, self.office.client)

    async def accept(self, socket: WebSocket) -> Connection:
        """Complete the handshake and count the connection in."""
        offered = socket.scope.get("subprotocols", [])
        try:
            await socket.accept(subprotocol=SUBPROTOCOL if SUBPROTOCOL in offered else None)
        except OSError:  # uvicorn's word for a peer that has gone
            raise WebSocketDisconnect(1006) from None
        connection = Connection(socket, self.tasks)
        self.connections.add(connection)
        return connection

    async def joined(self, site: str) -> SiteHub:
        """The hub of a site; raises `TimeoutError` when the bus does not come up in time (R17)."""
        async with asyncio.timeout(JOIN_S):
            hub = await self.hub.join(site)
        await self.office.policies.meet(self.office.client, site)
        await self.office.incidents.meet(self.office.client, site)
        return hub

    async def drain(self) -> None:
        """Close every socket with 1012, spread over min(20 s, sockets / 500 s), so that clients come back spread."""
        self.draining = True
        pause = min(DRAIN_S, len(self.connections) / CLOSES_PER_S) / max(1, len(self.connections))
        for connection in tuple(self.connections):
            connection.close(CloseCode.RESTARTING, f"retry_after={RETRY_AFTER_S}")
            await asyncio.sleep(pause)
        for connection in tuple(self.connections):
            await connection.drained()


async def admitted(
    socket: WebSocket, board: Switchboard, find: Callable[[], Awaitable[Site | None]]
) -> Site | None:
    """The site of a socket, or None after a refusal before the handshake (S1)."""
    if board.draining:
        await refuse(socket, 503, "draining")
        return None
    try:
        found = await find()
    except StoreFault:
        await refuse(socket, 503, "unavailable")
        return None
    if found is None:
        await refuse(socket, 404, "site")
    return found


async def refuse(socket: WebSocket, status: int, reason: str) -> None:
    """Refuse before the handshake: the browser only learns that it failed, tools read the reason."""
    try:
        await socket.send_denial_response(PlainTextResponse(reason, status_code=status))
    except OSError:
        raise WebSocketDisconnect(1006) from None


async def answered(connection: Connection, frame: object, handling: Awaitable[None]) -> None:
    """Run a handler; what it raises goes back by name, and the connection lives on."""
    try:
        await handling
        return
    except ChatError as error:
        fault = error
    except StoreFault as away:
        fault = named(away)
    except Exception:  # costs this frame only: a client would come back to the same end for ever
        log.exception("a frame of %s failed", connection.id)
        fault = ChatError("error.internal")
    connection.send(nack(fault, cid=getattr(frame, "cid", ""), ref=getattr(frame, "ref", 0)))
