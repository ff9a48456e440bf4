"""One task per process looks after all sockets: pings, silence, stuck readers, cursors, leases (R8, R13, R14)."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Iterable

from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.to_visitor import Ping
from chatserver.protocol.wire import to_text
from chatserver.sockets.agent_session import AgentSession
from chatserver.sockets.connection import Connection, check_in
from chatserver.sockets.follower import Follower
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store import conversations, presence, visitors
from chatserver.store.client import StoreFault

log = logging.getLogger(__name__)
TICK_S, SILENT_S = 1.0, 45.0
AGENT_TICKS = 5
_PING = to_text(Ping())


async def keep_alive(board: Switchboard) -> None:
    """Run until cancelled; a store fault costs one round, nothing else."""
    ticks = 0
    while True:
        await asyncio.sleep(TICK_S)
        ticks += 1
        due = look_after(board.connections, time.monotonic())
        for site in tuple(board.hub.sites.values()):
            try:
                await _renew(board, site, due, agents=ticks % AGENT_TICKS == 0)
                await _check_cursors(board, site, due)
            except StoreFault as fault:
                log.warning("heartbeat of %s: %s", site.site, fault)


def look_after(connections: Iterable[Connection], now: float) -> set[object]:
    """Close what is silent or stuck, ping what is due; the connections that were due (R13, R14)."""
    due: set[object] = set()
    for connection in tuple(connections):
        if connection.stuck(now):
            connection.close(CloseCode.SLOW_READER, abort=True)
        elif now - connection.heard_at > SILENT_S:
            connection.close(CloseCode.SILENT, abort=True)
        elif now >= connection.check_at:
            connection.check_at = now + check_in()
            connection.send(_PING)
            due.add(connection)
    return due


async def _renew(board: Switchboard, site: SiteHub, due: set[object], *, agents: bool) -> None:
    client = board.office.client
    widgets = [s.here for s in site.sessions if isinstance(s, VisitorSession) and s.connection in due]
    if widgets:
        await visitors.lease_here(client, site.site, widgets, visitors.HERE_MS)
    if agents:
        consoles = [s for s in site.sessions if isinstance(s, AgentSession)]
        members = [console.member for console in consoles if console.heard and not console.connection.closed]
        await presence.lease(client, site.site, members, board.office.agent_lease_ms(site.site))
        for console in consoles:
            await console.check_signed_in()


async def _check_cursors(board: Switchboard, site: SiteHub, due: set[object]) -> None:
    """Compare cursors with what is stored: a lost notice costs at most 25 s, never a message (R8)."""
    followers: defaultdict[str, list[Follower]] = defaultdict(list)
    for session in [session for session in site.sessions if session.connection in due]:
        for follower in session.followers:
            followers[follower.conversation].append(follower)
    for conversation, epoch, seq, version in await conversations.ends(
        board.office.client, site.site, followers
    ):
        for follower in followers[conversation]:
            follower.check(epoch, seq)
        if any(version > follower.version for follower in followers[conversation]):
            site.inbox.changed(conversation)
