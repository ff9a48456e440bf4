"""Agents who are lost: what was theirs goes to the queue's head, unless their whole network went (R20)."""

from collections.abc import Callable

from chatserver.actions.conversations import attempt
from chatserver.actions.office import Office
from chatserver.actions.routing import take_back
from chatserver.domain.conversation import Change, Conversation, back_again, lose_agent, told_held
from chatserver.domain.presence import vanished_together
from chatserver.store import conversations, presence


async def lost_agents(office: Office, site: str) -> None:
    """One round: who came back is told of, who vanished with others is waited for, who is lost has lost theirs."""
    present = office.presence_at(site)
    back = {agent for agent in present.held if agent in present.there}
    if back:
        await presence.let_go(office.client, site, back)
        await _each(office, site, back, back_again)
    held = {agent for agent, until in present.held.items() if until > present.at}
    vanished = vanished_together(present, office.rules(site).departments) - set(present.held)
    if vanished:
        until = present.at + office.rules(site).numbers.hold_seconds * 1000
        await presence.hold(office.client, site, vanished, until)
        await _each(office, site, vanished, told_held)
        for agent in vanished:
            await take_back(office, site, agent)
    await _lose(office, site, set(present.gone) - vanished - held)


async def _lose(office: Office, site: str, lost: set[str]) -> None:
    if not lost:
        return
    await _each(office, site, lost, lose_agent)
    for agent in lost:
        await take_back(office, site, agent)
    await presence.forget_gone(office.client, site, lost)
    await presence.let_go(office.client, site, lost)
    await presence.forget_silence(office.client, site, lost)
    await presence.presence_changed(office.client, site)


async def _each(
    office: Office,
    site: str,
    agents: set[str] | frozenset[str],
    judge: Callable[[Conversation], Change | None],
) -> None:
    for agent in agents:
        for found in await conversations.whole_list(office.client, site, "mine", agent):
            await attempt(office, site, found, judge(found))
