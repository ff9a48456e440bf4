"""A console's socket, `/ws/agent/{site_id}`: session cookie before the handshake, CSRF token in `hello` (S1)."""

import hmac
import logging

from starlette.websockets import WebSocket

from chatserver.domain.agent import Agent
from chatserver.domain.errors import Refused
from chatserver.domain.message import Speaker
from chatserver.domain.site import Site
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.from_agent import Hello
from chatserver.protocol.wire import parse_agent
from chatserver.settings import SESSION_COOKIE
from chatserver.sockets.agent_frames import handle
from chatserver.sockets.agent_session import AgentSession
from chatserver.sockets.connection import Connection
from chatserver.sockets.limits import Pace
from chatserver.sockets.refusals import nack
from chatserver.sockets.session import first_frame, frames
from chatserver.sockets.switchboard import RETRY_AFTER_S, Switchboard, admitted, answered, refuse
from chatserver.store import agents, sessions, sites
from chatserver.store.client import StoreFault, named
from chatserver.store.sessions import Session

log = logging.getLogger(__name__)
FRAMES_PER_S, FRAMES_AT_ONCE = 30.0, 120


async def agent_socket(socket: WebSocket) -> None:
    """Admit a member of the site from our own pages, then serve one console until it leaves."""
    board: Switchboard = socket.state.board
    site = await admitted(
        socket, board, lambda: sites.site(board.office.client, socket.path_params["site_id"])
    )
    if site is None:
        return
    if not _from_our_pages(socket, board):
        await refuse(socket, 403, "origin")
        return
    connection = await board.accept(socket)
    try:
        hello = await first_frame(socket, connection, parse_agent)
        if isinstance(hello, Hello):
            await _serve(socket, board, connection, site, hello)
        elif hello is not None:
            connection.send(nack(Refused("error.out_of_order")))
            connection.close(CloseCode.UNAUTHENTICATED)
    finally:
        await connection.drained()  # still looked after: a stuck reader ends by the heartbeat
        board.connections.discard(connection)


async def _serve(
    socket: WebSocket, board: Switchboard, connection: Connection, site: Site, hello: Hello
) -> None:
    session: AgentSession | None = None
    try:
        known = await _signed_in(socket, board, site, hello)
        if known is None:
            connection.close(CloseCode.UNAUTHENTICATED)
            return
        signed_in, agent = known
        hub = await board.joined(site.id)
        speaker = Speaker(agent.id, agent.name)
        session = AgentSession(
            board.office, hub, connection, board.tasks, speaker, signed_in.id, board.settings
        )
        await session.greet(hello, site.name)
        async for frame in frames(socket, connection, parse_agent, Pace(FRAMES_PER_S, FRAMES_AT_ONCE)):
            await answered(connection, frame, handle(session, frame))
    except StoreFault as fault:
        connection.send(nack(named(fault)))
        connection.close(CloseCode.RESTARTING, f"retry_after={RETRY_AFTER_S}")
    finally:
        if session is not None:
            await session.leave()


async def _signed_in(
    socket: WebSocket, board: Switchboard, site: Site, hello: Hello
) -> tuple[Session, Agent] | None:
    """The session and its active agent, when the token fits and the agent answers on this site (S1, S6)."""
    client = board.office.client
    session = await sessions.find(client, socket.cookies.get(SESSION_COOKIE, ""), board.office.now)
    if session is None or not hmac.compare_digest(session.csrf.encode(), hello.csrf.encode()):
        return None
    agent = await agents.agent(client, session.agent_id)
    if agent is None or not agent.active or site.id not in agent.roles:
        return None
    return session, agent


def _from_our_pages(socket: WebSocket, board: Switchboard) -> bool:
    """Browsers name the page that opens a socket; only pages of this very host may open a console's."""
    origin = socket.headers.get("origin", "")
    return origin == board.settings.public_url or origin.partition("://")[2] == socket.headers.get("host")
