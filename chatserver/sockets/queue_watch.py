"""Visitors who wait see their place move, and are offered email when it takes long (≤ 2 s; contract R20)."""

import asyncio
import logging

from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.places import Places
from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store import conversations, queues
from chatserver.store.client import StoreFault

log = logging.getLogger(__name__)
LOOK_S = 0.5


async def watch_queues(board: Switchboard) -> None:
    """Run until cancelled; a site where no widget here waits costs nothing."""
    while True:
        await asyncio.sleep(LOOK_S)
        for site in tuple(board.hub.sites.values()):
            try:
                await _look(board, site, _waiting_here(site))
            except StoreFault as fault:
                site.inbox.places = Places()  # who was told what is not certain any more
                log.warning("queues of %s unknown: %s", site.site, fault)


def _waiting_here(site: SiteHub) -> dict[str, Conversation]:
    """What waits among the conversations that are followed here, as last shown."""
    found = {}
    for conversation, following in site.followers.items():
        for follower in following:
            if follower.summary is not None and follower.summary.status == "waiting":
                found[conversation] = follower.summary
    return found


async def _look(board: Switchboard, site: SiteHub, waiting: dict[str, Conversation]) -> None:
    if not waiting:
        site.inbox.places = Places()
        return
    office = board.office
    now, client, rules = millis(office.now), office.client, office.rules(site.site)
    places = site.inbox.places
    offer_before = now - rules.numbers.wait_offer_seconds * 1000
    offers = {
        name: _email_by(board, site, found)
        for name, found in waiting.items()
        if 0 < found.queued_at <= offer_before and places.of(name).email_by is None
    }
    if not offers and places.are_as_at(site.inbox.version, waiting):
        return
    order = await queues.places(client, site.site, rules.departments)
    for found in await conversations.load_many(client, site.site, places.look(order, waiting, offers)):
        _show(site, found)


def _email_by(board: Switchboard, site: SiteHub, found: Conversation) -> int:
    decision = board.office.decision(
        site.site, found.department, plan=found.plan or None, way="email", admitted=True
    )
    return found.promise_at or (millis(decision.reply_by) if decision.reply_by else 0)


def _show(site: SiteHub, found: Conversation) -> None:
    for follower in tuple(site.followers.get(found.id, ())):
        session = site.inbox.watchers.get(follower.connection)
        if isinstance(session, VisitorSession):
            follower.summary = found
            session.show(found)
