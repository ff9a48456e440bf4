"""uvicorn's websocket protocol, with a way to abort: it does not free a stuck reader by itself (contract R13)."""

import socket
from collections.abc import Iterable

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

STUCK_MS = 30_000


class AbortableProtocol(WebSocketsSansIOProtocol):
    """Hands `transport.abort` and `post` to the application as ASGI extensions, `chatserver.…`."""

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
        if not self.writable.is_set() or self.disconnected or self.close_sent or not self.handshake_complete:
            return False
        try:
            for text in texts:
                self.conn.send_text(text.encode())
        except InvalidState:
            return False
        self.transport.write(b"".join(self.conn.data_to_send()))
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
