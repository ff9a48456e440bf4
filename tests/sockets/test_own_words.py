"""The ack is the message for who said it: never twice, never overtaken, never lost (contract R3, R8, R9)."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from starlette.websockets import WebSocket

from chatserver.background import Background
from chatserver.domain.reader import Reader
from chatserver.domain.resume import Position, chained
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.store.appends import Appended
from chatserver.store.bus import Notice
from chatserver.store.client import command_client
from tests.clients import new_id

CONVERSATION, EPOCH, OWN, OTHER = new_id(), new_id(), new_id(), new_id()
FIRST = chained("", new_id())
H = chained(FIRST, OWN)


@dataclass(slots=True)
class Stage:
    """A follower that stands at the first message, and what its connection has been sent."""

    follower: Follower
    connection: Connection
    sent: list[str]

    async def seqs(self) -> list[int]:
        """The seq of each live message that went out."""
        await self.connection.drained()
        frames = [msgspec.json.decode(text) for text in self.sent]
        return [frame["seq"] for frame in frames if frame["t"] == "message"]


@pytest.fixture
async def stage(clean_redis: str) -> AsyncIterator[Stage]:
    """Own words are on their way to the store."""
    client, sent = command_client(clean_redis), list[str]()

    def post(texts: Iterable[str]) -> bool:
        sent.extend(texts)
        return True

    async def nothing(*_: Any) -> Any:
        return {"type": "websocket.disconnect"}

    async with asyncio.TaskGroup() as group:
        tasks = Background(group)
        socket = WebSocket({"type": "websocket", "extensions": {"chatserver.post": post}}, nothing, nothing)
        connection = Connection(socket, tasks)
        follower = Follower(connection, client, tasks, "s" * 32, CONVERSATION, Reader("lan"))
        follower.position = Position(EPOCH, 1, FIRST)
        follower.granted = True
        follower.expect(OWN)
        yield Stage(follower, connection, sent)
    await client.aclose()


def notice(seq: int, h: str, epoch: str = EPOCH) -> Notice:
    return Notice(CONVERSATION, seq, h, 1, epoch, 1, seq, "{}")


def done(seq: int, h: str, *, dup: bool = False) -> Appended:
    return Appended(seq, h, 1, EPOCH, 1, dup)


async def test_own_words_heard_before_their_ack_wait_for_it(stage: Stage) -> None:
    stage.follower.hear(notice(2, H))
    stage.follower.acked(done(2, H))
    stage.follower.expect_no_more()
    stage.follower.hear(notice(3, chained(H, OTHER)))
    assert await stage.seqs() == [3]


async def test_own_words_heard_after_their_ack_are_known(stage: Stage) -> None:
    stage.follower.acked(done(2, H))
    stage.follower.expect_no_more()
    stage.follower.hear(notice(2, H))
    stage.follower.hear(notice(3, chained(H, OTHER)))
    assert await stage.seqs() == [3]


async def test_nothing_overtakes_own_words(stage: Stage) -> None:
    stage.follower.hear(notice(2, H))
    stage.follower.hear(notice(3, chained(H, OTHER)))
    stage.follower.acked(done(2, H))
    stage.follower.expect_no_more()
    assert (await stage.seqs(), stage.follower.position.seq) == ([2, 3], 3)


async def test_words_that_were_stored_but_not_acked_are_heard(stage: Stage) -> None:
    stage.follower.hear(notice(2, H))
    stage.follower.expect_no_more()
    assert await stage.seqs() == [2]


async def test_anothers_words_meanwhile_are_heard_at_once(stage: Stage) -> None:
    h = chained(FIRST, OTHER)
    stage.follower.hear(notice(2, h))
    stage.follower.acked(done(3, chained(h, OWN)))
    assert (await stage.seqs(), stage.follower.position.seq) == ([2], 3)


async def test_an_ack_behind_a_hole_or_of_another_epoch_or_a_repeated_one_moves_nothing(stage: Stage) -> None:
    stage.follower.acked(done(3, H))
    stage.follower.acked(done(2, H, dup=True))
    stage.follower.acked(Appended(2, H, 1, new_id(), 1, False))
    assert stage.follower.position == Position(EPOCH, 1, FIRST)


async def test_first_words_of_a_conversation_that_is_not_known_to_be_ours_are_never_sent(
    stage: Stage,
) -> None:
    stage.follower.granted, stage.follower.position = False, Position("", 0, "")
    stage.follower.hear(notice(1, chained("", OWN)))
    stage.follower.expect_no_more()
    assert (await stage.seqs(), stage.follower.position.seq) == ([], 0)
