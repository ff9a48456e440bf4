"""A hard moment: an agent answers and the visitor has left. The answer is listed until seen; only then it counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import Console, Visitor, signed_in_agent
from tests.server import ServerProcess, server_process
from tests.sockets.moments import asks, ict, listed, row, url


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server on a Wednesday morning at ten."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(ict("2026-03-04 10:00"))
        yield running


async def answered_in_absence(server: ServerProcess, agent: Console) -> tuple[str, str]:
    """Lan asked while nobody was there, and left; then An answers. Conversation and Lan's secret."""
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation = await asks(visitor)
    await agent.hello()
    shown = await agent.watch(conversation)
    if shown["here"]:
        await agent.answer({"here", "conversation"}, here=False)
    assert (await agent.act("take", conversation))["t"] == "done"
    assert (await agent.say(conversation, "Bạn thử lại giúp nhé"))["t"] == "ack"
    return conversation, visitor.secret


async def test_an_unseen_answer_is_listed_and_keeps_no_promise_until_it_is_seen(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent:
        conversation, secret = await answered_in_absence(server, agent)
        (unseen,) = await listed(agent, "unseen")
        assert (unseen["conversation"], unseen["promise_state"]) == (conversation, "pending")
        assert unseen["unseen_since"]
        async with Visitor(url(server), secret) as back:
            welcome = await back.hello()
            seq = welcome["conversations"][0]["seq"]
            await back.send("read", conversation=conversation, seq=seq)
            assert (await row(agent, conversation, unseen_since=None))["promise_state"] == "kept"
        assert await listed(agent, "unseen") == []


async def test_one_that_is_seen_too_late_did_not_keep_it(server: ServerProcess, redis_url: str) -> None:
    async with signed_in_agent(redis_url, server.url) as agent:
        conversation, secret = await answered_in_absence(server, agent)
        server.clock.turn_to(ict("2026-03-04 14:05"))
        await row(agent, conversation, promise_state="breached")
        async with Visitor(url(server), secret) as back:
            await back.hello()
            history = (await back.until("messages"))["messages"]
            assert "system.promise_broken" not in [one["body"].get("key") for one in history]
            await back.send("read", conversation=conversation, seq=history[-1]["seq"])
            assert (await row(agent, conversation, unseen_since=None))["promise_state"] == "breached"


async def test_an_answer_to_somebody_who_is_there_counts_at_once(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await visitor.hello()
        conversation = await asks(visitor)
        await agent.hello()
        await agent.act("take", conversation)
        await agent.say(conversation, "chào bạn")
        assert (await row(agent, conversation, promise_state="kept"))["unseen_since"] is None
        assert await listed(agent, "unseen") == []
