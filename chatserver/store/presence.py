"""Agents' presence (a socket is there, by lease) and availability (their wish) (contract R20)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chatserver.domain.presence import AtDesk, Attendance, Presence
from chatserver.store import keys, queue_keys
from chatserver.store.bus import tell
from chatserver.store.client import Client
from chatserver.store.pipelined import Command, ask_all
from chatserver.store.scripts import source

CHANGED = {"k": "presence"}
EACH = 4  # commands about one agent
NOTED_EVERY_MS = 3000
"""Acts of one console are noted no more often: the last one may be later than what is kept."""


@dataclass(frozen=True, slots=True)
class Look:
    """How to look: whose leases count as fading, which conversations as alive, whom to expect (saves a round trip)."""

    fading_ms: int = 0  # a lease that ends within this time is not being renewed
    alive_since: int = 0  # ms; an answered conversation that has been silent for longer is no load
    expected: Collection[str] = ()


async def lease(client: Client, site: str, members: list[str], life_ms: int) -> None:
    """Let members (`agent/connection`) count as there for `life_ms` more; 0: they have signed out."""
    if members:
        await client.eval(source("lease"), 1, keys.presence(site), life_ms, *members)


async def sign_out(client: Client, site: str, agent: str) -> None:
    """End all leases of an agent, as they wished; the sweep finds them gone even if there was none."""
    members = [str(member) for member in await client.zrange(keys.presence(site), 0, -1)]
    own = [member for member in members if member.partition("/")[0] == agent]
    await lease(client, site, [*own, f"{agent}/removed"], 0)


async def present(client: Client, site: str, look: Look | None = None) -> Presence:
    """Who is there, who wants conversations, and how busy each is: one round trip while nobody new comes."""
    look = look or Look()
    expected = list(look.expected)
    hashes = (keys.availability(site), queue_keys.idle(site), queue_keys.held(site))
    whole = [
        ("TIME",),
        ("ZRANGE", keys.presence(site), 0, -1, "WITHSCORES"),
        *(("HGETALL", key) for key in hashes),
    ]
    found = await ask_all(client, [*whole, *_about(site, expected, look)])
    (seconds, micros), members, availability, idle, held, *about = found
    ends = _ends(members)
    now = int(seconds) * 1000 + int(micros) // 1000
    facts = _by_agent(expected, about)
    unknown = [agent for agent in ends if agent not in facts]
    if unknown:
        facts |= _by_agent(unknown, await ask_all(client, _about(site, unknown, look)))
    everybody = {name: _at_desk(name, facts[name], availability.get(name, ""), idle) for name in ends}
    return Presence(
        there={name: everybody[name] for name, end in ends.items() if end > now},
        gone={name: end for name, end in ends.items() if end <= now},
        fading={name: end for name, end in ends.items() if now < end <= now + look.fading_ms},
        held={name: int(until) for name, until in held.items()},
        departments_of={name: everybody[name].departments for name, end in ends.items() if end <= now},
        at=now,
    )


def _about(site: str, agents: Iterable[str], look: Look) -> list[Command]:
    commands: list[Command] = []
    for agent in agents:
        commands += [
            ("HMGET", keys.agent(agent), "name", f"departments:{site}", f"capacity:{site}"),
            ("ZCOUNT", queue_keys.load(site, agent), look.alive_since, "+inf"),
            ("SCARD", queue_keys.offered(site, agent)),
            ("SCARD", queue_keys.night_of(site, agent)),
        ]
    return commands


def _by_agent(agents: list[str], answers: list[Any]) -> dict[str, list[Any]]:
    return {agent: answers[i * EACH : (i + 1) * EACH] for i, agent in enumerate(agents)}


def _ends(members: list[tuple[str, float]]) -> dict[str, int]:
    """The last end of each agent's leases; one who signed out in one window is there in another."""
    ends: dict[str, int] = {}
    for member, end in members:
        agent = member.partition("/")[0]
        ends[agent] = max(ends.get(agent, 0), int(end))
    return ends


def _at_desk(agent: str, facts: list[Any], wish: str, idle: Mapping[str, str]) -> AtDesk:
    (name, departments, capacity), alive, offered, night = facts
    attendance: Attendance = "away" if wish == "away" else "auto_away" if wish == "auto_away" else "online"
    return AtDesk(
        id=agent,
        name=name or "",
        departments=frozenset((departments or "").split()),
        capacity=int(capacity) if capacity else None,
        load=alive + offered,
        night=night,
        idle_since=int(idle.get(agent, 0)),
        attendance=attendance,
    )


async def bridge(client: Client, site: str, since: int, life_ms: int) -> None:
    """Give whoever was there at `since` (ms of Redis' clock) a whole lease again: nobody could renew one meanwhile."""
    members: list[Any] = await client.zrangebyscore(keys.presence(site), since, "+inf")
    await lease(client, site, members, life_ms)


async def forget_gone(client: Client, site: str, agents: Collection[str]) -> None:
    """Drop ended leases of agents whose loss has been dealt with; a lease that came back in between stays."""
    seconds, micros = await client.time()
    now = seconds * 1000 + micros // 1000
    members: list[Any] = await client.zrangebyscore(keys.presence(site), "-inf", now)
    ended = [member for member in members if str(member).partition("/")[0] in agents]
    if ended:
        await client.zrem(keys.presence(site), *ended)


async def hold(client: Client, site: str, agents: Collection[str], until: int) -> None:
    """Wait for agents who vanished together until an instant (ms of Redis' clock)."""
    await client.hset(queue_keys.held(site), mapping=dict.fromkeys(agents, until))


async def let_go(client: Client, site: str, agents: Collection[str]) -> None:
    """They are back, or have been waited for long enough."""
    await client.hdel(queue_keys.held(site), *agents)


async def note_act(client: Client, site: str, agent: str, at: int) -> None:
    """An agent has done something in a console; ms."""
    await client.hset(queue_keys.acted(site), agent, at)


async def last_act(client: Client, site: str, agent: str) -> int:
    """When an agent last did something in a console, ms; 0: never."""
    return int(await client.hget(queue_keys.acted(site), agent) or 0)


async def set_availability(client: Client, site: str, agent: str, value: Attendance) -> None:
    """Keep the agent's wish, or that they fell silent, and tell every process."""
    if value == "online":
        await client.hdel(keys.availability(site), agent)
    else:
        await client.hset(keys.availability(site), agent, value)
    await tell(client, site, CHANGED)


async def forget_silence(client: Client, site: str, agents: Collection[str]) -> None:
    """Who fell silent and has left comes back as somebody new; a wish to be away stays."""
    names = list(agents)
    wishes = await client.hmget(keys.availability(site), names)
    silent = [name for name, wish in zip(names, wishes, strict=True) if wish == "auto_away"]
    if silent:
        await client.hdel(keys.availability(site), *silent)


async def presence_changed(client: Client, site: str) -> None:
    """Tell every process that an agent came or left."""
    await tell(client, site, CHANGED)
