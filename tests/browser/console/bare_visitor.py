"""A widget without a screen, without asyncio: Playwright's own loop is already running in these tests."""

import base64
import json
import secrets
import time
from contextlib import ExitStack
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.server import ServerProcess

Frame = dict[str, Any]
WITHIN_S = 10.0
ORIGIN = "http://shop.localhost"
ZONE = "Europe/Berlin"


class BareVisitor:
    """Someone on a page who writes: `arrive` first, `leave` to close the page."""

    def __init__(self, server: ServerProcess, page: str = "/pricing", language: str = "vi") -> None:
        self.conversation = secrets.token_hex(16)
        self.page = {
            "url": ORIGIN + page,
            "title": "Bảng giá",
            "screen": "390×844",
            "language": "vi-VN",
            "zone": ZONE,
        }
        self._url = f"{server.ws_url}/ws/{server.site_key}"
        self._secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        self._language = language
        self._open = ExitStack()
        self._socket: ClientConnection | None = None

    @property
    def name(self) -> str:
        """What the console calls somebody without a name, without its first word."""
        return f"#{self.conversation[:4].upper()}"

    def arrive(self) -> Self:
        """Open the page."""
        opening = connect(
            self._url,
            subprotocols=[Subprotocol("chat.v1")],
            origin=Origin(ORIGIN),
            compression=None,
            ping_interval=None,
        )
        self._socket = self._open.enter_context(opening)
        self.send("hello", secret=self._secret, language=self._language, page=self.page)
        self.until("welcome")
        return self

    def leave(self) -> None:
        """Close the page."""
        self._open.close()

    def send(self, kind: str, **fields: Any) -> None:
        """Send a frame."""
        assert self._socket
        self._socket.send(json.dumps({"t": kind, **fields}))

    def until(self, kind: str, **like: Any) -> Frame:
        """The next frame of a kind with these fields; a message is matched by what its body holds."""
        assert self._socket
        patience = time.monotonic() + WITHIN_S
        while (left := patience - time.monotonic()) > 0:
            frame: Frame = json.loads(self._socket.recv(timeout=left))
            if frame["t"] == "ping":
                self.send("pong")
            fields = frame.get("body", frame)
            if frame["t"] == kind and all(fields.get(name) == value for name, value in like.items()):
                return frame
        raise AssertionError(f"waited in vain for {kind} {like}")

    def say(self, text: str) -> Frame:
        """Say something; its ack."""
        cid = secrets.token_hex(16)
        self.send("say", conversation=self.conversation, cid=cid, text=text, page=self.page)
        return self.until("ack", cid=cid)

    def go(self, path: str) -> None:
        """Open another page."""
        self.page = {**self.page, "url": ORIGIN + path}
        self.send("page", page=self.page)
