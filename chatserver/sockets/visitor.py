"""A visitor's socket, `/ws/{site_key}`. No cookie counts here; the secret comes in the first frame (S1)."""

import logging

from msgspec.structs import replace
from starlette.websockets import WebSocket

from chatserver.domain.errors import Refused
from chatserver.domain.site import Site, own_origin
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.from_visitor import (
    ContextChanged,
    Email,
    FromVisitor,
    Hello,
    Identify,
    Link,
    Open,
    Page,
    Rate,
    Say,
    Transcript,
    Wait,
)
from chatserver.protocol.wire import parse_visitor
from chatserver.sockets.addresses import Address, counted_as
from chatserver.sockets.carrier import Carrier
from chatserver.sockets.connection import Connection
from chatserver.sockets.limits import Pace
from chatserver.sockets.refusals import nack
from chatserver.sockets.session import first_frame, frames
from chatserver.sockets.switchboard import RETRY_AFTER_S, Switchboard, admitted, answered, refuse
from chatserver.sockets.visitor_frames import handle
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store import crowds, sites
from chatserver.store.client import StoreFault, named

log = logging.getLogger(__name__)
MOST_SOCKETS = 5
CROWDED_S = 60
FRAMES_PER_S, FRAMES_AT_ONCE = 20.0, 60
WRITES, FORMS = (Say, Page, ContextChanged, Identify), (Email, Wait, Transcript, Rate, Open, Link)


async def visitor_socket(socket: WebSocket) -> None:
    """Admit by site key and origin before the handshake, then serve one widget until it leaves."""
    board: Switchboard = socket.state.board
    site = await admitted(
        socket, board, lambda: sites.site_by_key(board.office.client, socket.path_params["site_key"])
    )
    if site is None:
        return
    origin = socket.headers.get("origin", "")
    if not (site.admits(origin) or origin == own_origin(board.settings.public_url)):
        log.info("site %s refused origin %.200r", site.id, origin)
        await refuse(socket, 403, "origin")
        return
    connection = await board.accept(socket)
    try:
        await serve_visitor(socket, board, connection, site, counted_as(socket, board.settings))
    finally:
        board.connections.discard(connection)


async def serve_visitor(
    carrier: Carrier, board: Switchboard, connection: Connection, site: Site, came_from: str
) -> None:
    """Serve an admitted widget until it leaves and everything for it has gone out, whatever carries its frames."""
    address = board.addresses.enter(came_from)
    try:
        if board.addresses.crowded(came_from):
            connection.close(CloseCode.TOO_MANY_SOCKETS, f"retry_after={CROWDED_S}")
        else:
            await _serve(carrier, board, connection, site, address)
    finally:
        board.addresses.leave(came_from)
        await connection.drained()  # still looked after: a stuck reader ends by the heartbeat


async def _meet(carrier: Carrier, connection: Connection) -> Hello | None:
    hello = await first_frame(carrier, connection, parse_visitor)
    if isinstance(hello, Hello):
        return hello
    if hello is not None:
        connection.send(nack(Refused("error.out_of_order")))
        connection.close(CloseCode.UNAUTHENTICATED)
    return None


async def _serve(
    carrier: Carrier, board: Switchboard, connection: Connection, site: Site, address: Address
) -> None:
    hello, session = await _meet(carrier, connection), None
    if hello is None:
        return
    try:
        hub = await board.joined(site.id)
        session = VisitorSession(board.office, hub, connection, board.tasks, hello)
        welcomed = await _welcomed(session, board, site, await _affordable(hello, address))
        del hello  # what it brought is kept by now, and an idle socket has no use for it
        if not welcomed:
            return
        async for frame in frames(carrier, connection, parse_visitor, Pace(FRAMES_PER_S, FRAMES_AT_ONCE)):
            await answered(connection, frame, _counted(session, frame, address))
    except StoreFault as fault:
        connection.send(nack(named(fault)))
        connection.close(CloseCode.RESTARTING, f"retry_after={RETRY_AFTER_S}")
    finally:
        if session is not None:
            await session.leave()


async def _affordable(hello: Hello, address: Address) -> Hello:
    """A `hello` is always answered, but what it brings to be kept counts (contract S5)."""
    try:
        if hello.page is not None or hello.context:
            await address.write()
    except Refused:
        return replace(hello, page=None, context={})
    return hello


async def _counted(session: VisitorSession, frame: FromVisitor, address: Address) -> None:
    if isinstance(frame, WRITES):
        await address.write()
    if isinstance(frame, Say) and not any(follower.granted for follower in session.followers):
        await address.bring()  # nothing of theirs is known: their first words make a visitor
    if isinstance(frame, FORMS):
        await address.fill_in()
    await handle(session, frame)


async def _welcomed(session: VisitorSession, board: Switchboard, site: Site, hello: Hello) -> bool:
    """Welcome the widget, unless it may not come in, or the site was removed while its `hello` was on the way."""
    client = board.office.client
    if not await sites.is_open(client, site.key):
        session.connection.close(CloseCode.UNKNOWN_SITE)
        return False
    await crowds.make_room(client, site.id, session.visitor, MOST_SOCKETS)
    if not await session.greet(hello):
        session.connection.close(CloseCode.FORBIDDEN, "blocked")
        return False
    if session.hub.removed:
        session.connection.close(CloseCode.UNKNOWN_SITE)
    return True
