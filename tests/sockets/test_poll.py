"""A visitor's session by requests: the same frames, numbered both ways, whatever gets lost on the way (contract R5)."""

import asyncio

import msgspec
import pytest

from tests.clients import ORIGIN, Visitor, new_id, new_secret, signed_in_agent
from tests.polling import Poller, PollingVisitor
from tests.server import ServerProcess
from tests.sockets.asking import Asking, say


def socket_url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


async def test_the_first_request_brings_the_welcome(server: ServerProcess) -> None:
    answer = await Asking(server).begin()
    assert (answer["received"], answer["first"], answer["closed"]) == (1, 1, None)
    assert answer["frames"][0]["t"] == "welcome"


async def test_a_talk_goes_both_ways(server: ServerProcess, redis_url: str) -> None:
    conversation = new_id()
    async with (
        signed_in_agent(redis_url, server.url) as agent,
        PollingVisitor(socket_url(server)) as visitor,
    ):
        await agent.hello()
        await visitor.hello()
        ack = await visitor.say(conversation, "Xin chào")
        assert (ack["t"], ack["seq"], ack["dup"]) == ("ack", 1, False)
        assert (await agent.act("take", conversation))["t"] == "done"
        await agent.say(conversation, "Chào bạn")
        told = await visitor.until("message", seq=3)
        assert told["body"]["text"] == "Chào bạn"
        await visitor.send("read", conversation=conversation, seq=3)
        await visitor.send("email", conversation=conversation, address="an@shop.example")
        assert (await visitor.until("state", email="an@shop.example"))["read_by_visitor"] == 3


async def test_a_request_sent_twice_is_handled_once(server: ServerProcess) -> None:
    asking, conversation = Asking(server), new_id()
    ack = len((await asking.begin())["frames"])
    line = say(conversation, "một lần")
    for _ in range(3):
        assert (await asking.ask(line, first=2, ack=ack))["received"] == 2
    await asking.ask(say(conversation, "lần nữa"), first=3)
    first, ack = await asking.until("ack", ack)
    assert (first["seq"], first["dup"]) == (1, False)
    async with Visitor(socket_url(server), asking.secret) as other:
        assert (await other.hello())["conversations"][0]["seq"] == 2


async def test_frames_beyond_a_hole_are_left_to_be_sent_again(server: ServerProcess) -> None:
    asking = Asking(server)
    await asking.begin()
    assert (await asking.ask(say(new_id(), "sau"), first=3))["received"] == 1
    assert (await asking.ask(say(new_id(), "trước"), say(new_id(), "sau"), first=2))["received"] == 3


async def test_an_answer_that_was_lost_is_given_again_until_it_is_acknowledged(server: ServerProcess) -> None:
    asking = Asking(server)
    first = await asking.begin()
    again = await asking.ask(wait=True)
    assert again["frames"][: len(first["frames"])] == first["frames"]
    conversation, known = new_id(), len(again["frames"])
    await asking.ask(say(conversation, "a"), first=2, ack=known)
    later = await asking.ask(first=3, ack=known, wait=True)
    assert later["first"] == known + 1
    assert not [frame for frame in later["frames"] if frame["t"] == "welcome"]


async def test_the_first_request_may_be_repeated_and_begins_one_session(server: ServerProcess) -> None:
    asking = Asking(server)
    welcomes = [(await asking.begin())["frames"][0] for _ in range(3)]
    assert len({welcome["connection"] for welcome in welcomes}) == 1


async def test_of_two_waiting_requests_the_older_goes_home_with_nothing(server: ServerProcess) -> None:
    asking = Asking(server)
    ack = len((await asking.begin())["frames"])
    older = asyncio.ensure_future(asking.ask(first=2, ack=ack, wait=True))
    await asyncio.sleep(0)
    newer = asyncio.ensure_future(asking.ask(first=2, ack=ack, wait=True))
    done, _ = await asyncio.wait([older, newer], return_when=asyncio.FIRST_COMPLETED)
    assert done.pop().result()["frames"] == []
    assert (await asking.ask(say(new_id(), "a"), first=2))["received"] == 2
    both = [await older, await newer]
    assert [bool(one["frames"]) for one in both].count(True) == 1


@pytest.mark.parametrize("session", ["", "short", "Z" * 32, 5])
async def test_a_session_has_a_name_of_128_bits(server: ServerProcess, session: object) -> None:
    asking = Asking(server)
    asking.session = session  # type: ignore[assignment]
    with pytest.raises(ValueError, match="400"):
        await asking.begin()


async def test_a_poller_closes_with_its_last_words(server: ServerProcess) -> None:
    conversation = new_id()
    socket = Poller(socket_url(server), {"Origin": ORIGIN})
    secret = new_secret()
    await socket.send(msgspec.json.encode({"t": "hello", "secret": secret}).decode())
    assert msgspec.json.decode(await socket.recv())["t"] == "welcome"
    await socket.send(msgspec.json.encode(say(conversation, "Tạm biệt")).decode())
    await socket.close()
    async with Visitor(socket_url(server), secret) as again:
        await again.hello()
        assert (await again.until("messages"))["messages"][0]["body"]["text"] == "Tạm biệt"
