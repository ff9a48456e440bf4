"""A proxy that lets requests through and no websockets, as some companies and operators have them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.widget.door import Door, standing

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@contextmanager
def narrow_door(server_url: str, *, silent: bool) -> Iterator[str]:
    """The URL under which requests reach the server; sockets are refused, or never answered if `silent`."""
    with standing(_NarrowDoor(server_url, silent=silent)) as host:
        yield f"http://{host}"


class _NarrowDoor(Door):
    def __init__(self, server_url: str, *, silent: bool) -> None:
        super().__init__(server_url)
        self._silent = silent

    async def let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"upgrade: websocket" in head.lower():
            await self._refuse(reader, writer)
        else:
            await self.let_through(head, reader, writer)

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._silent:
            writer.write(REFUSAL)
            await writer.drain()
        await reader.read()  # until the browser gives up
