"""Coming back: everything newer, or a reset with its reason; never a partial fill (contract R4, R7–R11)."""

import redis.asyncio

from chatserver.store import keys
from tests.clients import Frame, Visitor, new_id
from tests.server import ServerProcess


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


def cursor(conversation: str, ack: Frame, epoch: str) -> Frame:
    return {"id": conversation, "epoch": epoch, "last_seq": ack["seq"], "last_h": ack["h"]}


async def talk(visitor: Visitor, conversation: str, *texts: str) -> tuple[list[Frame], str]:
    """Say texts; the acks, and the conversation's epoch."""
    await visitor.hello()
    acks = [await visitor.say(conversation, text) for text in texts]
    async with Visitor(visitor.url, visitor.secret) as other:
        welcome = await other.hello()
    return acks, welcome["conversations"][0]["epoch"]


async def pages(visitor: Visitor) -> list[Frame]:
    """The messages of the answer to hello, to its last page."""
    found: list[Frame] = []
    while True:
        page = await visitor.until("messages")
        found += page["messages"]
        if not page["more"]:
            return found


async def test_a_cursor_gets_everything_newer_and_nothing_twice(server: ServerProcess) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        acks, epoch = await talk(visitor, conversation, "một", "hai", "ba")
    async with Visitor(url(server), visitor.secret) as again:
        await again.hello(cursor(conversation, acks[0], epoch))
        assert [m["seq"] for m in await pages(again)] == [2, 3]
        assert not any(f["t"] == "reset" for f in again.seen)


async def test_a_long_history_comes_in_dense_pages(server: ServerProcess, redis_url: str) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        await talk(visitor, conversation, "đầu")
    await fill(redis_url, conversation, 450, "ă" * 9000)
    async with Visitor(url(server), visitor.secret) as again:
        await again.hello()
        assert [m["seq"] for m in await pages(again)] == list(range(1, 452))


async def test_the_same_seq_with_another_hash_has_diverged(server: ServerProcess) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        acks, epoch = await talk(visitor, conversation, "một", "hai")
    async with Visitor(url(server), visitor.secret) as again:
        await again.hello({**cursor(conversation, acks[1], epoch), "last_h": "0" * 12})
        assert (await again.until("reset"))["reason"] == "diverged"
        assert [m["seq"] for m in await pages(again)] == [1, 2]


async def test_another_epoch_or_a_cursor_ahead_has_diverged(server: ServerProcess) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        acks, epoch = await talk(visitor, conversation, "một")
    for wrong in ({"epoch": "f" * 32}, {"last_seq": 9}):
        async with Visitor(url(server), visitor.secret) as again:
            await again.hello({**cursor(conversation, acks[0], epoch), **wrong})
            assert (await again.until("reset"))["reason"] == "diverged"


async def test_a_trimmed_history_resets_and_sends_what_is_left(server: ServerProcess, redis_url: str) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        acks, epoch = await talk(visitor, conversation, "một", "hai", "ba")
    async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
        name = await only(client, f"*:{conversation}:messages")
        await client.xdel(name, "1-0", "2-0")
    async with Visitor(url(server), visitor.secret) as again:
        await again.hello(cursor(conversation, acks[1], epoch))
        assert (await again.until("reset"))["reason"] == "trimmed"
        assert [m["seq"] for m in await pages(again)] == [3]


async def test_a_store_that_knows_nothing_asks_for_the_own_messages_again(server: ServerProcess) -> None:
    async with Visitor(url(server)) as stranger:
        conversation, cid = new_id(), new_id()
        await stranger.hello({"id": conversation, "epoch": "e" * 32, "last_seq": 4, "last_h": "a" * 12})
        assert (await stranger.until("reset"))["reason"] == "diverged"
        assert await pages(stranger) == []
        ack = await stranger.say(conversation, "từ trước", cid)
        assert (ack["seq"], ack["dup"]) == (1, False)


async def test_a_message_offered_twice_is_stored_once_under_its_first_seq(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation, cid = new_id(), new_id()
        first = await visitor.say(conversation, "một lần", cid)
        await visitor.say(conversation, "khác")
        again = await visitor.say(conversation, "một lần", cid)
        assert (again["dup"], again["seq"], again["h"], again["at"]) == (True, 1, first["h"], first["at"])
        conflict = await visitor.say(conversation, "lời khác", cid)
        assert (conflict["t"], conflict["reason"]) == ("nack", "cid_conflict")


async def test_decomposed_letters_are_the_same_text(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        await visitor.hello()
        conversation, cid = new_id(), new_id()
        await visitor.say(conversation, "Tiếng Việt", cid)
        assert (await visitor.say(conversation, "Tie\u0302\u0301ng Vie\u0323\u0302t", cid))["dup"] is True


async def test_a_lost_notice_is_found_by_the_check_and_a_hole_is_filled(
    server: ServerProcess, redis_url: str
) -> None:
    conversation = new_id()
    async with Visitor(url(server)) as visitor:
        await talk(visitor, conversation, "một")
        await fill(redis_url, conversation, 2, "không báo")  # stored, but nobody was told
        await visitor.say(conversation, "bốn")
        await visitor.until("messages")
        got = [m["seq"] for f in visitor.seen if f["t"] == "messages" for m in f["messages"]]
        assert got == [2, 3, 4]  # the first was its ack
        assert not [f for f in visitor.seen if f["t"] == "message"]


async def fill(redis_url: str, conversation: str, count: int, text: str) -> None:
    """Store messages without a notice, as if every notice had been lost."""
    async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
        stream = await only(client, f"*:{conversation}:messages")
        summary = stream.removesuffix(":messages")
        end = int(await client.hget(summary, "seq") or 0)
        for seq in range(end + 1, end + count + 1):
            body = f'{{"from":"agent","cid":"{new_id()}","text":"{text}","agent":{{"id":"a","name":"An"}}}}'
            await client.xadd(stream, {"h": f"{seq:012x}", "at": 1, "body": body}, id=f"{seq}-0")
            await client.hset(summary, mapping={"seq": seq, "h": f"{seq:012x}"})


async def only(client: "redis.asyncio.Redis", pattern: str) -> str:
    """The one key of a pattern."""
    found = [name async for name in client.scan_iter(f"{keys.PREFIX}{pattern}", count=10_000)]
    assert len(found) == 1, found
    return str(found[0])
