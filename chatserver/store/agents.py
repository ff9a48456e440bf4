"""Agents: one hash each, found by id or by address. Memberships are its fields `role:SITE_ID`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatserver.clock import from_millis, millis
from chatserver.domain.agent import ROLES, Agent, Role
from chatserver.store import keys
from chatserver.store.client import Client


@dataclass(frozen=True, slots=True)
class Membership:
    """Where an agent answers on a site, and how much they take at a time; none, None: not limited here."""

    departments: frozenset[str] = frozenset()
    capacity: int | None = None


async def add(client: Client, agent: Agent) -> bool:
    """Keep a new agent; False when the address (in lower case) belongs to another already.

    The address decides and is claimed in one step; what is written before it is invisible without it.
    """
    key = keys.agent(agent.id)
    await client.hset(key, mapping=_fields(agent))
    if not await client.hsetnx(keys.AGENT_EMAILS, agent.email, agent.id):
        await client.delete(key)
        return False
    await client.sadd(keys.AGENTS, agent.id)
    for site_id in agent.roles:
        await client.sadd(keys.members(site_id), agent.id)
    return True


async def join(client: Client, agent_id: str, site: str, role: Role) -> None:
    """Make somebody who is known an agent of one more site, or change their role there."""
    async with client.pipeline(transaction=False) as pipe:  # two hash tags: no transaction on a Cluster
        pipe.hset(keys.agent(agent_id), f"role:{site}", role)
        pipe.sadd(keys.members(site), agent_id)
        await pipe.execute()


async def leave(client: Client, agent_id: str, site: str) -> None:
    """Let somebody be an agent of a site no more."""
    async with client.pipeline(transaction=False) as pipe:  # two hash tags, as above
        pipe.hdel(keys.agent(agent_id), f"role:{site}", *_names(site))
        pipe.srem(keys.members(site), agent_id)
        await pipe.execute()


async def forget(client: Client, agent: Agent) -> None:
    """Keep nothing of somebody who is an agent nowhere; their address is free again."""
    await client.hdel(keys.AGENT_EMAILS, agent.email)
    await client.srem(keys.AGENTS, agent.id)
    await client.delete(keys.agent(agent.id))


async def any_agent(client: Client) -> bool:
    """Say whether anybody can sign in, or has been asked to."""
    return await client.hlen(keys.AGENT_EMAILS) > 0


async def agent(client: Client, agent_id: str) -> Agent | None:
    """The agent of an id, active or not."""
    return _agent(agent_id, await client.hgetall(keys.agent(agent_id)))


async def agent_by_email(client: Client, email: str) -> Agent | None:
    """The agent of an address, active or not."""
    agent_id = await client.hget(keys.AGENT_EMAILS, email.lower())
    return await agent(client, str(agent_id)) if agent_id else None


async def set_password(client: Client, agent_id: str, name: str, password_hash: str) -> None:
    """Set the name and the password of an agent."""
    await client.hset(keys.agent(agent_id), mapping={"name": name, "password_hash": password_hash})


async def of_site(client: Client, site: str) -> list[Agent]:
    """The agents of a site, in no order."""
    found = [await agent(client, str(name)) for name in await client.smembers(keys.members(site))]
    return [one for one in found if one]


async def membership(client: Client, agent_id: str, site: str) -> Membership:
    """Where an agent answers on a site."""
    departments, capacity = await client.hmget(keys.agent(agent_id), _names(site))
    return Membership(frozenset(str(departments or "").split()), int(capacity) if capacity else None)


async def keep_membership(client: Client, agent_id: str, site: str, kept: Membership) -> None:
    """Change where an agent answers; what is not limited is left out (contract R24)."""
    key, (departments, capacity) = keys.agent(agent_id), _names(site)
    values = {departments: " ".join(sorted(kept.departments)), capacity: str(kept.capacity or "")}
    async with client.pipeline(transaction=True) as pipe:
        for name, value in values.items():
            if value:
                pipe.hset(key, name, value)
            else:
                pipe.hdel(key, name)
        await pipe.execute()


def _names(site: str) -> list[str]:
    return [f"departments:{site}", f"capacity:{site}"]


def _fields(agent: Agent) -> dict[Any, Any]:
    return {
        "name": agent.name,
        "email": agent.email,
        "password_hash": agent.password_hash,
        "active": int(agent.active),
        "created_at": millis(agent.created_at),
        **{f"role:{site_id}": role for site_id, role in agent.roles.items()},
    }


def _agent(agent_id: str, kept: Mapping[Any, Any]) -> Agent | None:
    if "email" not in kept:
        return None
    roles: dict[str, Role] = {
        name.removeprefix("role:"): role
        for name, kept_role in kept.items()
        for role in ROLES
        if name.startswith("role:") and kept_role == role
    }
    return Agent(
        id=agent_id,
        name=kept.get("name", ""),
        email=kept["email"],
        created_at=from_millis(int(kept.get("created_at", 0))),
        active=kept.get("active") == "1",
        password_hash=kept.get("password_hash", ""),
        roles=roles,
    )
