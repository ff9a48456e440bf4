"""Erased words leave every screen at once: readers are sent tombstones, the visitor's sockets begin anew."""

import asyncio
import os
import subprocess
import sys

import pytest
from websockets.exceptions import ConnectionClosed

from chatserver.domain.ids import visitor_id
from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ROOT, ServerProcess
from tests.sockets.moments import asks, url


async def erase(redis_url: str, who: str) -> None:
    """As an operator does it."""
    command = [sys.executable, "-m", "chatserver", "visitor", "erase", who, "--yes"]
    environment = {**os.environ, "REDIS_URL": redis_url, "ALLOW_VOLATILE_REDIS": "1"}
    await asyncio.to_thread(subprocess.run, command, cwd=ROOT, env=environment, check=True)


async def test_everybody_who_reads_is_sent_tombstones_and_the_visitor_begins_anew(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await visitor.hello()
        await agent.hello()
        conversation = await asks(visitor, "mật khẩu là kem dâu")
        await agent.watch(conversation)
        await agent.until("messages", conversation=conversation)
        await erase(redis_url, visitor_id(visitor.secret))
        assert (await agent.until("reset", conversation=conversation))["reason"] == "diverged"
        (first, *_) = (await agent.until("messages", conversation=conversation))["messages"]
        assert (first["seq"], first["body"]["text"], first["body"]["key"]) == (1, "", "system.message_erased")
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await visitor.receive()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1012


async def test_a_widget_that_comes_back_with_the_old_words_gives_them_up(
    server: ServerProcess, redis_url: str
) -> None:
    cid = new_id()
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation = new_id()
        ack = await visitor.say(conversation, "mật khẩu là kem dâu", cid)
        epoch = (await visitor.until("state", conversation=conversation))["epoch"]
    await erase(redis_url, visitor_id(visitor.secret))
    async with Visitor(url(server), visitor.secret) as back:
        await back.hello({"id": conversation, "epoch": epoch, "last_seq": 1, "last_h": ack["h"]})
        assert (await back.until("reset"))["reason"] == "diverged"
        page = await back.until("messages", conversation=conversation)
        assert "kem dâu" not in str(page)
        again = await back.say(conversation, "mật khẩu là kem dâu", cid)
        assert (again["t"], again["seq"], again["dup"]) == ("ack", 1, True)
