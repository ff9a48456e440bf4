"""Who may ask, and how a polling session ends: refused, foreign, elsewhere, drained (contract R16, R17, S1, S5)."""

import asyncio
import signal
from pathlib import Path

import msgspec
import pytest

from tests.clients import ORIGIN, Visitor, new_id
from tests.fire.own_redis import OwnRedis, own_redis
from tests.polling import PollingVisitor, raw_post
from tests.server import ServerProcess, server_process
from tests.sockets.asking import Asking, say
from tests.sockets.test_connections import MANY, speak
from tests.store.data_dirs import until

GONE = {"code": 4007, "reason": ""}


def socket_url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_a_page_that_is_not_admitted_is_refused_and_can_read_nothing(
    server: ServerProcess, origin: str
) -> None:
    asking = Asking(server, origin)
    body = msgspec.json.encode({"session": asking.session, "frames": [asking.hello], "wait": True})
    status, headers, text = await raw_post(asking.url, asking.headers, body)
    assert status == 403
    assert b'"error":"origin"' in text
    assert "access-control-allow-origin" not in headers


async def test_an_admitted_page_may_read_and_nothing_is_kept_on_the_way(server: ServerProcess) -> None:
    asking = Asking(server)
    body = msgspec.json.encode({"session": asking.session, "frames": [asking.hello], "wait": True})
    status, headers, _ = await raw_post(asking.url, asking.headers, body)
    assert status == 200
    assert headers["access-control-allow-origin"] == ORIGIN
    assert (headers["vary"], headers["cache-control"]) == ("origin", "no-store")
    assert "access-control-allow-credentials" not in headers
    assert "set-cookie" not in headers


async def test_there_is_no_session_of_an_unknown_site(server: ServerProcess) -> None:
    asking = Asking(server)
    asking.url = f"{server.url}/api/poll/nosuchsite"
    with pytest.raises(ValueError, match="404"):
        await asking.begin()


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"{", 400, "malformed"),
        (b'{"session":"' + b"a" * 32 + b'","frames":[{"t":"hello"}],"first":0}', 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        (b'{"session":"' + b"a" * 32 + b'","frames":[' + b"[" * 12 + b"]" * 12 + b"]}", 400, "too_deep"),
        (b'{"session":"' + b"a" * 32 + b'","frames":["' + b"x" * 140_000 + b'"]}', 413, "too_big"),
    ],
)
async def test_a_body_that_is_none_is_refused_by_name(
    server: ServerProcess, body: bytes, status: int, reason: str
) -> None:
    answered, _, text = await raw_post(Asking(server).url, {"Origin": ORIGIN}, body)
    assert (answered, msgspec.json.decode(text)["error"]) == (status, reason)


async def test_rubbish_inside_is_answered_as_on_a_socket(server: ServerProcess) -> None:
    asking = Asking(server)
    answer = await asking.ask({"t": "hello", "secret": "short"}, wait=True)
    assert [frame["reason"] for frame in answer["frames"]] == ["bad_field"]
    other = Asking(server)
    await other.begin()
    await other.ask(say("no id", "a"), {"t": "fly"}, first=2)
    refused, ack = await other.until("nack", 1)
    assert refused["reason"] in {"bad_field", "unknown_frame"}
    await other.ask(say(new_id(), "b" * 70_000), first=4)
    while refused["reason"] != "too_big":
        refused, ack = await other.until("nack", ack)


async def test_what_does_not_begin_with_a_first_frame_is_no_session(server: ServerProcess) -> None:
    assert (await Asking(server).ask(wait=True))["closed"] == GONE
    assert (await Asking(server).ask(say(new_id(), "a"), first=2))["closed"] == GONE


async def test_a_session_is_of_the_page_and_the_visitor_that_began_it(server: ServerProcess) -> None:
    mine = Asking(server)
    await mine.begin()
    foreign = Asking(server, server.url)  # admitted too, but another page's
    foreign.session = mine.session
    assert (await foreign.ask(first=2, wait=True))["closed"] == GONE
    other = Asking(server)  # knows the session's name, but not the secret
    other.session = mine.session
    assert (await other.begin())["closed"] == GONE
    assert (await mine.ask(say(new_id(), "còn đây"), first=2))["received"] == 2


async def test_another_process_does_not_know_it_and_a_new_session_goes_on(
    server: ServerProcess, redis_url: str, tmp_path: Path
) -> None:
    conversation = new_id()
    here = Asking(server)
    await here.begin()
    await here.ask(say(conversation, "một"), first=2)
    await here.until("ack", 1)
    with server_process(tmp_path, redis_url) as second:
        there = Asking(second)
        there.session, there.secret = here.session, here.secret
        assert (await there.ask(first=3, ack=2, wait=True))["closed"] == GONE
        async with PollingVisitor(socket_url(second), here.secret) as again:
            await again.hello()
            assert (await again.until("messages"))["messages"][0]["body"]["text"] == "một"
            assert (await again.say(conversation, "hai"))["seq"] == 2


