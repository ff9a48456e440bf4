"""The decision changes by itself: at opening, at closing, when agents come or leave; open sockets are told (≤ 2 s)."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chatserver.domain.decision import Decision
from chatserver.domain.presence import Presence
from chatserver.protocol.to_visitor import Decision as Decided
from chatserver.protocol.values import Language
from chatserver.protocol.wire import to_text
from chatserver.sockets.agent_session import AgentSession
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.views import decision_view, desk_of
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store.client import StoreFault

log = logging.getLogger(__name__)
LOOK_S = 0.5
"""Looking is cheaper than being right about sleep: clocks step, laptops wake, policies change."""
PROMISE_STEP = timedelta(minutes=5)
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Told:
    """What the sockets of a site were last told."""

    decision: Decision
    promise_step: int
    channels: tuple[bool | None, ...]  # which other ways are open
    present: Presence

    def to_visitors(self) -> tuple[object, ...]:
        """What of it visitors can see."""
        return self.decision, self.promise_step, self.channels


async def watch_desks(board: Switchboard) -> None:
    """Run until cancelled."""
    told: dict[str, Told] = {}
    while True:
        await asyncio.sleep(LOOK_S)
        for site in tuple(board.hub.sites.values()):
            try:
                present = await board.office.refresh(site.site)
            except StoreFault as fault:  # the clock still decides
                log.warning("presence of %s unknown: %s", site.site, fault)
                present = board.office.present.get(site.site, Presence())
            seen = _look(board, site, present)
            if seen != told.get(site.site):
                _tell(board, site, seen, told.get(site.site))
                told[site.site] = seen


def _look(board: Switchboard, site: SiteHub, present: Presence) -> Told:
    decision = board.office.decision(site.site)
    desk = desk_of(board.office.rules(site.site), site.site, "vi", board.office.now)
    channels = tuple(channel.open for channel in desk.channels)
    return Told(_without_promise(decision), _step(decision.reply_by), channels, present)


def _tell(board: Switchboard, site: SiteHub, seen: Told, before: Told | None) -> None:
    rules, now = board.office.rules(site.site), board.office.now
    view = decision_view(board.office.decision(site.site), str(rules.zone), now)
    texts = {language: to_text(Decided(view, desk_of(rules, site.site, language, now))) for language in LANGUAGES}
    visible = before is None or seen.to_visitors() != before.to_visitors()
    for session in tuple(site.sessions):
        if isinstance(session, AgentSession):
            session.send(session.desk())
        elif isinstance(session, VisitorSession) and visible:
            session.connection.send(texts[session.language])


def _without_promise(decision: Decision) -> Decision:
    """The promise moves with every second; only a step of it is worth telling."""
    return replace(decision, reply_by=None, target=None)


def _step(reply_by: datetime | None) -> int:
    return 0 if reply_by is None else int(reply_by.timestamp() // PROMISE_STEP.total_seconds())
