"""Proofs of identity end: widgets are asked for fresh ones in time (contract S2)."""

import asyncio

from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.visitor_session import VisitorSession

LOOK_S = 1.0


async def watch_identities(board: Switchboard) -> None:
    """Run until cancelled."""
    while True:
        await asyncio.sleep(LOOK_S)
        for site in tuple(board.hub.sites.values()):
            for session in [one for one in site.sessions if isinstance(one, VisitorSession)]:
                session.identity.look()
