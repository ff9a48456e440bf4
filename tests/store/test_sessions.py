"""Sessions of agents: found by their token, ended by us (contract S6)."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from chatserver.domain.agent import Agent
from chatserver.store import agents, keys, sessions
from chatserver.store.client import Client
from tests.stores import NOON

SITE = "5" * 32
LAN = Agent("a" * 32, "Lan", "lan@shop.vn", NOON, roles={SITE: "agent"})


@pytest.fixture
async def session(client: Client) -> sessions.Session:
    await agents.add(client, LAN)
    return await sessions.begin(client, "token", "csrf", LAN.id, NOON)


async def test_a_session_is_found_by_its_token(client: Client, session: sessions.Session) -> None:
    assert await sessions.find(client, "token", NOON) == session
    assert await sessions.find_by_id(client, session.id, NOON) == session
    assert (session.agent_id, session.csrf) == (LAN.id, "csrf")


async def test_another_token_finds_nothing(client: Client, session: sessions.Session) -> None:
    assert await sessions.find(client, "other", NOON) is None
    assert await sessions.find(client, session.id, NOON) is None


async def test_the_token_itself_is_not_stored(client: Client, session: sessions.Session) -> None:
    assert [key async for key in client.scan_iter("*token*")] == []
    assert "token" not in (await client.hgetall(keys.session(session.id))).values()


async def test_an_ended_session_is_gone(client: Client, session: sessions.Session) -> None:
    await sessions.end(client, session)
    assert await sessions.find(client, "token", NOON) is None


async def test_all_sessions_of_an_agent_end_together(client: Client, session: sessions.Session) -> None:
    await sessions.begin(client, "second", "csrf", LAN.id, NOON)
    await sessions.end_all(client, LAN.id)
    assert await sessions.find(client, "token", NOON) is None
    assert await sessions.find(client, "second", NOON) is None
    later = await sessions.begin(client, "third", "csrf", LAN.id, NOON)
    assert await sessions.find(client, "third", NOON) == later


async def test_an_agent_who_is_shut_out_has_no_session(client: Client, session: sessions.Session) -> None:
    await client.hset(keys.agent(LAN.id), "active", 0)
    assert await sessions.find(client, "token", NOON) is None


async def test_a_session_ends_after_twelve_idle_hours(client: Client, session: sessions.Session) -> None:
    left = await client.ttl(keys.session(session.id))
    assert timedelta(hours=11, minutes=59).total_seconds() < left <= timedelta(hours=12).total_seconds()


async def test_being_used_keeps_a_session_alive(client: Client, session: sessions.Session) -> None:
    await client.expire(keys.session(session.id), 100)
    await sessions.find(client, "token", NOON)
    assert await client.ttl(keys.session(session.id)) > 100


async def test_a_session_is_touched_once_a_minute_at_most(client: Client, session: sessions.Session) -> None:
    left = int(sessions.IDLE.total_seconds()) - 30
    await client.expire(keys.session(session.id), left)
    await sessions.find(client, "token", NOON)
    assert await client.ttl(keys.session(session.id)) <= left


async def test_no_session_lives_longer_than_fourteen_days(client: Client, session: sessions.Session) -> None:
    assert await sessions.find(client, "token", NOON + timedelta(days=13, hours=23))
    assert await sessions.find(client, "token", NOON + timedelta(days=14)) is None


async def test_a_clock_that_jumps_two_hours_signs_nobody_out(
    client: Client, session: sessions.Session
) -> None:  # contract R19
    assert await sessions.find(client, "token", NOON + timedelta(hours=2))
    assert await sessions.find(client, "token", NOON - timedelta(hours=2))


async def test_the_end_of_a_session_is_told_to_the_sockets_of_every_site(
    client: Client, session: sessions.Session
) -> None:
    async with client.pubsub() as listening, asyncio.timeout(5):
        await listening.subscribe(keys.bus(SITE))
        await sessions.end_all(client, LAN.id)
        await sessions.end(client, session)
        told: list[str] = []
        while len(told) < 2:
            message = await listening.get_message(ignore_subscribe_messages=True, timeout=1)
            told += [message["data"]] if message else []
    assert [msgspec.json.decode(data) for data in told] == [{"k": "session", "agent": LAN.id}] * 2
