"""A hard moment: inside hours nobody is there, or nobody answers. Honest, escalated, missed until a person answers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clients import Visitor, signed_in_agent
from tests.server import ServerProcess, server_process
from tests.sockets.moments import asks, hears, ict, listed, near, row, stands, url

TEN = ict("2026-03-04 10:00")


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server on a Wednesday morning at ten."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(TEN)
        yield running


async def test_nobody_there_is_said_at_once_and_the_text_is_kept_before_any_address(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        assert (await visitor.hello())["decision"]["reason"] == "nobody_online"
        conversation = await asks(visitor, "mất mã xác minh")
        assert near((await stands(visitor, conversation, status="email"))["promise_at"], "2026-03-04 14:00")
        await agent.hello()
        (kept,) = await listed(agent, "email")
        assert (kept["preview"], kept["email"]) == (
            "mất mã xác minh",
            "",
        )  # without one: it cannot be answered


async def test_the_last_agent_who_leaves_turns_what_waits_into_a_promise(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await agent.hello()
        await visitor.hello()
        conversation = await asks(visitor)
        await stands(visitor, conversation, status="waiting")
        await agent.send("availability", value="away", ref=1)
        await hears(visitor, conversation, "system.nobody_online")
        await stands(visitor, conversation, status="email")


async def test_nobody_answering_offers_email_then_promises_it_and_lists_it_as_missed(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await agent.hello()
        await visitor.hello()
        conversation = await asks(visitor)
        state = await stands(visitor, conversation, status="waiting")
        server.clock.turn_to(TEN + timedelta(seconds=121))
        while not state["email_by"]:
            state = await stands(visitor, conversation, status="waiting")
        server.clock.turn_to(TEN + timedelta(seconds=602))
        await hears(visitor, conversation, "system.waited_in_vain")
        assert (await row(agent, conversation, status="email"))["missed"] is True
        await agent.act("take", conversation)
        await agent.say(conversation, "xin lỗi bạn")
        assert (await row(agent, conversation, last_from="agent"))["missed"] is False


async def test_who_would_rather_not_wait_has_the_promise_at_once(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await agent.hello()
        await visitor.hello()
        conversation = await asks(visitor)
        await visitor.send("wait", conversation=conversation, choice="email")
        promised = await hears(visitor, conversation, "system.email_chosen")
        assert near(promised["promise"], "2026-03-04 14:00")
        shown = await agent.watch(conversation)
        assert shown["why"][-1]["reason"] == "email_chosen"


async def test_who_waits_anew_is_not_offered_the_email_of_an_earlier_wait(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await agent.hello()
        await visitor.hello()
        conversation = await asks(visitor)
        state = await stands(visitor, conversation, status="waiting")
        server.clock.turn_to(TEN + timedelta(seconds=121))
        while not state["email_by"]:
            state = await stands(visitor, conversation, status="waiting")
        await agent.act("take", conversation)
        await stands(visitor, conversation, status="open")
        await agent.send("transfer", conversation=conversation, to={"department": "support"}, ref=7)
        again = await stands(visitor, conversation, status="waiting")
        assert (again["email_by"], again["moved"]) == (None, "")
