"""A hard moment: 22:00 strikes (GMT+7). Nobody is dropped, everybody is told, nothing has to be typed again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import Console, Visitor, signed_in_agent
from tests.server import ServerProcess, server_process
from tests.sockets.moments import asks, decided, hears, ict, listed, millis, row, stands, url


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server on a Wednesday evening, seven minutes before closing."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(ict("2026-03-04 21:53"))
        yield running


async def helped(agent: Console, visitor: Visitor) -> str:
    """An agent is helping a visitor."""
    await agent.hello()
    await visitor.hello()
    conversation = await asks(visitor)
    await agent.act("take", conversation)
    await agent.say(conversation, "chào bạn")
    return conversation


async def test_ten_minutes_before_every_widget_is_told(server: ServerProcess, redis_url: str) -> None:
    server.clock.turn_to(ict("2026-03-04 21:45"))
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as visitor:
        await helped(agent, visitor)
        server.clock.turn_to(ict("2026-03-04 21:49:59"))
        assert (await decided(visitor, closing_soon=True))["closes_at"] == millis("2026-03-04 22:00")


async def test_who_is_being_helped_goes_on_until_half_an_hour_after_the_last_word(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as visitor:
        conversation = await helped(agent, visitor)
        server.clock.turn_to(ict("2026-03-04 21:59:59"))
        assert (await decided(visitor, open=False))["reason"] == "closed_hours"
        assert (await visitor.say(conversation, "còn một câu"))["t"] == "ack"
        server.clock.turn_to(ict("2026-03-04 22:20"))
        assert (await agent.say(conversation, "mình xem ngay"))["t"] == "ack"
        assert (await visitor.say(conversation, "vẫn chưa được"))["t"] == "ack"
        server.clock.turn_to(ict("2026-03-04 22:49"))
        assert [one["status"] for one in await listed(agent, "mine")] == ["open"]
        server.clock.turn_to(ict("2026-03-04 22:50:30"))
        promised = await hears(visitor, conversation, "system.grace_over")
        assert promised["promise"] == millis("2026-03-05 12:00")
        assert (await row(agent, conversation, status="email"))["promise_at"] == millis("2026-03-05 12:00")


async def test_who_still_waits_has_a_promise_in_the_same_thread_and_leaves_an_address_in_place(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as visitor:
        await agent.hello()
        await visitor.hello()
        conversation = await asks(visitor, "không đăng nhập được")
        server.clock.turn_to(ict("2026-03-04 21:59:59"))
        promised = await hears(visitor, conversation, "system.closed_while_waiting")
        assert promised["promise"] == millis("2026-03-05 12:00")
        await visitor.send("email", conversation=conversation, address="lan@gmail.com")
        state = await stands(visitor, conversation, email="lan@gmail.com")
        assert (state["status"], state["promise_at"]) == ("email", millis("2026-03-05 12:00"))
        shown = await agent.watch(conversation)
        history = (await agent.until("messages"))["messages"]
        assert history[0]["body"]["text"] == "không đăng nhập được"
        assert [one["reason"] for one in shown["why"]][-1] == "closed_hours"


async def test_words_the_next_morning_are_decided_again_while_the_promise_stands(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        server.clock.turn_to(ict("2026-03-04 22:30"))
        await decided(visitor, open=False)
        conversation = await asks(visitor)
        assert (await stands(visitor, conversation, status="email"))["promise_at"] == millis(
            "2026-03-05 12:00"
        )
        server.clock.turn_to(ict("2026-03-05 08:30"))
        async with signed_in_agent(redis_url, server.url) as agent:
            await agent.hello()
            await decided(visitor, outcome="agent")
            await visitor.say(conversation, "mình vẫn cần")
            again = await stands(visitor, conversation, status="waiting")
            assert again["promise_at"] == millis("2026-03-05 12:00")
            assert [one["conversation"] for one in await listed(agent, "waiting")] == [conversation]
