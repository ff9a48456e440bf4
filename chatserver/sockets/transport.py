"""uvicorn's websocket protocol, with a way to abort: it does not free a stuck reader by itself (contract R13)."""

import socket

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

STUCK_MS = 30_000


class AbortableProtocol(WebSocketsSansIOProtocol):
    """Hands `transport.abort` to the application as the ASGI extension `chatserver.abort`."""

    async def run_asgi(self) -> None:
        """Serve one connection."""
        extensions = self.scope["extensions"]
        assert extensions is not None
        extensions["chatserver.abort"] = self.transport.abort  # type: ignore[assignment]
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """Send; a refusal before the handshake is an answer too, which uvicorn would take for a forgotten one."""
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True


def give_up_on_stuck_readers(listening: socket.socket) -> None:
    """Let the kernel drop peers that acknowledge nothing for 30 s, where it can."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and listening.family != socket.AF_UNIX:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MS)
