"""Agents come and go: signing in and out, and who is signed in (contract S6)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from chatserver.actions.passwords import is_password
from chatserver.domain.agent import Agent, normal_password
from chatserver.domain.client_address import limited_as
from chatserver.domain.errors import Refused
from chatserver.store import agents, attempts, audit, sessions
from chatserver.store.client import Client
from chatserver.store.sessions import Session

FROM_ONE_PLACE = (10.0, 30)  # one every 10 s, 30 at once: a whole office signs in at eight from one address
AT_ONE_ADDRESS = (60.0, 5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent and the session they came with."""

    agent: Agent
    session: Session


async def sign_in(
    client: Client, email: str, password: str, came_from: str, now: datetime
) -> tuple[SignedIn, str]:
    """Begin a session for an address and its password; returns it with the cookie's token.

    `came_from` is the client's IP address. Raises Refused `error.too_many_tries`, or `error.wrong_password`:
    the same and after the same time for a wrong password, an unknown address, one shut out or not set up yet.
    """
    address = email.strip().lower()
    by_address = f"signin:address:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    await limit(client, f"signin:ip:{limited_as(came_from)}", FROM_ONE_PLACE)
    await limit(client, by_address, AT_ONE_ADDRESS)
    agent = await agents.agent_by_email(client, address)
    usable = agent.password_hash if agent and agent.active else ""
    right = await is_password(usable, normal_password(password))
    if not agent or not right:
        raise Refused("error.wrong_password")
    await attempts.forget(client, by_address)
    return await begin_session(client, agent, now)


async def begin_session(client: Client, agent: Agent, now: datetime) -> tuple[SignedIn, str]:
    """A session under a new random token, for an agent who has proved it; returns it with the token."""
    token = secrets.token_urlsafe(32)
    session = await sessions.begin(client, token, secrets.token_urlsafe(32), agent.id, now)
    await audit.record(client, agent.id, "sign_in", agent.id, now)
    return SignedIn(agent, session), token


async def signed_in(client: Client, token: str | None, now: datetime) -> SignedIn | None:
    """Who comes with this cookie; None for a stranger or an ended session."""
    session = await sessions.find(client, token, now) if token else None
    agent = await agents.agent(client, session.agent_id) if session else None
    return SignedIn(agent, session) if agent and session else None


async def sign_out(client: Client, who: SignedIn, now: datetime) -> None:
    """End one session; its sockets close within 5 s (contract S1)."""
    await sessions.end(client, who.session)
    await audit.record(client, who.agent.id, "sign_out", who.agent.id, now)


async def limit(client: Client, what: str, rate: tuple[float, int]) -> None:
    """Count one attempt; `rate` is (seconds each, at once); raises `error.too_many_tries` (contract S5)."""
    wait = await attempts.spend(client, what, *rate)
    if wait is not None:
        raise Refused("error.too_many_tries", retry_after=wait, seconds=max(1, round(wait)))
