"""One-time links (contract S2)."""

import asyncio

from chatserver.domain.ids import secret_hash
from chatserver.store import keys, setups
from chatserver.store.client import Client


async def test_a_code_can_be_looked_at_and_is_traded_once(client: Client) -> None:
    await setups.offer(client, "code", "an agent")
    assert await setups.purpose(client, "code") == "an agent"
    assert await setups.trade(client, "code") == "an agent"
    assert await setups.trade(client, "code") is None
    assert await setups.purpose(client, "code") is None


async def test_of_two_who_trade_at_once_one_wins(client: Client) -> None:
    await setups.offer(client, "code", "an agent")
    traded = await asyncio.gather(*(setups.trade(client, "code") for _ in range(20)))
    assert sorted(traded, key=str).count("an agent") == 1


async def test_an_unknown_code_is_for_nothing(client: Client) -> None:
    assert await setups.trade(client, "code") is None
    assert await setups.trade(client, setups.FIRST_AGENT) is None
    assert await setups.trade(client, "") is None


async def test_a_code_is_kept_by_its_hash_for_a_day(client: Client) -> None:
    await setups.offer(client, "code", "an agent")
    assert 86_000 < await client.ttl(keys.setup(secret_hash("code"))) <= 86_400
    assert not await client.exists(keys.setup("code"))


async def test_one_code_for_the_first_agent_is_alive(client: Client) -> None:
    await setups.offer(client, "older", setups.FIRST_AGENT)
    await setups.offer(client, "newer", setups.FIRST_AGENT)
    assert await setups.trade(client, "older") is None
    assert await setups.trade(client, "newer") == setups.FIRST_AGENT


async def test_codes_for_agents_do_not_end_each_other(client: Client) -> None:
    await setups.offer(client, "lan", "a")
    await setups.offer(client, "binh", "b")
    assert await setups.trade(client, "lan") == "a"
    assert await setups.trade(client, "binh") == "b"
