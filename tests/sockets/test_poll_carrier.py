"""Frames between requests: numbered, bounded, given up when nobody asks for them any more (contract R13, R14)."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from starlette.websockets import WebSocketDisconnect

from chatserver.background import Background
from chatserver.sockets.connection import MOST_FRAMES, STUCK_S, Connection
from chatserver.sockets.heartbeat import SILENT_S, look_after
from chatserver.sockets.poll_carrier import MOST_UNREAD, MOST_UNREAD_BYTES, MOST_UNTAKEN_BYTES, PollCarrier

NOW = 0.0
SOON = 5.0


@pytest.fixture
async def carrier() -> PollCarrier:
    """A session that has begun."""
    return PollCarrier(asyncio.get_running_loop())


@pytest.fixture
async def connection(carrier: PollCarrier) -> AsyncIterator[Connection]:
    """What the session writes to."""
    async with asyncio.TaskGroup() as group:
        yield Connection(carrier, Background(group))
        carrier.abort()


async def test_frames_come_in_once_and_in_order(carrier: PollCarrier) -> None:
    carrier.take_in(1, ["a", "b"])
    carrier.take_in(1, ["a", "b", "c"])
    carrier.take_in(5, ["e"])
    assert carrier.received == 3
    assert [(await carrier.receive())["text"] for _ in range(3)] == ["a", "b", "c"]


async def test_what_finds_no_room_is_left_to_the_client(carrier: PollCarrier) -> None:
    carrier.take_in(1, ["x"] * (MOST_UNREAD + 10))
    assert carrier.received == MOST_UNREAD
    await carrier.receive()
    carrier.take_in(MOST_UNREAD + 1, ["y", "z"])
    assert carrier.received == MOST_UNREAD + 1


async def test_what_is_not_handled_yet_is_bounded_in_bytes_too(carrier: PollCarrier) -> None:
    carrier.take_in(1, ["x" * MOST_UNREAD_BYTES, "y"])
    assert carrier.received == 1
    await carrier.receive()
    carrier.take_in(2, ["y"])
    assert carrier.received == 2


async def test_frames_are_kept_until_they_are_acknowledged(carrier: PollCarrier) -> None:
    carrier.post(["a", "b"])
    assert await carrier.answer(0, SOON) == (1, ["a", "b"])
    assert await carrier.answer(0, SOON) == (1, ["a", "b"])
    carrier.post(["c"])
    assert await carrier.answer(1, SOON) == (2, ["b", "c"])
    assert await carrier.answer(10**15, NOW) == (4, [])  # of what was never sent nothing can have come


async def test_a_request_that_does_not_wait_takes_no_frames_from_the_one_that_does(
    carrier: PollCarrier,
) -> None:
    carrier.post(["a"])
    assert await carrier.answer(0, NOW) == (1, [])
    assert await carrier.answer(0, SOON) == (1, ["a"])


async def test_a_client_that_does_not_ask_fills_its_room_and_is_cut(
    carrier: PollCarrier, connection: Connection
) -> None:
    connection.send("x" * MOST_UNTAKEN_BYTES)
    await connection.drained()
    connection.send("y")  # waits for room
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not look_after([connection], time.monotonic() + STUCK_S - 1)
    look_after([connection], time.monotonic() + STUCK_S + 1)
    assert (connection.closed, carrier.closed is not None) == (True, True)
    with pytest.raises(WebSocketDisconnect):
        await carrier.send_text("z")


async def test_room_is_made_by_taking(carrier: PollCarrier, connection: Connection) -> None:
    connection.send("x" * MOST_UNTAKEN_BYTES)
    await connection.drained()
    connection.send("y")
    assert (await carrier.answer(0, SOON))[1] == ["x" * MOST_UNTAKEN_BYTES]
    assert await carrier.answer(1, SOON) == (2, ["y"])
    assert not connection.stuck(time.monotonic() + STUCK_S + 1)


async def test_more_frames_than_may_wait_end_it(carrier: PollCarrier, connection: Connection) -> None:
    connection.send("x" * MOST_UNTAKEN_BYTES)
    await connection.drained()
    for _ in range(MOST_FRAMES + 1):
        connection.send("y")
    assert connection.closed
    await carrier.told(SOON)  # nobody is left to be told


async def test_silence_ends_it_and_a_waiting_request_goes_home(
    carrier: PollCarrier, connection: Connection
) -> None:
    waiting = asyncio.ensure_future(carrier.answer(0, SOON))
    await asyncio.sleep(0)
    look_after([connection], connection.heard_at + SILENT_S - 1)
    assert await waiting == (1, ['{"t":"ping"}'])
    look_after([connection], connection.heard_at + SILENT_S + 1)
    assert connection.closed
    assert (await carrier.receive())["type"] == "websocket.disconnect"
    await carrier.answer(0, SOON)


async def test_a_goodbye_comes_after_the_last_frames(carrier: PollCarrier) -> None:
    carrier.post(["a"])
    await carrier.close(1012, "retry_after=2")
    assert not carrier.post(["b"])
    assert await carrier.answer(0, SOON) == (1, ["a"])
    assert carrier.closed == (1012, "retry_after=2")
