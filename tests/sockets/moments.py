"""Words for stories about the hard moments: an hour on the desk's clock, what a visitor is told, how a row stands."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.clients import Console, Frame, Visitor, new_id
from tests.server import ServerProcess

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def ict(text: str) -> datetime:
    """An instant on the desk's wall: "2026-03-04 22:00:00", a Wednesday."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def millis(text: str) -> int:
    """The same as the wire has it."""
    return round(ict(text).timestamp() * 1000)


def near(at: int | None, text: str) -> bool:
    """Whether an instant lies within half a minute after one on the wall."""
    return at is not None and 0 <= at - millis(text) < 30_000


def url(server: ServerProcess) -> str:
    """Where widgets connect."""
    return f"{server.ws_url}/ws/{server.site_key}"


async def asks(visitor: Visitor, text: str = "chào") -> str:
    """A visitor begins a conversation; its id."""
    conversation = new_id()
    assert (await visitor.say(conversation, text))["t"] == "ack"
    return conversation


async def hears(visitor: Visitor, conversation: str, key: str) -> dict[str, Any]:
    """The values of the system line with this key, already seen or next to come."""
    for frame in visitor.seen:
        if _is_line(frame, conversation, key):
            return dict(frame["body"]["values"])
    while True:
        frame = await visitor.until("message", conversation=conversation)
        if _is_line(frame, conversation, key):
            return dict(frame["body"]["values"])


def heard(visitor: Visitor, key: str) -> int:
    """How often a visitor has been told a line."""
    return sum(frame["t"] == "message" and frame["body"].get("key") == key for frame in visitor.seen)


async def stands(visitor: Visitor, conversation: str, **like: Any) -> Frame:
    """The next state of a conversation with these fields."""
    return await visitor.until("state", conversation=conversation, **like)


async def decided(visitor: Visitor, **like: Any) -> Frame:
    """The next decision with these fields."""
    while True:
        decision: Frame = (await visitor.until("decision"))["decision"]
        if all(decision.get(name) == value for name, value in like.items()):
            return decision


async def listed(agent: Console, name: str) -> list[Frame]:
    """A list as it is now."""
    await agent.send("list", name=name)
    rows: list[Frame] = (await agent.until("list", name=name))["rows"]
    return rows


async def row(agent: Console, conversation: str, **like: Any) -> Frame:
    """The next row of a conversation with these fields, among those that change."""
    while True:
        for found in (await agent.until("rows"))["rows"]:
            same = all(found[name] == value for name, value in like.items())
            if found["conversation"] == conversation and same:
                return dict(found)


def _is_line(frame: Frame, conversation: str, key: str) -> bool:
    return bool(
        frame["t"] == "message" and frame["conversation"] == conversation and frame["body"].get("key") == key
    )
