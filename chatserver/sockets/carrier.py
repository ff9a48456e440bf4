"""What brings a session's frames and takes them away: a websocket, or polls where sockets are blocked."""

from collections.abc import MutableMapping
from typing import Any, Protocol

from starlette.websockets import WebSocketState


class Carrier(Protocol):
    """The part of Starlette's `WebSocket` that sessions use, once it is open."""

    scope: MutableMapping[str, Any]
    application_state: WebSocketState

    async def receive(self) -> MutableMapping[str, Any]:
        """The next event: `websocket.receive`, or `websocket.disconnect` at the end."""

    async def send_text(self, data: str) -> None:
        """Hand a frame over, waiting for a slow reader; raises `WebSocketDisconnect` when it has gone."""

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        """Say goodbye."""
