"""Signing in and out (contract S5, S6)."""

import time
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from chatserver.actions import accounts
from chatserver.actions.passwords import hash_password, is_password
from chatserver.domain.agent import Agent
from chatserver.domain.errors import Refused
from chatserver.store import agents, keys
from chatserver.store.client import Client
from tests.stores import NOON

HOME = "198.51.100.7"
RIGHT = "một câu dễ nhớ"


@pytest.fixture
async def lan(client: Client) -> Agent:
    agent = Agent("a" * 32, "Lan", "lan@shop.vn", NOON, password_hash=await hash_password(RIGHT))
    await agents.add(client, agent)
    return agent


async def refusal(attempt: Awaitable[object]) -> Refused:
    with pytest.raises(Refused) as refused:
        await attempt
    return refused.value


async def test_the_right_password_opens_a_session(client: Client, lan: Agent) -> None:
    who, token = await accounts.sign_in(client, " LAN@shop.vn ", RIGHT, HOME, NOON)
    assert who.agent == lan
    assert await accounts.signed_in(client, token, NOON) == who


async def test_every_sign_in_has_its_own_token_and_csrf(client: Client, lan: Agent) -> None:
    first, first_token = await accounts.sign_in(client, lan.email, RIGHT, HOME, NOON)
    second, second_token = await accounts.sign_in(client, lan.email, RIGHT, HOME, NOON)
    assert first_token != second_token
    assert len({first.session.id, first.session.csrf, second.session.id, second.session.csrf}) == 4


async def test_signing_out_ends_the_session(client: Client, lan: Agent) -> None:
    who, token = await accounts.sign_in(client, lan.email, RIGHT, HOME, NOON)
    await accounts.sign_out(client, who, NOON)
    assert await accounts.signed_in(client, token, NOON) is None


async def test_a_stranger_is_nobody(client: Client) -> None:
    assert await accounts.signed_in(client, None, NOON) is None
    assert await accounts.signed_in(client, "", NOON) is None
    assert await accounts.signed_in(client, "x" * 43, NOON) is None


@pytest.mark.parametrize("email", ["lan@shop.vn", "nobody@shop.vn", "", "x" * 300])
async def test_an_unknown_address_and_a_wrong_password_are_answered_alike(
    client: Client, lan: Agent, email: str
) -> None:
    refused = await refusal(accounts.sign_in(client, email, "wrong password", HOME, NOON))
    assert (refused.key, dict(refused.values)) == ("error.wrong_password", {})


async def test_an_agent_without_a_password_cannot_sign_in(client: Client) -> None:
    await agents.add(client, Agent("b" * 32, "Bình", "binh@shop.vn", NOON))
    assert (
        await refusal(accounts.sign_in(client, "binh@shop.vn", "", HOME, NOON))
    ).reason == "wrong_password"


async def test_an_agent_who_is_shut_out_is_answered_alike(client: Client, lan: Agent) -> None:
    await client.hset(keys.agent(lan.id), "active", 0)
    assert (await refusal(accounts.sign_in(client, lan.email, RIGHT, HOME, NOON))).reason == "wrong_password"


async def test_both_answers_take_the_same_work(lan: Agent) -> None:
    async def work(password_hash: str) -> float:
        await is_password(password_hash, "warm up")
        began = time.process_time()
        await is_password(password_hash, "wrong password")
        return time.process_time() - began

    known, unknown = await work(lan.password_hash), await work("")
    assert known / 3 < unknown < known * 3


async def test_one_address_is_tried_five_times_then_once_a_minute(client: Client, lan: Agent) -> None:
    for n in range(5):
        await refusal(accounts.sign_in(client, lan.email, "wrong password", f"198.51.100.{n}", NOON))
    refused = await refusal(accounts.sign_in(client, lan.email, RIGHT, "198.51.100.99", NOON))
    assert refused.key == "error.too_many_tries"
    assert refused.retry_after is not None
    assert 50 < refused.retry_after <= 60


async def test_the_right_password_gives_the_address_its_attempts_back(client: Client, lan: Agent) -> None:
    for _ in range(2):
        for _ in range(4):
            await refusal(accounts.sign_in(client, lan.email, "wrong password", HOME, NOON))
        await accounts.sign_in(client, lan.email, RIGHT, HOME, NOON)


async def test_one_place_is_limited_over_all_addresses(client: Client) -> None:
    seconds, at_once = accounts.FROM_ONE_PLACE
    for _ in range(at_once):
        await accounts.limit(client, f"signin:ip:{HOME}", (seconds, at_once))
    refused = await refusal(accounts.sign_in(client, "new@shop.vn", "wrong password", HOME, NOON))
    assert refused.key == "error.too_many_tries"


async def test_signing_in_and_out_is_on_record(client: Client, lan: Agent) -> None:
    who, _ = await accounts.sign_in(client, lan.email, RIGHT, HOME, NOON)
    await accounts.sign_out(client, who, NOON + timedelta(hours=1))
    acts = await client.xrange(keys.AUDIT)
    assert acts
    assert [entry[1]["act"] for entry in acts if entry[1]] == ["sign_in", "sign_out"]
