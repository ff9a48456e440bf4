"""The decision changes by itself: at opening, at closing, when agents come or leave; open sockets are told (≤ 2 s)."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chatserver.domain.asker import Asker
from chatserver.domain.decision import Decision
from chatserver.domain.presence import Presence
from chatserver.protocol.values import Language
from chatserver.protocol.wire import to_text
from chatserver.sockets.agent_session import AgentSession
from chatserver.sockets.desk_views import DeskView
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.mail_views import post_of
from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.views import colleagues, departments_of, policy_of
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store.client import StoreFault

log = logging.getLogger(__name__)
LOOK_S = 0.5
"""Looking is cheaper than being right about sleep: clocks step, laptops wake, policies change."""
PROMISE_STEP = timedelta(minutes=5)

Groups = Mapping[Asker, object]
"""What the widgets of each group of visitors were last told; who asks alike is told alike, once."""


async def watch_desks(board: Switchboard) -> None:
    """Run until cancelled."""
    visitors: dict[str, Groups] = {}
    consoles: dict[str, object] = {}
    while True:
        await asyncio.sleep(LOOK_S)
        for site in tuple(board.hub.sites.values()):
            present = await _look(board, site)
            visitors[site.site] = _tell_visitors(board, site, visitors.get(site.site, {}))
            seen = _seen_by_agents(board, site, present)
            if seen != consoles.get(site.site):
                consoles[site.site] = seen
                _tell_agents(site)


async def _look(board: Switchboard, site: SiteHub) -> Presence:
    try:
        present = await board.office.refresh(site.site)
        await board.office.incidents.learn(board.office.client, site.site)
        if site.inbox.consoles:
            site.post = await post_of(board.office.client, site.site)
    except StoreFault as fault:  # the clock still decides
        log.warning("the desk of %s is unknown: %s", site.site, fault)
        return board.office.presence_at(site.site)
    return present


def _tell_visitors(board: Switchboard, site: SiteHub, told: Groups) -> Groups:
    """Tell each group what has changed for it, and each widget that has come to another group; what all know now."""
    groups: defaultdict[Asker, list[VisitorSession]] = defaultdict(list)
    for session in site.sessions:
        if isinstance(session, VisitorSession) and session.desk.told_as is not None:
            groups[session.asker].append(session)
    known = {asker: _seen_by_visitors(board, site, asker) for asker in groups}
    for asker, sessions in groups.items():
        changed = known[asker] != told.get(asker)
        _tell_group(board, site, asker, [one for one in sessions if changed or one.desk.told_as != asker])
    return known


def _tell_group(board: Switchboard, site: SiteHub, asker: Asker, sessions: list[VisitorSession]) -> None:
    texts: dict[Language, str] = {}
    for session in sessions:
        language = session.language
        if language not in texts:
            texts[language] = to_text(DeskView(board.office, site.site, language, asker).frame())
        session.desk.told_as = asker
        session.connection.send(texts[language])


def _tell_agents(site: SiteHub) -> None:
    for session in tuple(site.sessions):
        if isinstance(session, AgentSession):
            session.send(session.desk())


def _seen_by_visitors(board: Switchboard, site: SiteHub, asker: Asker) -> object:
    decision = board.office.decision_for(site.site, asker)
    desk = DeskView(board.office, site.site, "vi", asker).desk()
    return _without_promise(decision), _step(decision.reply_by), desk


def _seen_by_agents(board: Switchboard, site: SiteHub, present: Presence) -> object:
    decision, rules = board.office.decision(site.site), board.office.rules(site.site)
    there = colleagues(present, rules.numbers.capacity)
    policy = policy_of(rules, board.office.policies.revision(site.site), "vi", board.office.now)
    incident = board.office.incidents.of(site.site)
    departments = departments_of(rules, "vi")
    shown = there, departments, policy, site.post, incident
    return _without_promise(decision), _step(decision.reply_by), shown


def _without_promise(decision: Decision) -> Decision:
    """The promise moves with every second; only a step of it is worth telling."""
    return replace(decision, reply_by=None, target=None)


def _step(reply_by: datetime | None) -> int:
    return 0 if reply_by is None else int(reply_by.timestamp() // PROMISE_STEP.total_seconds())
