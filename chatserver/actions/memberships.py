"""What an agent does on a site: the departments they answer in, and how much they take at a time (contract R20)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chatserver.domain.agent import Agent
from chatserver.domain.errors import Refused
from chatserver.store import agents, audit
from chatserver.store.agents import Membership
from chatserver.store.client import Client

MOST_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """An agent of a site."""

    agent: Agent
    membership: Membership


async def members(client: Client, site: str) -> list[Member]:
    """The agents of a site, by name."""
    found = [await _member(client, site, agent) for agent in await agents.of_site(client, site)]
    return sorted(found, key=lambda member: (member.agent.name.casefold(), member.agent.email))


async def set_membership(
    client: Client,
    site: str,
    email: str,
    departments: Collection[str] | None,
    capacity: int | None,
    known: Collection[str],
    now: datetime,
) -> Member:
    """Change what is not None: departments (none named: all of them) and capacity (0: the policy's number).

    `known` are the policy's departments. Raises Refused `error.unknown_agent`, `error.no_such_departments`,
    `error.bad_capacity`. Running processes see it within 0.5 s.
    """
    agent = await agents.agent_by_email(client, email.strip())
    if agent is None or site not in agent.roles:
        raise Refused("error.unknown_agent", email=email)
    unknown = sorted(set(departments or ()) - set(known))
    if unknown:
        raise Refused("error.no_such_departments", names=", ".join(unknown), known=", ".join(known))
    if capacity is not None and not 0 <= capacity <= MOST_AT_A_TIME:
        raise Refused("error.bad_capacity", most=MOST_AT_A_TIME)
    was = await agents.membership(client, agent.id, site)
    kept = Membership(
        was.departments if departments is None else frozenset(departments),
        was.capacity if capacity is None else capacity or None,
    )
    await agents.keep_membership(client, agent.id, site, kept)
    await audit.record(client, audit.OPERATOR, "agent_set", agent.id, now)
    return await _member(client, site, agent)


async def _member(client: Client, site: str, agent: Agent) -> Member:
    return Member(agent, await agents.membership(client, agent.id, site))
