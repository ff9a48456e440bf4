"""Connections: slow readers, many tabs, several servers (contract R8, R12, R13)."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import redis.asyncio
from websockets.exceptions import ConnectionClosed

from chatserver.background import Background
from chatserver.domain.ids import visitor_id
from chatserver.domain.message import AgentMessage, Speaker
from chatserver.store import sites, visitors
from chatserver.store.appends import Append, Appender
from chatserver.store.batch import Batch
from chatserver.store.client import command_client
from chatserver.store.scripts import source
from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ServerProcess, server_process
from tests.sockets.test_resume import only
from tests.store.data_dirs import until


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


MANY = 400
"""Long messages: more than the kernel's buffers and the 512 KB of ours."""


async def test_a_reader_who_stops_reading_is_dropped_and_resumes_without_a_loss(
    server: ServerProcess, redis_url: str
) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        await visitor.say(conversation, "chào")
        visitor.socket.transport.pause_reading()
        await speak(redis_url, conversation, MANY)
        await until(lambda: "SLOW_READER" in server.output)
        visitor.socket.transport.abort()
    async with Visitor(url(server), visitor.secret) as again:
        await again.hello()
        seqs: list[int] = []
        while len(seqs) < MANY + 1:
            seqs += [message["seq"] for message in (await again.until("messages"))["messages"]]
        assert seqs == list(range(1, MANY + 2))


async def speak(redis_url: str, conversation: str, count: int) -> None:
    """Append long messages of an agent, faster than any person."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        for number in range(count):
            body = AgentMessage(new_id(), "ă" * 9000, Speaker("a" * 32, "An"))
            await appender.append(site, Append(conversation, number, body))
    await client.aclose()


async def test_a_sixth_socket_of_one_visitor_takes_the_place_of_the_quietest(server: ServerProcess) -> None:
    async with AsyncExitStack() as tabs:
        first = await tabs.enter_async_context(Visitor(url(server)))
        others = [await tabs.enter_async_context(Visitor(url(server), first.secret)) for _ in range(5)]
        for tab in (first, *others):
            await tab.hello()
        with pytest.raises(ConnectionClosed) as closed:
            await first.until("message")
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4006, "retry_after=60")
        for tab in others:
            assert (await tab.say(new_id(), "còn đây"))["t"] == "ack"


async def test_sockets_that_died_unseen_do_not_keep_their_visitor_out(
    server: ServerProcess, redis_url: str
) -> None:
    """Their leases last up to a minute longer than they; nobody alive is closed for them."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    async with Visitor(url(server)) as alive, Visitor(url(server), alive.secret) as back:
        dead = [(visitor_id(alive.secret), new_id()[:16]) for _ in range(4)]
        await visitors.lease_here(client, site, dead, 30_000)
        await client.aclose()
        await alive.hello()
        await back.hello()
        for tab in (alive, back):
            assert (await tab.say(new_id(), "còn đây"))["t"] == "ack"


async def test_words_cross_from_one_server_to_another(
    server: ServerProcess, redis_url: str, tmp_path: Path
) -> None:
    with server_process(tmp_path, redis_url) as second:
        async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, second.url) as agent:
            await visitor.hello()
            await agent.hello()
            conversation = new_id()
            await visitor.say(conversation, "từ máy này")
            await agent.watch(conversation)
            await agent.act("take", conversation)
            await agent.say(conversation, "sang máy kia")
            answer = await visitor.until("message", seq=3)
            assert answer["body"]["text"] == "sang máy kia"
            await agent.send("typing", conversation=conversation, on=True)
            assert (await visitor.until("typing"))["name"] == agent.agent.name
            await visitor.send("typing", conversation=conversation, on=True)
            await agent.until("typing", conversation=conversation)


async def test_read_marks_page_views_and_presence_reach_the_other_side(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent:
        await agent.hello()
        async with Visitor(url(server)) as visitor:
            await visitor.hello(context={"plan": "pro"})
            conversation = new_id()
            ack = await visitor.say(conversation, "chào")
            details = await agent.watch(conversation)
            assert (details["here"], details["context"]) == (True, {"plan": "pro"})
            await visitor.send("page", page={"url": "https://shop.example/cart#secret", "title": "Giỏ hàng"})
            seen = await agent.until("trail")
            assert (seen["page"]["url"], seen["page"]["title"]) == ("https://shop.example/cart", "Giỏ hàng")
            await agent.send("read", conversation=conversation, seq=ack["seq"])
            assert (await visitor.until("read"))["seq"] == 1
        await agent.answer({"here", "conversation"}, here=False)


async def test_reopening_on_the_same_page_is_no_new_page_view(server: ServerProcess, redis_url: str) -> None:
    page = {"url": "https://shop.example/pricing", "title": "Bảng giá"}
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        await visitor.hello(page=page)
        await visitor.say(conversation, "chào")
    async with Visitor(url(server), visitor.secret) as again, signed_in_agent(redis_url, server.url) as agent:
        await again.hello(page=page)
        await agent.hello()
        trail = (await agent.watch(conversation))["trail"]
        assert [view["url"] for view in trail] == ["https://shop.example/pricing"]


async def test_two_agents_can_never_both_take_a_conversation(server: ServerProcess, redis_url: str) -> None:
    async with (
        Visitor(url(server)) as visitor,
        signed_in_agent(redis_url, server.url, "An") as an,
        signed_in_agent(redis_url, server.url, "Bình") as binh,
    ):
        for client in (visitor, an, binh):
            await client.hello()
        conversation = new_id()
        await visitor.say(conversation, "chào")
        assert (await an.act("take", conversation))["t"] == "done"
        lost = await binh.act("take", conversation)
        assert (lost["t"], lost["reason"]) == ("nack", "taken")
        assert (await binh.say(conversation, "xen ngang"))["reason"] == "not_yours"


async def test_an_agent_who_comes_back_keeps_who_they_had_answered(
    server: ServerProcess, redis_url: str
) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await visitor.hello()
        await agent.hello()
        await visitor.say(conversation, "chào")
        await agent.act("take", conversation)
        await agent.say(conversation, "chào bạn")
        async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
            name = await only(client, f"*:{conversation}")
            await client.hset(name, "unattended", "1")  # as the sweeper marks it when the agent was lost
        await agent.socket.close()
        async with agent:
            await agent.hello()
            await visitor.say(conversation, "còn một câu nữa")
            assert (await agent.say(conversation, "mình nghe"))["t"] == "ack"
