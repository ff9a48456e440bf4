"""An agent in a process of their own, to be stopped: `python -m tests.browser.agent_process URL ORIGIN COOKIE CSRF`.

Takes whatever is offered, and says on standard output what happened.
"""

import json
import sys
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


def main() -> None:
    """Sit at the desk until killed."""
    url, origin, cookie, csrf = sys.argv[1:]
    opening = connect(
        url,
        subprotocols=[Subprotocol("chat.v1")],
        origin=Origin(origin),
        additional_headers={"Cookie": cookie},
        compression=None,
        ping_interval=None,
    )
    with opening as socket:
        send(socket, "hello", csrf=csrf)
        welcome = next_frame(socket)
        print("here", flush=True)  # noqa: T201
        while True:
            heed(socket, next_frame(socket), welcome["agent"]["id"])


def heed(socket: ClientConnection, frame: dict[str, Any], me: str) -> None:
    """Do what a frame calls for."""
    if frame["t"] == "ping":
        send(socket, "pong")
    if frame["t"] == "done":
        print("taken", flush=True)  # noqa: T201
    for row in frame.get("rows", []):
        if row["offered_to"] == me:
            send(socket, "act", verb="take", conversation=row["conversation"], ref=1)


def send(socket: ClientConnection, kind: str, **fields: object) -> None:
    """Send a frame."""
    socket.send(json.dumps({"t": kind, **fields}))


def next_frame(socket: ClientConnection) -> dict[str, Any]:
    """The next frame, whenever it comes."""
    return dict(json.loads(socket.recv()))


if __name__ == "__main__":
    main()
