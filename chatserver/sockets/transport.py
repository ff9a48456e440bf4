"""uvicorn's websocket protocol, with a way to abort: it does not free a stuck reader by itself (contract R13)."""

import asyncio
import socket
from collections.abc import Iterable

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from chatserver.sockets.framing import read_text, text_frame

STUCK_MS = 30_000
MOST_UNREAD = 8


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
        self._between_frames = False

    def data_received(self, data: bytes) -> None:
        """Read whole text frames here; from the first byte of anything else on it is left to websockets, for good.

        Its parser is right about everything, and takes five times as long for what nearly every read brings.
        """
        start = 0
        while self._between_frames and start < len(data) and self.conn.state is State.OPEN:
            found = read_text(data, start)
            if found is None:
                break
            try:
                self.queue.put_nowait({"type": "websocket.receive", "text": found[0].decode()})
            except UnicodeDecodeError:
                break
            start = found[1]
            self._pause_reading()
        if start < len(data):
            self._between_frames = not self.handshake_initiated and data.endswith(b"\r\n\r\n")
            super().data_received(data[start:])

    def send_receive_event_to_app(self) -> None:
        """Let a few frames wait before reading stops: uvicorn stops at each, which costs two system calls a frame."""
        stopped, self.read_paused = self.read_paused, True
        super().send_receive_event_to_app()
        self.read_paused = stopped
        if not self.close_sent:
            self._pause_reading()

    def _pause_reading(self) -> None:
        if not self.read_paused and self.queue.qsize() >= MOST_UNREAD:
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
        self.transport.write(b"".join([text_frame(text) for text in texts]))
        return True

    async def send(self, message: ASGISendEvent) -> None:
        """Send; a refusal before the handshake is an answer too, which uvicorn would take for a forgotten one."""
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True


def give_up_on_stuck_readers(listening: socket.socket) -> None:
    """Let the kernel drop peers that acknowledge nothing for 30 s, where it can."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and listening.family != socket.AF_UNIX:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MS)
