"""Hours and presence decide, and everybody is told in time (mission: 8:00–22:00 GMT+7; hard moments)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from chatserver.store import sessions
from chatserver.store.client import command_client
from tests.clients import Console, Frame, Visitor, new_id, signed_in_agent
from tests.server import ServerProcess, server_process

# GMT+7 in UTC: Wednesday 4 March 2026
MORNING = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
BEFORE_CLOSING = datetime(2026, 3, 4, 14, 49, 58, tzinfo=UTC)
LATE = datetime(2026, 3, 4, 14, 55, tzinfo=UTC)
CLOSING = datetime(2026, 3, 4, 14, 59, 58, tzinfo=UTC)
AFTER_GRACE = datetime(2026, 3, 4, 15, 31, tzinfo=UTC)
OPENING = datetime(2026, 3, 5, 0, 59, 58, tzinfo=UTC)
NOON_THURSDAY = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server on a Wednesday morning."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(MORNING)
        yield running


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


def millis(at: datetime) -> int:
    return round(at.timestamp() * 1000)


async def decided(visitor: Visitor, **like: object) -> Frame:
    """The next decision with these fields."""
    while True:
        decision: Frame = (await visitor.until("decision"))["decision"]
        if all(decision.get(name) == value for name, value in like.items()):
            return decision


async def status(visitor: Visitor, conversation: str, wanted: str) -> Frame:
    """The next state of a conversation with this status."""
    return await visitor.until("state", conversation=conversation, status=wanted)


async def line(visitor: Visitor, conversation: str, key: str) -> Frame:
    """The system line with this key, already seen or next to come."""
    for frame in visitor.seen:
        if (
            frame["t"] == "message"
            and frame["conversation"] == conversation
            and frame["body"].get("key") == key
        ):
            return frame
    while True:
        frame = await visitor.until("message", conversation=conversation)
        if frame["body"].get("key") == key:
            return frame


async def test_inside_hours_with_an_agent_words_wait_for_the_agent(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as visitor:
        await agent.hello()
        welcome = await visitor.hello()
        assert (welcome["decision"]["outcome"], welcome["decision"]["open"]) == ("agent", True)
        conversation = new_id()
        await visitor.say(conversation, "chào")
        await agent.send("list", name="waiting")
        rows = (await agent.until("list"))["rows"]
        assert [row["conversation"] for row in rows] == [conversation]


async def test_inside_hours_without_an_agent_words_become_an_email_promise(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        welcome = await visitor.hello()
        assert (welcome["decision"]["outcome"], welcome["decision"]["reason"]) == ("email", "nobody_online")
        conversation = new_id()
        await visitor.say(conversation, "chào")
        await visitor.send("email", conversation=conversation, address="lan@gmail.com")
        state = await visitor.until("state", email="lan@gmail.com")
        assert state["status"] == "email"
        four_office_hours = millis(datetime(2026, 3, 4, 7, 0, tzinfo=UTC))
        assert 0 <= state["promise_at"] - four_office_hours < 60_000


async def test_an_agent_who_comes_or_goes_away_changes_open_widgets(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await visitor.hello()
        await agent.hello()
        await decided(visitor, outcome="agent")
        await agent.send("availability", value="away", ref=1)
        await decided(visitor, outcome="email", reason="nobody_online")
        await agent.send("availability", value="online", ref=2)
        await decided(visitor, outcome="agent")


async def test_closing_keeps_the_answered_and_promises_the_waiting(
    server: ServerProcess, redis_url: str
) -> None:
    async with (
        signed_in_agent(redis_url, server.url) as agent,
        Visitor(url(server)) as answered,
        Visitor(url(server)) as waiting,
    ):
        server.clock.turn_to(BEFORE_CLOSING)
        first, second = await _one_answered_one_to_wait(agent, answered, waiting), new_id()
        await decided(waiting, closing_soon=True)
        server.clock.turn_to(LATE)
        await waiting.say(second, "còn chờ")
        server.clock.turn_to(CLOSING)
        closed = await decided(waiting, open=False)
        assert (closed["reason"], closed["opens_at"]) == ("closed_hours", millis(OPENING) + 2000)
        promised = await line(waiting, second, "system.closed_while_waiting")
        assert promised["body"]["values"]["promise"] == millis(NOON_THURSDAY)
        assert (await agent.say(first, "vẫn đang hỗ trợ bạn"))["t"] == "ack"
        assert (await answered.say(first, "cảm ơn"))["t"] == "ack"
        server.clock.turn_to(AFTER_GRACE)
        await line(answered, first, "system.grace_over")
        server.clock.turn_to(OPENING)
        await decided(waiting, open=True)


async def _one_answered_one_to_wait(agent: Console, answered: Visitor, waiting: Visitor) -> str:
    await agent.hello()
    first = new_id()
    await answered.hello()
    await waiting.hello()
    await answered.say(first, "được trả lời")
    await agent.watch(first)
    await agent.act("take", first)
    await agent.say(first, "chào bạn")
    return first


async def test_new_words_inside_hours_bring_an_email_conversation_back_and_the_promise_stands(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation = new_id()
        await visitor.say(conversation, "đêm qua")
        async with Visitor(url(server), visitor.secret) as again:
            promise = (await again.hello())["conversations"][0]["promise_at"]
        async with signed_in_agent(redis_url, server.url) as agent:
            await agent.hello()
            await decided(visitor, outcome="agent")
            await visitor.say(conversation, "sáng nay")
            state = await status(visitor, conversation, "waiting")
            assert state["promise_at"] == promise


async def sign_out(redis_url: str, agent: Console) -> None:
    """End every session of an agent; their socket is closed."""
    client = command_client(redis_url)
    await sessions.end_all(client, agent.agent.id)
    await client.aclose()
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await agent.receive()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001


async def test_an_agent_who_signs_out_loses_what_waits_for_them_to_the_head_of_the_queue(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url, "Bình") as stays, Visitor(url(server)) as visitor:
        await stays.hello()
        async with signed_in_agent(redis_url, server.url, "An") as leaves:
            await leaves.hello()
            await visitor.hello()
            conversation = new_id()
            await visitor.say(conversation, "chào")
            await leaves.act("take", conversation)
            await sign_out(redis_url, leaves)
        lost = await line(visitor, conversation, "system.agent_lost")
        assert lost["body"]["values"] == {"agent": "An"}
        await stays.send("list", name="waiting")
        rows = (await stays.until("list"))["rows"]
        assert [row["conversation"] for row in rows] == [conversation]


async def test_the_hotlines_own_closing_is_told_too(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        desk = (await visitor.hello())["desk"]
        assert {channel["key"]: channel.get("open") for channel in desk["channels"]}["hotline"] is True
        server.clock.turn_to(datetime(2026, 3, 4, 11, 0, 1, tzinfo=UTC))  # 18:00 in Hà Nội
        while desk["channels"][0].get("open") is not False:
            desk = (await visitor.until("decision"))["desk"]
        assert desk["channels"][0]["key"] == "hotline"
