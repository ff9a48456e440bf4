"""Hostile visitors: what they send costs nobody else anything (contract S1, S3, S5, R22)."""

import asyncio

import pytest
from websockets.exceptions import ConnectionClosed

from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ServerProcess

GROWS = "\u0958"  # one character that normalization makes two
WITHOUT_END = "a" * 32 + "\n"


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


@pytest.mark.parametrize("field", ["conversation", "cid"])
async def test_an_id_that_ends_in_a_new_line_is_none(server: ServerProcess, field: str) -> None:
    async with Visitor(url(server)) as visitor, Visitor(url(server)) as neighbour:
        await visitor.hello()
        await neighbour.hello()
        frame = {"conversation": new_id(), "cid": new_id(), "text": "chào", field: WITHOUT_END}
        await visitor.send("say", **frame)
        assert (await visitor.until("nack"))["reason"] == "bad_field"
        conversation = new_id()
        async with Visitor(url(server), neighbour.secret) as tab:
            await neighbour.say(conversation, "một")
            await tab.hello()
            await tab.until("messages", more=False)
            await neighbour.say(conversation, "hai")
            await tab.until("message", conversation=conversation, seq=2)
    assert "Traceback" not in server.output


async def test_a_page_view_that_grows_when_it_is_cleaned_still_reaches_the_console(
    server: ServerProcess, redis_url: str
) -> None:
    page = {"url": "https://shop.example/", "screen": GROWS * 32, "language": GROWS * 64, "title": "Một"}
    conversation = new_id()
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await agent.hello()
        await visitor.hello(page=page)
        await visitor.say(conversation, "chào")
        assert (await agent.watch(conversation))["trail"][0]["title"] == "Một"
        await visitor.send("page", page={**page, "url": "https://shop.example/cart", "title": "Hai"})
        assert (await agent.until("trail"))["page"]["title"] == "Hai"
        await visitor.say(conversation, "vẫn tới")
        await agent.until("message", conversation=conversation, seq=2)
    assert "Traceback" not in server.output


async def test_a_context_that_is_too_big_is_named_and_the_visitor_is_welcome(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello(context={"note": "x" * 5000})
        assert (await visitor.until("nack"))["reason"] == "too_big"
        assert (await visitor.say(new_id(), "vẫn còn đây"))["t"] == "ack"


async def test_a_console_that_comes_back_to_a_vanished_conversation_is_welcome(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation = new_id()
        await visitor.say(conversation, "chào")
        await agent.hello({"id": new_id()}, {"id": conversation})
        assert (await agent.until("nack"))["reason"] == "unknown_conversation"
        await agent.until("conversation")
        assert (await agent.act("take", conversation))["t"] == "done"


async def test_one_tab_that_leaves_does_not_take_the_other_with_it(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as stays:
        await agent.hello()
        await stays.hello()
        conversation = new_id()
        await stays.say(conversation, "chào")
        await agent.watch(conversation)
        async with Visitor(url(server), stays.secret) as leaves:
            await leaves.hello()
            await agent.until("here")
        assert (await agent.until("here"))["here"] is True
        assert (await agent.watch(conversation))["here"] is True


async def test_however_many_sockets_a_visitor_opens_five_are_left(server: ServerProcess) -> None:
    tabs = [Visitor(url(server))]
    tabs += [Visitor(url(server), tabs[0].secret) for _ in range(11)]
    for tab in tabs:
        await tab.__aenter__()
        await tab.hello()
    for tab in tabs[:7]:
        with pytest.raises(ConnectionClosed) as closed:
            await tab.until("message")
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4006
    for tab in tabs[7:]:
        assert (await tab.say(new_id(), "còn đây"))["t"] == "ack"
    await asyncio.gather(*(tab.__aexit__(None, None, None) for tab in tabs))


async def test_words_just_stored_may_be_marked_read_at_once(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        for _ in range(10):
            conversation = new_id()
            await visitor.say(conversation, "chào")
            await visitor.send("read", conversation=conversation, seq=1)
        await visitor.send("dance")
        assert (await visitor.until("nack"))["reason"] == "unknown_frame"
        assert [frame["reason"] for frame in visitor.seen if frame["t"] == "nack"] == ["unknown_frame"]
