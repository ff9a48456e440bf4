"""At the end of a proof what other browsers hold is withheld at once, whatever the store answers then (contract S2)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from starlette.websockets import WebSocket

from chatserver.background import Background
from chatserver.clock import millis
from chatserver.domain.identity import Identity
from chatserver.domain.resume import Position
from chatserver.protocol.from_visitor import Hello
from chatserver.sockets.connection import Connection
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store import identities
from chatserver.store.client import Client, command_client
from chatserver.store.identities import Identified
from tests.actions.desk import SITE, Desk, desk
from tests.clients import new_secret
from tests.sockets.test_following import _nothing
from tests.stores import NOON

HOA = Identity("hoa", "Hoa", "", "", millis(NOON + timedelta(minutes=10)), millis(NOON))


@pytest.fixture
async def client(clean_redis: str) -> AsyncIterator[Client]:
    """A command client over an empty store."""
    made = command_client(clean_redis)
    yield made
    await made.aclose()


async def begun_elsewhere(shop: Desk, client: Client, visitor: str) -> tuple[str, Identified]:
    """A conversation that Hoa has begun in another browser, and what is known of her in this one."""
    name = "a" * 32
    await identities.bind(client, SITE, name, "hash", HOA, HOA.issued_at)
    await shop.writes(name)
    return name, await identities.bind(client, SITE, visitor, "hash", HOA, HOA.issued_at)


async def test_it_is_withheld_before_the_store_is_asked(client: Client) -> None:
    async with desk(client) as shop, asyncio.TaskGroup() as group:
        tasks = Background(group)
        connection = Connection(WebSocket({"type": "websocket"}, _nothing, _nothing), tasks)
        hub, hello = SiteHub(SITE, client, tasks), Hello(new_secret())
        session = VisitorSession(shop.office, hub, connection, tasks, hello)
        name, known = await begun_elsewhere(shop, client, session.writer.visitor)
        await session.identity.take_up(known, "", ())
        follower = session.follow(name)
        await follower.resume(Position("", 0, ""))
        assert (follower.granted, follower.withheld) == (True, False)
        shop.clock.now += timedelta(minutes=10)
        session.identity.look()
        assert (follower.granted, follower.withheld) == (False, True)
