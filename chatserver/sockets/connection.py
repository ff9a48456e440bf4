"""One socket as the rest sees it: `send` never awaits, `close` is final, what is slow is dropped (contract R13)."""

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Callable, Iterable

from starlette.websockets import WebSocketDisconnect, WebSocketState

from chatserver.background import Background
from chatserver.domain.ids import random_id
from chatserver.protocol.close_codes import CloseCode
from chatserver.sockets.carrier import Carrier

log = logging.getLogger(__name__)
MOST_FRAMES, MOST_BYTES, STUCK_S = 256, 512 * 1024, 10.0


def check_in() -> float:
    """Seconds until a connection is looked at again: 20 ± 5, so that they spread (R8, R14)."""
    return random.uniform(15, 25)


class Connection:
    """The outbound half of a socket.

    A writer task lives only while frames wait for a slow reader: an idle connection costs no task but its reader.
    """

    __slots__ = (
        "_abort",
        "_bytes",
        "_carrier",
        "_closing",
        "_drained",
        "_frames",
        "_post",
        "_tasks",
        "_writing_since",
        "check_at",
        "heard_at",
        "id",
    )

    def __init__(self, carrier: Carrier, tasks: Background) -> None:
        self.id = random_id()[:16]
        self.heard_at = time.monotonic()
        self.check_at = self.heard_at + check_in()  # when the heartbeat looks at it next
        self._carrier = carrier
        self._tasks = tasks
        self._frames: deque[str] = deque()
        self._bytes = 0
        self._closing: tuple[int, str] | None = None
        self._writing_since: float | None = None
        self._drained: asyncio.Event | None = None
        extensions = carrier.scope.get("extensions", {})
        self._abort: Callable[[], None] | None = extensions.get("chatserver.abort")
        self._post: Callable[[Iterable[str]], bool] | None = extensions.get("chatserver.post")

    @property
    def closed(self) -> bool:
        """Nothing sent from now on arrives."""
        return self._closing is not None

    def send(self, text: str, *, droppable: bool = False) -> None:
        """Queue a frame: those of one turn of the loop leave in one write; a droppable one only if few wait."""
        if self._closing is not None or (droppable and len(self._frames) > 8):
            return
        if len(self._frames) >= MOST_FRAMES or self._bytes + len(text) > MOST_BYTES:
            self.close(CloseCode.SLOW_READER, abort=True)
            return
        self._frames.append(text)
        self._bytes += len(text)
        self._start_writing()

    def close(self, code: CloseCode, reason: str = "", *, abort: bool = False) -> None:
        """End the connection after what is queued; with `abort` at once, dropping the queue, a goodbye too."""
        if self._closing is not None and not abort:
            return
        self._closing = self._closing or (code, reason)
        if abort:
            self._frames.clear()
            log.info("connection %s aborted: %s", self.id, code.name)
            if self._abort is not None:
                self._abort()
        self._start_writing()

    def stuck(self, now: float) -> bool:
        """Whether one write has been waiting longer than a reader may take."""
        return self._writing_since is not None and now - self._writing_since > STUCK_S

    async def drained(self) -> None:
        """Wait until everything queued has been handed to the socket; catch-up pages pace themselves by it."""
        if self._writing_since is None and not self._frames:
            return
        if self._drained is None:
            self._drained = asyncio.Event()
        await self._drained.wait()

    def _start_writing(self) -> None:
        if self._writing_since is None:
            self._writing_since = time.monotonic()
            self._tasks.loop.call_soon(self._post_all)

    def _post_all(self) -> None:
        if self._closing is None and self._post is not None and self._post(self._frames):
            self._frames.clear()
            self._bytes = 0
            self._rest()
        else:
            self._tasks.start(self._write(), "writer")

    async def _write(self) -> None:
        try:
            while self._frames:
                text = self._frames.popleft()
                self._bytes -= len(text)
                self._writing_since = time.monotonic()
                await self._carrier.send_text(text)
            if self._closing is not None and self._carrier.application_state is WebSocketState.CONNECTED:
                await self._carrier.close(*self._closing)
        except (WebSocketDisconnect, RuntimeError, OSError):
            self._gone()  # the peer went first: RuntimeError is Starlette's and uvicorn's word for it
        finally:
            self._rest()

    def _rest(self) -> None:
        self._writing_since = None
        if self._drained is not None:
            self._drained.set()
            self._drained = None

    def _gone(self) -> None:
        self._frames.clear()
        self._bytes = 0
        self._closing = self._closing or (CloseCode.GOING_AWAY, "")
