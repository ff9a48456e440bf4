"""uvicorn's websocket protocol, with a way to abort: it does not free a stuck reader by itself (contract R13)."""

import asyncio
import socket
import struct
from collections.abc import Iterable

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

STUCK_MS = 30_000
MOST_UNREAD = 8
WHOLE_TEXT = 0x81  # final fragment, opcode 1


class Unread:
    """What came in and was not taken yet: the part of `asyncio.Queue` that one reader needs, in a tenth of the room."""

    __slots__ = ("_events", "_loop", "_reader")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._events: list[ASGIReceiveEvent] = []
        self._reader: asyncio.Future[None] | None = None

    def qsize(self) -> int:
        """How many there are."""
        return len(self._events)

    def empty(self) -> bool:
        """Whether everything has been taken."""
        return not self._events

    def put_nowait(self, event: ASGIReceiveEvent) -> None:
        """Add an event and wake the reader."""
        self._events.append(event)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> ASGIReceiveEvent:
        """Take the next one, when there is one."""
        while not self._events:
            self._reader = self._loop.create_future()
            await self._reader
        return self._events.pop(0)


class AbortableProtocol(WebSocketsSansIOProtocol):
    """Hands `transport.abort` and `post` to the application as ASGI extensions, `chatserver.…`."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        super().connection_made(transport)
        self.queue = Unread(self.loop)  # type: ignore[assignment]

    def send_receive_event_to_app(self) -> None:
        """Let a few frames wait before reading stops: uvicorn stops at each, which costs two system calls a frame."""
        stopped, self.read_paused = self.read_paused, True
        super().send_receive_event_to_app()
        self.read_paused = stopped
        if not stopped and not self.close_sent and self.queue.qsize() >= MOST_UNREAD:
            self.read_paused = True
            self.transport.pause_reading()

    async def run_asgi(self) -> None:
        """Serve one connection."""
        extensions = self.scope["extensions"]
        assert extensions is not None
        extensions["chatserver.abort"] = self.transport.abort  # type: ignore[assignment]
        extensions["chatserver.post"] = self.post  # type: ignore[assignment]
        await super().run_asgi()

    def post(self, texts: Iterable[str]) -> bool:
        """Write text frames now, in one piece; False when the reader is slow or gone: `send` waits, or says so.

        Nearly every frame goes this way: a task and four layers of `send` for each cost as much as the rest.
        """
        open_ = self.conn.state is State.OPEN and self.writable.is_set()
        if not open_ or self.disconnected or self.close_sent or not self.handshake_complete:
            return False
        self.transport.write(b"".join([_frame(text) for text in texts]))
        return True

    async def send(self, message: ASGISendEvent) -> None:
        """Send; a refusal before the handshake is an answer too, which uvicorn would take for a forgotten one."""
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True


def _frame(text: str) -> bytes:
    """A text frame as a server writes it: not masked, and whole, since nothing is compressed (RFC 6455, 5.2)."""
    data = text.encode()
    size = len(data)
    if size < 126:
        head = struct.pack("!BB", WHOLE_TEXT, size)
    elif size < 65_536:
        head = struct.pack("!BBH", WHOLE_TEXT, 126, size)
    else:
        head = struct.pack("!BBQ", WHOLE_TEXT, 127, size)
    return head + data


def give_up_on_stuck_readers(listening: socket.socket) -> None:
    """Let the kernel drop peers that acknowledge nothing for 30 s, where it can."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and listening.family != socket.AF_UNIX:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MS)
