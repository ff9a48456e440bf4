"""A websocket client that costs next to nothing, so that the server under test is what is measured."""

import asyncio
import struct
from collections.abc import Callable
from typing import cast

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{headers}"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: chat.v1\r\n\r\n"
)
NO_MASK = b"\0\0\0\0"  # frames must be masked; by zeros, that is free
TEXT, CLOSE = 0x81, 0x88


class RawSocket(asyncio.Protocol):
    """One socket: `on_text` is called with each whole text frame; fragments do not occur here."""

    def __init__(self, request: bytes, on_text: Callable[[bytes], None]) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.on_text = on_text
        self._request = request
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class
        self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody closes on us in a measurement."""
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed before the handshake"))

    def data_received(self, data: bytes) -> None:
        """Cut frames out of what came."""
        self._buffer += data
        if not self.opened.done():
            head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.opened.set_exception(ConnectionError(head.decode()))
                return
            self._buffer = bytearray(rest)
            self.opened.set_result(None)
        while (frame := self._next_frame()) is not None:
            self.on_text(frame)

    def send(self, text: bytes) -> None:
        """Send a text frame."""
        assert self._transport is not None
        size = len(text)
        head = struct.pack("!BB", TEXT, 0x80 | size) if size < 126 else struct.pack("!BBH", TEXT, 0xFE, size)
        self._transport.write(head + NO_MASK + text)

    def close(self) -> None:
        """Leave politely."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(struct.pack("!BB", CLOSE, 0x80) + NO_MASK)
            self._transport.close()

    def _next_frame(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        start, size = 2, buffer[1]
        if size == 126:
            start, size = 4, int.from_bytes(buffer[2:4], "big")
        elif size == 127:
            start, size = 10, int.from_bytes(buffer[2:10], "big")
        if len(buffer) < start + size:
            return None
        frame = bytes(buffer[start : start + size])
        del buffer[: start + size]
        return frame


async def open_socket(
    host: str, port: int, path: str, headers: dict[str, str], on_text: Callable[[bytes], None]
) -> RawSocket:
    """Connect and upgrade; raises ConnectionError when refused."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = UPGRADE.format(path=path, host=f"{host}:{port}", headers=lines).encode()
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: RawSocket(request, on_text), host, port)
    await socket.opened
    return socket
