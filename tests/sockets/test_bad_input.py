"""What is no frame, or not allowed, gets its named answer and costs nobody else anything (contract S1, S5)."""

import secrets

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ServerProcess


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


RUBBISH = {
    "not json": ("{", "malformed"),
    "no object": ("[]", "malformed"),
    "no kind": ('{"x":1}', "malformed"),
    "unknown kind": ('{"t":"dance"}', "unknown_frame"),
    "wrong field": ('{"t":"typing","conversation":"zz","on":true}', "bad_field"),
    "missing field": ('{"t":"say"}', "bad_field"),
    "too deep": ('{"t":"context","context":{"a":' + "[" * 9 + "]" * 9 + "}}", "too_deep"),
    "deep only in a string": ('{"t":"dance","x":"[[[[[[[[[[[[["}', "unknown_frame"),
    "second hello": ('{"t":"hello","secret":"' + "a" * 43 + '"}', "out_of_order"),
}


@pytest.mark.parametrize("case", RUBBISH)
async def test_rubbish_is_answered_by_name_and_the_connection_lives_on(
    server: ServerProcess, case: str
) -> None:
    text, reason = RUBBISH[case]
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        await visitor.socket.send(text)
        assert (await visitor.until("nack"))["reason"] == reason
        assert (await visitor.say(new_id(), "vẫn còn đây"))["t"] == "ack"


async def test_a_binary_frame_is_answered_by_name(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        await visitor.socket.send(b"\x00\x01")
        assert (await visitor.until("nack"))["reason"] == "binary"


async def test_a_frame_over_64_kb_ends_only_its_own_connection(server: ServerProcess) -> None:
    async with Visitor(url(server)) as other, Visitor(url(server)) as visitor:
        await other.hello()
        await visitor.hello()
        await visitor.socket.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            await visitor.receive()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009
        assert (await other.say(new_id(), "không sao"))["t"] == "ack"


async def test_a_frame_before_hello_is_out_of_order(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.send("pong")
        assert (await visitor.until("nack"))["reason"] == "out_of_order"
        with pytest.raises(ConnectionClosed) as closed:
            await visitor.receive()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001


async def test_leaving_without_a_word_is_no_fault(server: ServerProcess) -> None:
    async with Visitor(url(server)):
        pass
    async with Visitor(url(server)) as other:
        await other.hello()
    assert "Traceback" not in server.output


async def test_ever_more_rubbish_ends_the_connection(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await visitor.socket.send("{")
                await visitor.receive()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4029


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://localhost.evil.example"])
async def test_a_page_of_another_origin_is_refused_before_the_handshake(
    server: ServerProcess, origin: str
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with Visitor(url(server), origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_an_unknown_site_key_is_refused_before_the_handshake(server: ServerProcess) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with Visitor(f"{server.ws_url}/ws/nobody"):
            pass
    assert refused.value.response.status_code == 404


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty_text"), (" \n\t ", "empty_text"), ("a" * 10_001, "text_too_long")]
)
async def test_unfit_words_are_refused_by_name(server: ServerProcess, text: str, reason: str) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        nack = await visitor.say(new_id(), text)
        assert (nack["t"], nack["reason"]) == ("nack", reason)


async def test_nobody_can_speak_or_listen_in_another_visitors_conversation(server: ServerProcess) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as owner, Visitor(url(server)) as stranger:
        await owner.hello()
        await owner.say(conversation, "bí mật")
        await stranger.hello({"id": conversation, "epoch": "", "last_seq": 0, "last_h": ""})
        assert (await stranger.until("messages"))["messages"] == []
        assert (await stranger.say(conversation, "xen vào"))["reason"] == "unknown_conversation"
        await stranger.send("read", conversation=conversation, seq=1)
        assert (await stranger.until("nack"))["reason"] == "unknown_conversation"
        await stranger.send("email", conversation=conversation, address="a@example.com")
        assert (await stranger.until("nack"))["reason"] == "unknown_conversation"
        await owner.say(conversation, "vẫn bí mật")
        await stranger.say(new_id(), "của tôi")
        texts = [f["body"].get("text") for f in stranger.seen if f["t"] == "message"]
        assert not {"bí mật", "vẫn bí mật", "xen vào"} & set(texts)


async def test_a_bad_address_is_refused_by_name(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation = new_id()
        await visitor.say(conversation, "chào")
        await visitor.send("email", conversation=conversation, address="khong phai email")
        assert (await visitor.until("nack"))["reason"] == "bad_email"


async def test_too_many_words_in_a_moment_are_refused_with_a_time_to_come_back(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation = new_id()
        answers = [await visitor.say(conversation, f"tin {number}") for number in range(25)]
        refused = [answer for answer in answers if answer["t"] == "nack"]
        assert refused and all(a["reason"] == "too_many" and a["retry_after"] > 0 for a in refused)
        stored = [answer["seq"] for answer in answers if answer["t"] == "ack"]
        assert stored == list(range(1, len(stored) + 1))


async def test_a_console_without_its_token_or_from_another_page_gets_nothing(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as agent:
        agent.csrf = secrets.token_urlsafe(32)
        await agent.send("hello", csrf=agent.csrf)
        with pytest.raises(ConnectionClosed) as closed:
            await agent.receive()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    agent.headers["Origin"] = "https://evil.example"
    with pytest.raises(InvalidStatus) as refused:
        async with agent:
            pass
    assert refused.value.response.status_code == 403
