"""What comes in too fast waits at its sender, not in our memory, and arrives whole and in order (contract R5, R13)."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect

from chatserver.sockets.transport import MOST_UNREAD, AbortableProtocol

FRAMES, FRAME = 2000, "a" * 5000
ONE_READ = 256 * 1024  # what uvloop reads at once, at most
WITHIN_S = 10.0


class Reader:
    """An application that reads nothing until it is told to, then until a frame says so."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.texts: list[str] = []
        self.ended = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        await self.go_on.wait()
        while (event := await receive())["type"] == "websocket.receive":
            self.texts.append(event["text"])
        self.ended.set()


@asynccontextmanager
async def serving(app: Reader) -> AsyncIterator[tuple[uvicorn.Server, int]]:
    """uvicorn with our protocol, on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, ws=AbortableProtocol, lifespan="off", log_config=None, ws_ping_interval=None)
    server = uvicorn.Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listening]))
        yield server, listening.getsockname()[1]
        server.should_exit = True


async def test_a_flood_waits_at_its_sender_and_arrives_in_order() -> None:
    app = Reader()
    async with asyncio.timeout(WITHIN_S), serving(app) as (server, port):
        async with connect(f"ws://127.0.0.1:{port}", compression=None, ping_interval=None) as client:
            flood = asyncio.ensure_future(_send_all(client))
            protocol = await _stopped(server)
            assert MOST_UNREAD <= protocol.queue.qsize() <= MOST_UNREAD + ONE_READ // len(FRAME)
            assert not flood.done()
            app.go_on.set()
            await flood
        await app.ended.wait()
    assert app.texts == [f"{number} {FRAME}" for number in range(FRAMES)]


async def _send_all(client: ClientConnection) -> None:
    for number in range(FRAMES):
        await client.send(f"{number} {FRAME}")


async def _stopped(server: uvicorn.Server) -> AbortableProtocol:
    """The connection, once it is not read from any more."""
    while True:
        for protocol in server.server_state.connections:
            if isinstance(protocol, AbortableProtocol) and not protocol.transport.is_reading():
                return protocol
        await asyncio.sleep(0)
