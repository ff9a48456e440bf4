"""Taking an agent away, from one site or wholly: their sockets close, their conversations go to others (S1, R20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chatserver.domain.agent import Agent
from chatserver.domain.errors import Refused
from chatserver.store import agents, audit, conversations, presence, sessions
from chatserver.store.client import Client


@dataclass(frozen=True, slots=True)
class Leaving:
    """An agent, the sites that they answer on no more, and whether that leaves them none."""

    agent: Agent
    sites: tuple[str, ...]
    wholly: bool


async def leaving(client: Client, email: str, site: str | None) -> Leaving:
    """What taking an agent away from a site means; without one it is from all.

    Raises Refused `error.unknown_agent`, `error.not_of_site`.
    """
    agent = await agents.agent_by_email(client, email.strip())
    if agent is None:
        raise Refused("error.unknown_agent", email=email)
    if site is not None and site not in agent.roles:
        raise Refused("error.not_of_site", email=email)
    going = (site,) if site is not None else tuple(sorted(agent.roles))
    return Leaving(agent, going, set(going) == set(agent.roles))


async def open_conversations(client: Client, left: Leaving) -> int:
    """How many are with them: what waits for an answer goes to the queue's head, the rest when words come (R20)."""
    lists = [await conversations.whole_list(client, site, "mine", left.agent.id) for site in left.sites]
    return sum(one.status == "open" for found in lists for one in found)


async def remove(client: Client, left: Leaving, now: datetime) -> None:
    """Do it. Whoever is left without a site cannot sign in any more, and is forgotten but for the words they said.

    Their sockets close at once, and the next sweep gives away what was theirs; doing it again is harmless.
    """
    await _leave(client, left.agent.id, left.sites)
    if left.wholly:
        await agents.forget(client, left.agent)
    await audit.record(client, audit.OPERATOR, "agent_removed", left.agent.id, now)
    for site in left.sites:
        await sessions.look_again(client, site, left.agent.id)


async def _leave(client: Client, agent: str, left: Iterable[str]) -> None:
    for site in left:
        await presence.sign_out(client, site, agent)
        await agents.leave(client, agent, site)
