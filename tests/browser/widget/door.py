"""A proxy in front of a test's server, in a thread of its own: what goes in comes out on the other side."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 65_536


class Door:
    """Lets everything through; who is choosier says so in `let_in`."""

    def __init__(self, server_url: str) -> None:
        self._port = urlsplit(server_url).port or 80
        self._inside: set[asyncio.Task[None]] = set()

    async def let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Deal with one connection."""
        await self.let_through(b"", reader, writer)

    async def let_through(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Pass on what has been read already, and all that follows, both ways."""
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        back.write(head)
        try:
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        finally:
            back.transport.abort()

    async def enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Somebody connects."""
        task = asyncio.current_task()
        assert task
        self._inside.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self.let_in(reader, writer)
        finally:
            writer.transport.abort()  # a browser that is gone answers no farewell
            self._inside.discard(task)

    async def close(self, listening: asyncio.Server) -> None:
        """Let nobody in any more, and everybody out."""
        listening.close()
        for task in self._inside:
            task.cancel()
        await asyncio.gather(*self._inside)
        await listening.wait_closed()


@contextmanager
def standing(door: Door, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Host and port at which a door stands, behind TLS where there is a context."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = asyncio.start_server(door.enter, "127.0.0.1", 0, ssl=context)
    listening = asyncio.run_coroutine_threadsafe(opening, loop).result(10)
    try:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(door.close(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()
