"""POST /api/poll/{site_key}: a visitor's socket for networks that let none through (contract R5, S1, S5).

Simple requests of the browser's kind (no preflight, no cookie); the origin is checked before anything is done. A
session lives in one process: elsewhere its requests are answered by 4007, and the client begins another one.
"""

import asyncio
import logging
import time

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.site import Site, own_origin
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.polls import MAX_BODY_BYTES, Poll, parse_poll, polled
from chatserver.protocol.wire import Rejected
from chatserver.sockets.addresses import counted_as
from chatserver.sockets.poll_session import PollSession
from chatserver.sockets.switchboard import RETRY_AFTER_S, Switchboard
from chatserver.sockets.visitor import CROWDED_S, serve_visitor
from chatserver.store import sites

log = logging.getLogger(__name__)
WAIT_S = 25.0
BODY_WITHIN_S = 20.0
TELL_WITHIN_S = 3.0
CROWDED = polled(0, 1, [], (CloseCode.TOO_MANY_SOCKETS, f"retry_after={CROWDED_S}"))
NO_SUCH_SESSION = polled(0, 1, [], (CloseCode.NO_SUCH_SESSION, ""))


async def poll(request: Request) -> Response:
    """One request of a session, which the first one begins with its `hello`."""
    board: Switchboard = request.state.board
    origin = request.headers.get("origin", "")
    asked = await _read(request)
    name = (request.path_params["site_key"], asked.session)
    session = board.polls.get(name)
    if session is None or not session.is_of(origin, asked):
        site = await _admitted(request, board, origin)
        if name not in board.polls and asked.begins:
            came_from = counted_as(request, board.settings)
            if board.addresses.full(came_from):  # nothing of theirs is kept until they are told
                return _answer(origin, CROWDED)
            session = PollSession(board.tasks, origin, asked.texts[0])
            _begin(board, site, name, session, came_from)
        session = board.polls.get(name)  # the same first request may have come twice meanwhile
        if session is None or not session.is_of(origin, asked):
            return _answer(origin, NO_SUCH_SESSION)
    return _answer(origin, await _serve(session, asked))


async def _serve(session: PollSession, asked: Poll) -> bytes:
    carrier = session.carrier
    session.connection.heard_at = time.monotonic()
    session.keep_pace()
    carrier.take_in(asked.first, asked.texts)
    if asked.close:
        carrier.leave()
    first, texts = await carrier.answer(asked.ack, WAIT_S if asked.wait else 0)
    return polled(carrier.received, first, texts, carrier.closed)


def _begin(
    board: Switchboard, site: Site, name: tuple[str, str], session: PollSession, came_from: str
) -> None:
    board.polls[name] = session
    board.connections.add(session.connection)
    board.tasks.start(_carry(board, site, name, session, came_from), "poll session")


async def _carry(
    board: Switchboard, site: Site, name: tuple[str, str], session: PollSession, came_from: str
) -> None:
    """Serve until it ends: told to, left, or silent (contract R14); the client is told when it asks next."""
    try:
        await serve_visitor(session.carrier, board, session.connection, site, came_from)
        await session.carrier.told(TELL_WITHIN_S)
    finally:
        session.carrier.abort()
        board.connections.discard(session.connection)
        del board.polls[name]


async def _read(request: Request) -> Poll:
    """The body; raises `Refused`: to a page that nobody has admitted yet, an answer without words it could read."""
    board: Switchboard = request.state.board
    try:
        with request.state.bodies.reading(counted_as(request, board.settings)):
            async with asyncio.timeout(BODY_WITHIN_S):
                return parse_poll(await _body(request))
    except Rejected as rejected:
        raise Refused(f"error.{rejected.reason}") from None
    except (ClientDisconnect, TimeoutError):
        raise Refused("error.malformed") from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise Rejected("too_big")
    return bytes(body)


async def _admitted(request: Request, board: Switchboard, origin: str) -> Site:
    """The site, when the asking page may use it; raises `Refused`, `Unavailable` or a `StoreFault` (S1)."""
    if board.draining:
        raise Unavailable("error.unavailable", retry_after=RETRY_AFTER_S)
    site = await sites.site_by_key(board.office.client, request.path_params["site_key"])
    if site is None:
        raise Refused("error.site")
    if not (site.admits(origin) or origin == own_origin(board.settings.public_url)):
        log.info("site %s refused origin %.200r", site.id, origin)
        raise Refused("error.origin")
    return site


def _answer(origin: str, body: bytes) -> Response:
    headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin", "Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)
