"""An agent is taken away while they talk: their console closes, and whoever waits is answered by another (S1, R20)."""

import time

import pytest

from chatserver.actions.removals import leaving, remove
from chatserver.clock import system_clock
from chatserver.protocol.close_codes import CloseCode
from chatserver.store.client import Client
from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ServerProcess

CLOSED_WITHIN_S = 5.0


@pytest.fixture
def server(desk_a: ServerProcess) -> ServerProcess:
    """A desk that is open."""
    return desk_a


async def test_their_console_closes_and_what_was_theirs_is_offered_to_another(
    server: ServerProcess, client: Client, redis_url: str
) -> None:
    talk = new_id()
    async with (
        signed_in_agent(redis_url, server.url, "An") as an,
        signed_in_agent(redis_url, server.url, "Bình") as binh,
        Visitor(f"{server.ws_url}/ws/{server.site_key}") as lan,
    ):
        await an.hello()
        await lan.hello()
        await lan.say(talk, "Đơn hàng 1042 chưa tới")
        assert (await an.act("take", talk))["t"] == "done"
        await lan.until("state", status="open")
        await binh.hello()
        begun = time.monotonic()
        await remove(client, await leaving(client, an.agent.email, None), system_clock())
        await an.socket.wait_closed()
        assert an.socket.close_code == CloseCode.UNAUTHENTICATED
        assert time.monotonic() - begun < CLOSED_WITHIN_S
        await lan.until("state", status="waiting")
        assert (await binh.act("take", talk))["t"] == "done"
        assert (await lan.until("state", status="open"))["agent"] == "Bình"
