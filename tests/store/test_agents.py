"""Agents as they are kept."""

import asyncio
from dataclasses import replace

from chatserver.domain.agent import Agent
from chatserver.store import agents, keys
from chatserver.store.client import Client
from tests.stores import NOON

SITE = "5" * 32
LAN = Agent("a" * 32, "Trần Lan", "lan@shop.vn", NOON, password_hash="$argon2id$", roles={SITE: "admin"})


async def test_an_agent_is_found_by_id_and_by_address(client: Client) -> None:
    assert not await agents.any_agent(client)
    assert await agents.add(client, LAN)
    assert await agents.agent(client, LAN.id) == LAN
    assert await agents.agent_by_email(client, "LAN@shop.vn") == LAN
    assert await agents.any_agent(client)


async def test_an_absent_agent_is_none(client: Client) -> None:
    assert await agents.agent(client, LAN.id) is None
    assert await agents.agent_by_email(client, LAN.email) is None


async def test_an_agent_is_a_member_of_their_sites(client: Client) -> None:
    await agents.add(client, LAN)
    assert await client.smembers(keys.members(SITE)) == {LAN.id}


async def test_an_address_belongs_to_one_agent(client: Client) -> None:
    await agents.add(client, LAN)
    assert not await agents.add(client, replace(LAN, id="b" * 32))
    assert await agents.agent(client, "b" * 32) is None
    assert await agents.agent_by_email(client, LAN.email) == LAN


async def test_of_many_who_come_at_once_one_gets_the_address(client: Client) -> None:
    added = await asyncio.gather(*(agents.add(client, replace(LAN, id=f"{n:032x}")) for n in range(20)))
    assert sum(added) == 1
    assert await client.scard(keys.AGENTS) == 1


async def test_a_password_is_set_with_the_name(client: Client) -> None:
    await agents.add(client, LAN)
    await agents.set_password(client, LAN.id, "Lan", "$new")
    assert await agents.agent(client, LAN.id) == replace(LAN, name="Lan", password_hash="$new")


async def test_a_role_that_we_do_not_know_gives_no_rights(client: Client) -> None:
    await agents.add(client, LAN)
    await client.hset(keys.agent(LAN.id), f"role:{SITE}", "owner")
    agent = await agents.agent(client, LAN.id)
    assert agent
    assert agent.role_on(SITE) is None
