"""One-time links: for the installation's first agent, for those an operator adds, and for a lost password."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from chatserver.actions.accounts import SignedIn, begin_session
from chatserver.actions.passwords import hash_password
from chatserver.domain.address import clean_address
from chatserver.domain.agent import Agent, Role, check_password, clean_name
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.store import agents, audit, sessions, setups, sites
from chatserver.store.client import Client


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link offers; `email` is empty while the person chooses it: the first agent."""

    name: str
    email: str


async def first_agent_link(client: Client, public_url: str) -> str | None:
    """A link to become the first agent, which ends any earlier one; None when there is an agent already."""
    if await agents.any_agent(client):
        return None
    return await _link(client, public_url, setups.FIRST_AGENT)


async def invite(
    client: Client, email: str, name: str, memberships: dict[str, Role], public_url: str, now: datetime
) -> str:
    """Add an agent with `memberships` (site id → role); returns the link with which they set their password.

    Raises Refused `error.bad_email`, `error.bad_name` or `error.email_taken`.
    """
    agent = Agent(random_id(), clean_name(name), clean_address(email).lower(), now, roles=memberships)
    if not await agents.add(client, agent):
        raise Refused("error.email_taken", email=agent.email)
    await audit.record(client, audit.OPERATOR, "agent_added", agent.id, now)
    return await _link(client, public_url, agent.id)


async def reset(client: Client, email: str, public_url: str, now: datetime) -> str:
    """A link to set a new password, the old one works until then; raises Refused `error.unknown_agent`."""
    agent = await agents.agent_by_email(client, email.strip())
    if not agent:
        raise Refused("error.unknown_agent", email=email)
    await audit.record(client, audit.OPERATOR, "password_reset_offered", agent.id, now)
    return await _link(client, public_url, agent.id)


async def open_invitation(client: Client, code: str) -> Invitation:
    """What a code offers, without using it up; raises Refused `error.bad_link`."""
    purpose = await setups.purpose(client, code)
    if purpose == setups.FIRST_AGENT and not await agents.any_agent(client):
        return Invitation("", "")
    agent = await agents.agent(client, purpose) if purpose else None
    if not agent or not agent.active:
        raise Refused("error.bad_link")
    return Invitation(agent.name, agent.email)


async def accept(
    client: Client, code: str, name: str, email: str, password: str, now: datetime
) -> tuple[SignedIn, str]:
    """Use a code up: set name and password (and, for the first agent, the address), and sign in.

    Raises Refused `error.bad_name`, `error.bad_email`, `error.bad_password` with the code still good,
    `error.bad_link` when it is not.
    """
    offered = await open_invitation(client, code)
    name = clean_name(name)
    address = offered.email or clean_address(email).lower()
    password_hash = await hash_password(check_password(password))
    purpose = await setups.trade(client, code)
    if purpose is None:
        raise Refused("error.bad_link")
    if purpose == setups.FIRST_AGENT:
        agent = await _first_agent(client, name, address, password_hash, now)
    else:
        agent = await _set_password(client, purpose, name, password_hash, now)
    return await begin_session(client, agent, now)


async def _first_agent(client: Client, name: str, address: str, password_hash: str, now: datetime) -> Agent:
    roles: dict[str, Role] = {site.id: "admin" for site in await sites.all_sites(client)}
    agent = Agent(random_id(), name, address, now, password_hash=password_hash, roles=roles)
    if not await agents.add(client, agent):
        raise Refused("error.bad_link")
    await audit.record(client, agent.id, "first_agent", agent.id, now)
    return agent


async def _set_password(client: Client, agent_id: str, name: str, password_hash: str, now: datetime) -> Agent:
    await agents.set_password(client, agent_id, name, password_hash)
    await sessions.end_all(client, agent_id)
    await audit.record(client, agent_id, "password_set", agent_id, now)
    agent = await agents.agent(client, agent_id)
    if not agent:
        raise Refused("error.bad_link")
    return agent


async def _link(client: Client, public_url: str, purpose: str) -> str:
    code = secrets.token_urlsafe(32)
    await setups.offer(client, code, purpose)
    return f"{public_url}/setup#{code}"
