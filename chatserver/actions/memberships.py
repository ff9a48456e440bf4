"""What an agent does on a site: the departments they answer in, and how much they take at a time (contract R20)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chatserver.domain.agent import Agent, Role
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
    role: Role


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall change, each None for as it is: departments (none named: all), capacity (0: the policy's), role."""

    departments: Collection[str] | None = None
    capacity: int | None = None
    role: Role | None = None


async def members(client: Client, site: str) -> list[Member]:
    """The agents of a site, by name."""
    found = [await _member(client, site, agent) for agent in await agents.of_site(client, site)]
    return sorted(found, key=lambda member: (member.agent.name.casefold(), member.agent.email))


async def set_membership(
    client: Client,
    site: str,
    email: str,
    wanted: Wanted,
    known: Collection[str],
    now: datetime,
) -> Member:
    """Change what an agent does on a site; a role also makes an agent of another site one of this site.

    `known` are the policy's departments. Raises Refused `error.unknown_agent`, `error.not_of_site`,
    `error.no_such_departments`, `error.bad_capacity`, and has changed nothing then. Running processes see it
    within 0.5 s.
    """
    agent = await agents.agent_by_email(client, email.strip())
    if agent is None:
        raise Refused("error.unknown_agent", email=email)
    if site not in agent.roles and not wanted.role:
        raise Refused("error.not_of_site", email=email)
    _refuse_nonsense(wanted, known)
    if wanted.role:
        await agents.join(client, agent.id, site, wanted.role)
    was = await agents.membership(client, agent.id, site)
    kept = Membership(
        was.departments if wanted.departments is None else frozenset(wanted.departments),
        was.capacity if wanted.capacity is None else wanted.capacity or None,
    )
    await agents.keep_membership(client, agent.id, site, kept)
    await audit.record(client, audit.OPERATOR, "agent_set", agent.id, now)
    return await _member(client, site, agent, wanted.role)


def _refuse_nonsense(wanted: Wanted, known: Collection[str]) -> None:
    unknown = sorted(set(wanted.departments or ()) - set(known))
    if unknown:
        raise Refused("error.no_such_departments", names=", ".join(unknown), known=", ".join(known))
    if wanted.capacity is not None and not 0 <= wanted.capacity <= MOST_AT_A_TIME:
        raise Refused("error.bad_capacity", most=MOST_AT_A_TIME)


async def _member(client: Client, site: str, agent: Agent, given: Role | None = None) -> Member:
    return Member(
        agent, await agents.membership(client, agent.id, site), given or agent.roles.get(site, "agent")
    )
