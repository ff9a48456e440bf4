"""Agents' presence (a socket is there, by lease) and availability (their wish) (contract R20)."""

from typing import Any

from chatserver.domain.presence import Presence
from chatserver.store import keys
from chatserver.store.bus import tell
from chatserver.store.client import Client
from chatserver.store.scripts import source

CHANGED = {"k": "presence"}


async def lease(client: Client, site: str, members: list[str], life_ms: int) -> None:
    """Let members (`agent/connection`) count as there for `life_ms` more; 0: gone now."""
    if members:
        await client.eval(source("lease"), 1, keys.presence(site), life_ms, *members)


async def present(client: Client, site: str) -> Presence:
    """Who is there, who wants conversations, and how many each has."""
    seconds, micros = await client.time()
    now = seconds * 1000 + micros // 1000
    async with client.pipeline(transaction=False) as pipe:
        pipe.zrange(keys.presence(site), 0, -1, withscores=True)
        pipe.hgetall(keys.availability(site))
        members, availability = await pipe.execute()
    there = {str(member).partition("/")[0] for member, ends in members if ends > now}
    gone = {str(member).partition("/")[0] for member, ends in members if ends <= now} - there
    away = frozenset(agent for agent, wish in availability.items() if wish == "away")
    return Presence(frozenset(there), away, frozenset(gone), await _names(client, there))


async def bridge(client: Client, site: str, since: int, life_ms: int) -> None:
    """Give whoever was there at `since` (ms of Redis' clock) a whole lease again: nobody could renew one meanwhile."""
    members: list[Any] = await client.zrangebyscore(keys.presence(site), since, "+inf")
    await lease(client, site, members, life_ms)


async def forget_gone(client: Client, site: str, agents: frozenset[str]) -> None:
    """Drop ended leases of agents whose loss has been dealt with; a lease that came back in between stays."""
    seconds, micros = await client.time()
    now = seconds * 1000 + micros // 1000
    members: list[Any] = await client.zrangebyscore(keys.presence(site), "-inf", now)
    ended = [member for member in members if str(member).partition("/")[0] in agents]
    if ended:
        await client.zrem(keys.presence(site), *ended)


async def set_availability(client: Client, site: str, agent: str, value: str) -> None:
    """Keep the agent's wish and tell every process."""
    if value == "away":
        await client.hset(keys.availability(site), agent, "away")
    else:
        await client.hdel(keys.availability(site), agent)
    await tell(client, site, CHANGED)


async def presence_changed(client: Client, site: str) -> None:
    """Tell every process that an agent came or left."""
    await tell(client, site, CHANGED)


async def _names(client: Client, agents: set[str]) -> dict[str, str]:
    async with client.pipeline(transaction=False) as pipe:
        for agent in agents:
            pipe.hget(keys.agent(agent), "name")
        return dict(zip(agents, [name or "" for name in await pipe.execute()], strict=True))
