"""A console's socket in a test's hands."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute

Frame = dict[str, object]


class Wire:
    """A console's sockets in our hands: frames can be kept from the server, put in, or cut off.

    They pass through Playwright's loop: wait for the page before waiting for a visitor, who blocks it.
    """

    def __init__(self, page: Page) -> None:
        self.keep_back: Callable[[Frame], bool] = lambda frame: False
        self.sent: list[Frame] = []
        self.heard: list[Frame] = []
        self.refused = False
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/ws/agent/"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        if self.refused:
            socket.close(code=1012)
            return
        server = socket.connect_to_server()
        self._sockets.append(socket)
        socket.on_message(lambda text: self._pass_on(server, str(text)))
        server.on_message(lambda text: self._hand_in(socket, str(text)))

    def _pass_on(self, server: WebSocketRoute, text: str) -> None:
        frame = json.loads(text)
        self.sent.append(frame)
        if not self.keep_back(frame):
            server.send(text)

    def _hand_in(self, socket: WebSocketRoute, text: str) -> None:
        self.heard.append(json.loads(text))
        socket.send(text)

    def put_in(self, **frame: object) -> None:
        """Let the console receive a frame that the server never sent."""
        self._sockets[-1].send(json.dumps(frame))

    def cut(self) -> None:
        """Close the socket under the console."""
        self._sockets.pop().close(code=1012)
