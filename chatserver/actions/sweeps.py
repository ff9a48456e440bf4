"""What time does to conversations, each step decided by the domain and applied only while nothing has changed."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from chatserver.actions.conversations import apply
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import Change, Conversation, end_grace, lose_agent, to_email
from chatserver.domain.decision import Decision
from chatserver.domain.errors import Refused
from chatserver.store import conversations, presence

log = logging.getLogger(__name__)
AT_ONCE = 200
LINES = {"closed_hours": "system.closed_while_waiting", "nobody_online": "system.nobody_online"}


async def sweep_site(office: Office, site: str) -> None:
    """One round over a site: lost agents first, then what waits, then what outlives its grace."""
    await office.refresh(site)
    await _lost_agents(office, site)
    decision = office.decision(site)
    if decision.outcome == "email":
        await _waiting(office, site, decision)
    if not decision.open:
        await _after_hours(office, site, decision)


async def _lost_agents(office: Office, site: str) -> None:
    gone = office.present[site].gone
    for agent in gone:
        for conversation in await conversations.whole_list(office.client, site, "mine", agent):
            await _change(office, site, conversation, lose_agent)
    if gone:
        await presence.forget_gone(office.client, site, gone)
        await presence.presence_changed(office.client, site)


async def _waiting(office: Office, site: str, decision: Decision) -> None:
    """Nobody will answer these now: the same conversation becomes an email promise (hard moments: closing)."""
    found, _ = await conversations.listed(office.client, site, "waiting", count=AT_ONCE)
    line = LINES.get(decision.reason, "system.nobody_online")
    for conversation in found:
        await _change(office, site, conversation, partial(to_email, **_promise(decision, line)))


async def _after_hours(office: Office, site: str, decision: Decision) -> None:
    """A conversation with an agent goes on for the grace after the agent's last message, then becomes a promise."""
    grace = timedelta(minutes=office.rules(site).numbers.grace_minutes)
    end = millis(office.now - grace)
    found, _ = await conversations.listed(office.client, site, "open", count=AT_ONCE)
    for conversation in found:
        if max(conversation.agent_at, conversation.opened_at) < end:
            await _change(
                office, site, conversation, partial(end_grace, **_promise(decision, "system.grace_over"))
            )


def _promise(decision: Decision, line: str) -> dict[str, Any]:
    reply_by = millis(decision.reply_by) if decision.reply_by else 0
    return {"line": line, "reply_by": reply_by, "reason": decision.reason}


async def _change(
    office: Office, site: str, conversation: Conversation, decide: Callable[[Conversation], Change | None]
) -> None:
    change = decide(conversation)
    try:
        if change is not None:
            await apply(office, site, conversation, change)
    except Refused as refused:  # it changed under us; the next round sees it as it is then
        log.info("sweep of %s left alone: %s", conversation.id, refused.key)
