"""An agent without a screen, without asyncio: Playwright's own loop is already running in these tests."""

import asyncio
import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from chatserver.actions.accounts import begin_session
from chatserver.domain.agent import Agent
from chatserver.settings import SESSION_COOKIE
from chatserver.store import agents, sites
from chatserver.store.client import command_client
from tests.server import ServerProcess

Frame = dict[str, Any]
WITHIN_S = 10.0


class BareAgent:
    """Somebody at the desk: `arrive` signs in and receives conversations, `leave` goes home."""

    def __init__(self, server: ServerProcess, redis_url: str, name: str = "Nguyễn An") -> None:
        with ThreadPoolExecutor(1) as threads:
            site, token, csrf = threads.submit(asyncio.run, _sign_in(redis_url, server, name)).result()
        self._csrf = csrf
        self._url = f"{server.ws_url}/ws/agent/{site}"
        self._origin = server.url
        self._cookie = f"{SESSION_COOKIE}={token}"
        self._open = ExitStack()
        self._socket: ClientConnection | None = None
        self._ref = 0
        self._rows: dict[str, Frame] = {}

    @property
    def credentials(self) -> tuple[str, str, str, str]:
        """Socket, origin, cookie and CSRF token, for an agent in another process."""
        return self._url, self._origin, self._cookie, self._csrf

    def arrive(self) -> Self:
        """Sit down."""
        opening = connect(
            self._url,
            subprotocols=[Subprotocol("chat.v1")],
            origin=Origin(self._origin),
            additional_headers={"Cookie": self._cookie},
            compression=None,
            ping_interval=None,
        )
        self._socket = self._open.enter_context(opening)
        self.send("hello", csrf=self._csrf)
        self.until("welcome")
        self.do("availability", value="online")
        return self

    def go_away(self) -> None:
        """Stop receiving conversations; takes effect within 2 s (contract R20)."""
        self.do("availability", value="away")

    def leave(self) -> None:
        """Go home; at once, for a lost socket alone counts as present for a while."""
        self.go_away()
        self._open.close()

    def send(self, kind: str, **fields: Any) -> None:
        """Send a frame."""
        assert self._socket
        self._socket.send(json.dumps({"t": kind, **fields}))

    def until(self, kind: str, **like: Any) -> Frame:
        """The next frame of a kind with these fields; a message is matched by what its body holds."""
        for frame in self._frames(f"{kind} {like}"):
            fields = frame.get("body", frame)
            if frame["t"] == kind and all(fields.get(name) == value for name, value in like.items()):
                return frame
        raise AssertionError

    def do(self, kind: str, **fields: Any) -> None:
        """Send a frame that is answered by `done`."""
        self._ref += 1
        self.send(kind, ref=self._ref, **fields)
        self.until("done", ref=self._ref)

    def find(self, text: str) -> str:
        """The conversation whose last words begin so; waits for it, in whichever list."""
        for name in ("waiting", "mine", "email"):
            self.send("list", name=name)
        for _ in self._frames(f"a conversation that begins {text!r}"):
            for row in self._rows.values():
                if row["preview"].startswith(text):
                    return str(row["conversation"])
        raise AssertionError

    def watch(self, conversation: str) -> list[Frame]:
        """All messages of a conversation; what comes later is followed."""
        self.send("watch", cursor={"id": conversation})
        self.until("conversation")
        return list(self.until("messages", conversation=conversation)["messages"])

    def visitor_of(self, conversation: str) -> str:
        """The visitor whose conversation it is."""
        self.send("watch", cursor={"id": conversation})
        return str(self.until("conversation")["visitor"])

    def take(self, text: str) -> str:
        """Take the conversation whose last words begin so, and follow it."""
        conversation = self.find(text)
        self.do("act", verb="take", conversation=conversation)
        self.watch(conversation)
        return conversation

    def say(self, conversation: str, text: str) -> None:
        """Answer, and wait until it is stored."""
        cid = secrets.token_hex(16)
        self.send("say", conversation=conversation, cid=cid, text=text)
        self.until("ack", cid=cid)

    def _frames(self, wanted: str) -> Iterator[Frame]:
        """What comes within 10 s; then, and when the socket is lost, the test that waits fails."""
        assert self._socket
        patience = time.monotonic() + WITHIN_S
        kinds: list[str] = []
        while (left := patience - time.monotonic()) > 0:
            frame: Frame = json.loads(self._socket.recv(timeout=left))
            kinds.append(frame["t"])
            if frame["t"] == "ping":
                self.send("pong")
            for row in frame.get("rows", []):
                self._rows[row["conversation"]] = row
            yield frame
        raise AssertionError(f"waited for {wanted}, got {kinds}")


async def _sign_in(redis_url: str, server: ServerProcess, name: str) -> tuple[str, str, str]:
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0]
    address = f"{secrets.token_hex(4)}@example.com"
    # by the server's clock: a session is as old as its clock says
    agent = Agent(secrets.token_hex(16), name, address, server.clock(), roles={site.id: "agent"})
    assert await agents.add(client, agent)
    signed_in, token = await begin_session(client, agent, server.clock())
    await client.aclose()
    return site.id, token, signed_in.session.csrf
