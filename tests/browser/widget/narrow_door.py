"""A proxy that lets requests through and no websockets, as some companies and operators have them."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PIECE = 65_536


@contextmanager
def narrow_door(server_url: str, *, silent: bool) -> Iterator[str]:
    """The URL under which requests reach the server; sockets are refused, or never answered if `silent`."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    door = _Door(urlsplit(server_url).port or 80, silent=silent)
    listening = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(door.enter, "127.0.0.1", 0), loop
    ).result(10)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(door.close(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class _Door:
    def __init__(self, port: int, *, silent: bool) -> None:
        self.port = port
        self.silent = silent
        self.inside: set[asyncio.Task[None]] = set()

    async def enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.inside.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = await reader.readuntil(b"\r\n\r\n")
                if b"upgrade: websocket" in head.lower():
                    await self._refuse(reader, writer)
                else:
                    await self._let_through(head, reader, writer)
        finally:
            writer.transport.abort()
            self.inside.discard(task)

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.silent:
            writer.write(REFUSAL)
            await writer.drain()
        await reader.read()  # until the browser gives up

    async def _let_through(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        back.write(head)
        try:
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        finally:
            back.transport.abort()

    async def close(self, listening: asyncio.Server) -> None:
        listening.close()
        for task in self.inside:
            task.cancel()
        await asyncio.gather(*self.inside)
        await listening.wait_closed()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()
