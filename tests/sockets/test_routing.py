"""Routing over the wire: who is asked, what waiting visitors are told, passing on, notes (contract R20)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.clients import Console, Frame, Visitor, new_id, signed_in_agent
from tests.server import ServerProcess, server_process

MORNING = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # Wednesday, 10:00 in Hà Nội


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server on a Wednesday morning."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(MORNING)
        yield running


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


async def row(agent: Console, conversation: str, **like: object) -> Frame:
    """The next row of a conversation with these fields."""
    while True:
        frame = await agent.until("rows")
        for found in frame["rows"]:
            if found["conversation"] == conversation and like.items() <= found.items():
                return dict(found)


async def desk(agent: Console, availability: str) -> Frame:
    """The next desk in which this agent is so."""
    return await agent.until("desk", availability=availability)


async def verb(agent: Console, kind: str, **fields: object) -> Frame:
    """Send a frame with a ref; its answer."""
    await agent.send(kind, ref=99, **fields)
    while True:
        frame = await agent.receive()
        if frame["t"] in {"done", "nack"} and frame.get("ref") == 99:
            return frame


async def test_a_visitor_is_told_no_name_before_somebody_has_taken_it(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url, "An") as an, Visitor(url(server)) as lan:
        await an.hello()
        await lan.hello()
        conversation = new_id()
        await lan.say(conversation, "chào")
        offered = await row(an, conversation, offered_to=an.agent.id)
        assert offered["status"] == "waiting" and offered["offer_lapses"]
        state = await lan.until("state", conversation=conversation, position=1)
        assert (state["status"], state["agent"]) == ("waiting", "")
        assert (await an.say(conversation, "chào bạn"))["t"] == "ack"
        state = await lan.until("state", conversation=conversation, status="open")
        assert (state["agent"], state["position"]) == ("An", 0)


async def test_places_fall_and_rise_with_a_reason(server: ServerProcess, redis_url: str) -> None:
    async with (
        signed_in_agent(redis_url, server.url, "An") as an,
        Visitor(url(server)) as lan,
        Visitor(url(server)) as minh,
    ):
        await an.hello()
        first, second = new_id(), new_id()
        for visitor, conversation in ((lan, first), (minh, second)):
            await visitor.hello()
            await visitor.say(conversation, "chào")
        await minh.until("state", conversation=second, position=2, moved="")
        await verb(an, "priority", conversation=second, priority="critical")
        await minh.until("state", conversation=second, position=1)
        await lan.until("state", conversation=first, position=2, moved="urgent")
        await an.act("take", second)
        await lan.until("state", conversation=first, position=1, moved="")


async def test_an_unanswered_offer_goes_on_and_who_was_silent_is_told_why(
    server: ServerProcess, redis_url: str
) -> None:
    async with (
        signed_in_agent(redis_url, server.url, "An") as an,
        signed_in_agent(redis_url, server.url, "Bình") as binh,
        Visitor(url(server)) as lan,
    ):
        await an.hello()
        await binh.hello()
        await lan.hello()
        conversation = new_id()
        await lan.say(conversation, "có ai không")
        asked = ""
        while not asked:
            asked = (await row(an, conversation))["offered_to"]
        first, second = (an, binh) if asked == an.agent.id else (binh, an)
        server.clock.turn_to(MORNING + timedelta(seconds=125))
        await row(second, conversation, offered_to=second.agent.id)
        await desk(first, "auto_away")
        state = await lan.until("state", conversation=conversation, position=1)
        while not state["email_by"]:
            state = await lan.until("state", conversation=conversation)
        await first.send("typing", conversation=conversation, on=True)
        await desk(first, "online")


async def test_a_visitor_who_will_not_wait_has_a_promise_at_once(
    server: ServerProcess, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url, "An") as an, Visitor(url(server)) as lan:
        await an.hello()
        await lan.hello()
        conversation = new_id()
        await lan.say(conversation, "chào")
        await lan.send("wait", conversation=conversation, choice="email")
        state = await lan.until("state", conversation=conversation, status="email")
        assert state["promise_at"] and state["position"] == 0
        await lan.send("wait", conversation=conversation, choice="email")
        assert (await lan.until("nack"))["reason"] == "changed"
        await lan.send("wait", conversation=new_id(), choice="email")
        assert (await lan.until("nack"))["reason"] == "unknown_conversation"


async def test_passing_on_tells_the_visitor_and_keeps_the_note_from_them(
    server: ServerProcess, redis_url: str
) -> None:
    async with (
        signed_in_agent(redis_url, server.url, "An") as an,
        signed_in_agent(redis_url, server.url, "Bình") as binh,
        Visitor(url(server)) as lan,
    ):
        await an.hello()
        welcome = await binh.hello()
        assert {one["name"] for one in welcome["agents"]} == {"An", "Bình"}
        assert "billing" in {department["key"] for department in welcome["departments"]}
        await lan.hello()
        conversation = new_id()
        await lan.say(conversation, "chào")
        await an.act("take", conversation)
        to = {"agent": binh.agent.id}
        done = await verb(an, "transfer", conversation=conversation, to=to, note="khó tính")
        assert done["t"] == "done"
        assert (await an.say(conversation, "của mình"))["reason"] == "not_yours"
        details = await binh.watch(conversation)
        assert [(note["text"], note["agent"]["name"]) for note in details["notes"]] == [("khó tính", "An")]
        told = await lan.until("message", conversation=conversation)
        while told["body"].get("key") != "system.transferred":
            told = await lan.until("message", conversation=conversation)
        assert told["body"]["values"] == {"agent": "An", "to": "Bình"}
        await verb(binh, "note", conversation=conversation, cid=new_id(), text="đã rõ")
        noted = await binh.until("conversation")
        assert [note["number"] for note in noted["notes"]] == [1, 2]
        assert (await binh.say(conversation, "mình tiếp nhé"))["t"] == "ack"
        await lan.until("message", conversation=conversation)
        assert "khó tính" not in str(lan.seen) and "đã rõ" not in str(lan.seen)


async def test_what_cannot_be_passed_on_is_refused_by_name(server: ServerProcess, redis_url: str) -> None:
    async with signed_in_agent(redis_url, server.url, "An") as an, Visitor(url(server)) as lan:
        await an.hello()
        await lan.hello()
        conversation = new_id()
        await lan.say(conversation, "chào")
        await an.act("take", conversation)
        for to, reason in (
            ({"agent": new_id()}, "agent_away"),
            ({"department": "nothing"}, "unknown_department"),
            ({}, "unknown_department"),
        ):
            refused = await verb(an, "transfer", conversation=conversation, to=to)
            assert refused["reason"] == reason


async def test_moved_to_another_department_it_heads_that_queue(server: ServerProcess, redis_url: str) -> None:
    async with signed_in_agent(redis_url, server.url, "An") as an, Visitor(url(server)) as lan:
        await an.hello()
        await lan.hello()
        conversation = new_id()
        await lan.say(conversation, "chào")
        await an.act("take", conversation)
        await verb(an, "transfer", conversation=conversation, to={"department": "billing"})
        await lan.until("state", conversation=conversation, status="waiting", position=1)
        await lan.say(conversation, "mình vẫn đây")
        moved = await row(an, conversation, preview="mình vẫn đây")
        assert (moved["department"], moved["front"]) == ("billing", True)
