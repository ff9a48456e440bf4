"""Sessions of signed-in agents: kept by the hash of their token, so that they can be ended (contract S6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chatserver.clock import from_millis, millis
from chatserver.domain.ids import secret_hash
from chatserver.store import keys
from chatserver.store.bus import tell
from chatserver.store.client import Client

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A live session; `id` is the hash of the cookie's token, so it may be kept and logged."""

    id: str
    agent_id: str
    csrf: str
    created_at: datetime


async def begin(client: Client, token: str, csrf: str, agent_id: str, now: datetime) -> Session:
    """Start a session for a new random token."""
    session = Session(secret_hash(token), agent_id, csrf, now)
    generation = await client.hget(keys.agent(agent_id), "sessions") or "0"
    fields: dict[Any, Any] = {
        "agent": agent_id,
        "csrf": csrf,
        "created_at": millis(now),
        "generation": generation,
    }
    async with client.pipeline(transaction=True) as pipe:
        pipe.hset(keys.session(session.id), mapping=fields)
        pipe.expire(keys.session(session.id), IDLE)
        await pipe.execute()
    return session


async def find(client: Client, token: str, now: datetime) -> Session | None:
    """The session of a cookie's token, kept alive by being asked for; None when it has ended."""
    return await find_by_id(client, secret_hash(token), now)


async def find_by_id(client: Client, session_id: str, now: datetime) -> Session | None:
    """As `find`, for those who hold only the id: a socket asks again when its agent's sessions changed."""
    async with client.pipeline(transaction=False) as pipe:
        pipe.hgetall(keys.session(session_id))
        pipe.ttl(keys.session(session_id))
        kept, seconds_left = await pipe.execute()
    if not kept:
        return None
    session = Session(session_id, kept["agent"], kept["csrf"], from_millis(int(kept["created_at"])))
    active, generation = await client.hmget(keys.agent(session.agent_id), ["active", "sessions"])
    if active != "1" or (generation or "0") != kept["generation"] or now - session.created_at >= LONGEST:
        return None
    if seconds_left < (IDLE - TOUCH_AFTER).total_seconds():
        await client.expire(keys.session(session_id), IDLE)
    return session


async def end(client: Client, session: Session) -> None:
    """End one session and let its sockets know."""
    await client.delete(keys.session(session.id))
    await _tell(client, session.agent_id)


async def end_all(client: Client, agent_id: str) -> None:
    """End all sessions of an agent at once: those begun under an earlier generation no longer count."""
    await client.hincrby(keys.agent(agent_id), "sessions", 1)
    await _tell(client, agent_id)


async def _tell(client: Client, agent_id: str) -> None:
    """Processes holding the agent's sockets then ask again for their sessions (contract S1: within 5 s)."""
    for field in await client.hkeys(keys.agent(agent_id)):
        if str(field).startswith("role:"):
            await look_again(client, str(field).removeprefix("role:"), agent_id)


async def look_again(client: Client, site: str, agent_id: str) -> None:
    """Have an agent's sockets on a site ask whether they may still be there."""
    await tell(client, site, {"k": "session", "agent": agent_id})
