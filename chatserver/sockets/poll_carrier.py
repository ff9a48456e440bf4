"""A session's frames between requests: numbered both ways, kept until the other side has them (contract R5, R13)."""

import asyncio
from collections import deque
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocketDisconnect, WebSocketState

from chatserver.protocol.close_codes import CloseCode
from chatserver.sockets.transport import Unread

MOST_UNREAD, MOST_UNREAD_BYTES, MOST_UNTAKEN_BYTES = 64, 128 * 1024, 64 * 1024


class PollCarrier:
    """Stands where a websocket would: what is asked of it in requests comes from `poll.py`."""

    __slots__ = (
        "_bytes",
        "_frames",
        "_room",
        "_told",
        "_unread",
        "_unread_bytes",
        "_waiting",
        "application_state",
        "closed",
        "received",
        "scope",
        "taken",
    )

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.application_state = WebSocketState.CONNECTED
        extensions = {"chatserver.abort": self.abort, "chatserver.post": self.post}
        self.scope: MutableMapping[str, Any] = {"extensions": extensions}
        self.received = 0  # number of the last frame that came in
        self.taken = 0  # number of the last frame that the client is known to have
        self.closed: tuple[int, str] | None = None
        self._unread = Unread(loop)
        self._unread_bytes = 0
        self._frames: deque[str] = deque()
        self._bytes = 0
        self._room = asyncio.Event()
        self._waiting: asyncio.Event | None = None
        self._told = asyncio.Event()

    async def receive(self) -> MutableMapping[str, Any]:
        """The next frame that came in."""
        event: MutableMapping[str, Any] = await self._unread.get()  # type: ignore[assignment]
        self._unread_bytes -= len(event.get("text", ""))
        return event

    def take_in(self, first: int, texts: Iterable[str]) -> None:
        """Take frames numbered from `first`: each once and in order; the client repeats what finds no room."""
        for number, text in enumerate(texts, first):
            if number == self.received + 1 and self._has_room and not self.closed:
                self.received = number
                self._unread_bytes += len(text)
                self._unread.put_nowait({"type": "websocket.receive", "text": text})

    def post(self, texts: Iterable[str]) -> bool:
        """Put frames where the next answer finds them; False when too much waits for the client, or it is gone."""
        if self.closed or self._bytes >= MOST_UNTAKEN_BYTES:
            return False
        for text in texts:
            self._frames.append(text)
            self._bytes += len(text)
        self._wake()
        return True

    async def send_text(self, data: str) -> None:
        """The same for one frame, waiting until there is room."""
        while not self.post([data]):
            if self.closed:
                raise WebSocketDisconnect(self.closed[0])
            self._room.clear()
            await self._room.wait()

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        """End it: the answer with the last frames says so, and then nothing more comes in."""
        self._end(code, reason or "")

    def abort(self) -> None:
        """End it at once, dropping what waits: whoever asks later finds no such session."""
        self._frames.clear()
        self._end(CloseCode.NO_SUCH_SESSION, "")
        self._told.set()

    def leave(self) -> None:
        """The client has said goodbye."""
        self._end(CloseCode.GOING_AWAY, "")
        self._told.set()

    async def answer(self, ack: int, wait_s: float) -> tuple[int, list[str]]:
        """Forget frames up to `ack`; the number of the first one left, and all of them, as soon as there are any.

        Waits `wait_s` seconds at most. One request waits at a time: a newer one lets the older go, with nothing.
        """
        while self._frames and self.taken < ack:
            self.taken += 1
            self._bytes -= len(self._frames.popleft())
        if self._bytes < MOST_UNTAKEN_BYTES:
            self._room.set()
        if wait_s and not await self._anything_new(wait_s):
            return self.taken + 1, []
        if self.closed:
            self._told.set()
        return self.taken + 1, list(self._frames) if wait_s or self.closed else []

    async def told(self, within_s: float) -> None:
        """Wait until the client has been told of the end, or for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._told.wait()

    async def _anything_new(self, within_s: float) -> bool:
        self._wake()
        waiting = self._waiting = asyncio.Event()
        if not self._frames and not self.closed:
            with suppress(TimeoutError):
                async with asyncio.timeout(within_s):
                    await waiting.wait()
        if self._waiting is not waiting:
            return False
        self._waiting = None
        return True

    @property
    def _has_room(self) -> bool:
        return self._unread.qsize() < MOST_UNREAD and self._unread_bytes < MOST_UNREAD_BYTES

    def _wake(self) -> None:
        if self._waiting is not None:
            self._waiting.set()

    def _end(self, code: int, reason: str) -> None:
        if self.closed is None:
            self.closed = (int(code), reason)
            self.application_state = WebSocketState.DISCONNECTED
            self._unread.put_nowait({"type": "websocket.disconnect", "code": int(code)})
        self._room.set()
        self._wake()
