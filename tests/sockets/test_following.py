"""What one widget may make the server keep: only what it hears (contract S5)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.websockets import WebSocket

from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.clock import system_clock
from chatserver.domain.errors import Refused
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.protocol.from_visitor import Hello, Say
from chatserver.sockets.connection import Connection
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.visitor_frames import handle
from chatserver.sockets.visitor_session import MOST_FOLLOWED, VisitorSession
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import command_client
from chatserver.store.scripts import source
from tests.clients import new_id, new_secret
from tests.domain.desk_a import no_holidays
from tests.stores import NO_FILES

SITE = "s" * 32


async def _nothing(*_: Any) -> Any:
    return {"type": "websocket.disconnect"}


@pytest.fixture
async def session(clean_redis: str) -> AsyncIterator[VisitorSession]:
    """A visitor's session over an empty Redis, on a socket that leads nowhere."""
    client = command_client(clean_redis)
    policy = load_policy(shipped_policy_text(), no_holidays)
    async with asyncio.TaskGroup() as group:
        tasks = Background(group)
        appender = Appender(Batch(client, source("append"), tasks))
        office = Office(client, appender, system_clock, policy, blobs=NO_FILES)
        socket = WebSocket({"type": "websocket"}, _nothing, _nothing)
        hub = SiteHub(SITE, client, tasks)
        yield VisitorSession(office, hub, Connection(socket, tasks), tasks, Hello(new_secret()))
    await client.aclose()


def empty_words() -> Say:
    return Say(new_id(), new_id(), " ")


async def test_refused_words_leave_nothing_to_follow(session: VisitorSession) -> None:
    for _ in range(50):
        with pytest.raises(Refused):
            await handle(session, empty_words())
    assert not session.hub.followers and not list(session.followers)


async def test_a_widget_follows_a_bounded_number_of_conversations(session: VisitorSession) -> None:
    for _ in range(MOST_FOLLOWED):
        session.follow(new_id())
    with pytest.raises(Refused) as refused:
        await handle(session, Say(new_id(), new_id(), "chào"))
    assert (refused.value.reason, len(session.hub.followers)) == ("too_many", MOST_FOLLOWED)