async def test_sessions_of_one_address_are_counted_as_its_sockets_are(redis_url: str, tmp_path: Path) -> None:
    with server_process(tmp_path, redis_url, MOST_SOCKETS_PER_ADDRESS="3") as server:
        for _ in range(3):
            await Asking(server, came_from="203.0.113.1").begin()
        refused = await Asking(server, came_from="203.0.113.1").begin()
        assert refused["closed"] == {"code": 4006, "reason": "retry_after=60"}
        crowd = Asking(server, came_from="203.0.113.1")
        at_once = await crowd.ask(
            crowd.hello, say(new_id(), "a" * 60_000)
        )  # kept by nobody until it asks again
        assert (at_once["received"], at_once["closed"]) == (0, refused["closed"])
        assert (await Asking(server, came_from="203.0.113.2").begin())["closed"] is None


async def test_a_visitor_has_five_whatever_carries_them(server: ServerProcess) -> None:
    first = Asking(server)
    ack = len((await first.begin())["frames"])
    for _ in range(5):
        another = Asking(server)
        another.secret = first.secret
        await another.begin()
    while not (answer := await first.ask(first=2, ack=ack, wait=True))["closed"]:
        ack = answer["first"] + len(answer["frames"]) - 1
    assert answer["closed"]["code"] == 4006


async def test_haste_ends_a_session(server: ServerProcess) -> None:
    asking = Asking(server)
    await asking.begin()
    answers = await asyncio.gather(*(asking.ask(first=2) for _ in range(300)))
    answers.append(await asking.ask(first=2))  # all of them may have come in one turn of the loop
    codes = {answer["closed"]["code"] for answer in answers if answer["closed"]}
    assert codes <= {4029, 4007}
    assert 4029 in codes


async def test_who_takes_nothing_is_cut_and_resumes_without_a_loss(
    server: ServerProcess, redis_url: str
) -> None:
    conversation = new_id()
    asking = Asking(server)
    await asking.begin()
    await asking.ask(say(conversation, "chào"), first=2)
    await asking.until("ack", 1)
    cut = server.output.count("SLOW_READER")
    await speak(redis_url, conversation, MANY)
    await until(lambda: server.output.count("SLOW_READER") > cut)
    assert (await asking.ask(first=3, ack=2, wait=True))["closed"] == GONE
    async with PollingVisitor(socket_url(server), asking.secret) as again:
        await again.hello()
        seqs: list[int] = []
        while len(seqs) < MANY + 1:
            seqs += [message["seq"] for message in (await again.until("messages"))["messages"]]
        assert seqs == list(range(1, MANY + 2))


async def test_a_server_that_stops_says_when_to_come_back_and_ends_in_time(
    redis_url: str, tmp_path: Path
) -> None:
    with server_process(tmp_path, redis_url) as server:
        asking, asleep = Asking(server), Asking(server)
        ack = len((await asking.begin())["frames"])
        await asleep.begin()  # and never asks again
        await asking.ask(say(new_id(), "trước khi tắt"), first=2, ack=ack)
        _, ack = await asking.until("ack", ack)
        waiting = asyncio.ensure_future(asking.ask(first=3, ack=ack, wait=True))
        server.process.send_signal(signal.SIGTERM)
        while not (answer := await waiting)["closed"]:
            ack = answer["first"] + len(answer["frames"]) - 1
            waiting = asyncio.ensure_future(asking.ask(first=3, ack=ack, wait=True))
        assert answer["closed"] == {"code": 1012, "reason": "retry_after=2"}
        async with asyncio.timeout(15):
            assert await asyncio.to_thread(server.process.wait) == 0


async def test_redis_away_is_named_on_a_session_that_goes_on(tmp_path: Path) -> None:
    with own_redis() as kept:
        await kept.start()
        with server_process(tmp_path, kept.url, ALLOW_VOLATILE_REDIS="0") as server:
            await redis_goes_and_comes_back(server, kept)


async def redis_goes_and_comes_back(server: ServerProcess, kept: OwnRedis) -> None:
    conversation, cid = new_id(), new_id()
    async with PollingVisitor(socket_url(server)) as visitor:
        await visitor.hello()
        assert (await visitor.say(conversation, "trước"))["seq"] == 1
        kept.kill()
        refused = await visitor.say(conversation, "trong lúc mất", cid)
        assert (refused["t"], refused["reason"]) == ("nack", "unavailable")
        with pytest.raises(ValueError, match="503"):
            await Asking(server).begin()
        await kept.start()
        async with asyncio.timeout(5):
            while (answer := await visitor.say(conversation, "trong lúc mất", cid))["t"] != "ack":
                assert answer["reason"] == "unavailable"
        assert answer["seq"] == 2


async def test_both_carriers_are_one_visitor(server: ServerProcess) -> None:
    conversation = new_id()
    async with Visitor(socket_url(server)) as tab, PollingVisitor(socket_url(server), tab.secret) as other:
        await tab.hello()
        await tab.say(conversation, "từ socket")
        await other.hello()
        await other.until("messages", more=False)
        await other.say(conversation, "từ yêu cầu")
        assert (await tab.until("message"))["body"]["text"] == "từ yêu cầu"
