"""The same load for every server: visitors in a closed loop, agents who watch, every delivery counted by its id."""

import asyncio
import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tests.bench.raw_socket import RawSocket, open_socket

TEXT = (
    "Chào bạn, mình muốn hỏi về bảng giá của gói doanh nghiệp và thời gian phản hồi ngoài giờ hành chính nhé."
)
WATCHED_EACH = 20  # what a console may watch at once
ORIGIN = "http://localhost:9999"
LOOK_S = 0.02
WITHIN_S = 60.0
Frame = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """Where the load goes: a server, its site's key and id, and signed-in agents as (headers, csrf)."""

    host: str
    port: int
    key: str
    site: str
    agents: list[tuple[dict[str, str], str]]


@dataclass(slots=True)
class Counts:
    """Ids of what was acked and of what reached an agent; each once, or the measurement is void."""

    acked: set[str] = field(default_factory=set)
    delivered: set[str] = field(default_factory=set)

    def once(self, kind: set[str], cid: str) -> None:
        """Count an id."""
        assert cid not in kind, f"{cid} twice"
        kind.add(cid)


class Visitor:
    """A visitor with one conversation: says the next message as soon as the one before is acked."""

    def __init__(self, counts: Counts) -> None:
        self.conversation = secrets.token_hex(16)
        self.left = 0
        self.ready = asyncio.Event()
        self.socket: RawSocket | None = None
        self._counts = counts
        self._cid = ""

    async def connect(self, target: Target) -> None:
        """Connect and be welcomed."""
        path, headers = f"/ws/{target.key}", {"Origin": ORIGIN}
        self.socket = await open_socket(target.host, target.port, path, headers, self._on_text)
        secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        _send(self.socket, {"t": "hello", "secret": secret, "conversations": []})
        async with asyncio.timeout(WITHIN_S):  # a refusal is no welcome: it must not hang the measurement
            await self.ready.wait()

    def say(self) -> None:
        """Say one message."""
        assert self.socket is not None
        self._cid = secrets.token_hex(16)
        frame = {"t": "say", "conversation": self.conversation, "cid": self._cid, "text": TEXT}
        _send(self.socket, frame)

    def _on_text(self, text: bytes) -> None:
        if text.startswith(b'{"t":"ack"') or text.startswith(b'{"t": "ack"'):
            self._counts.once(self._counts.acked, self._cid)
            self.left -= 1
            if self.left > 0:
                self.say()
        elif text.startswith((b'{"t":"welcome"', b'{"t": "welcome"')):
            self.ready.set()
        elif text.startswith((b'{"t":"nack"', b'{"t":"ping"')):
            self._on_rare(text)

    def _on_rare(self, text: bytes) -> None:
        assert b"ping" in text, text.decode()
        assert self.socket is not None
        _send(self.socket, {"t": "pong"})


class Agent:
    """A console that watches some conversations and counts what is delivered there."""

    def __init__(self, counts: Counts) -> None:
        self.socket: RawSocket | None = None
        self._counts = counts
        self._caught_up = asyncio.Queue[None]()

    async def connect(self, target: Target, headers: dict[str, str], csrf: str) -> None:
        """Connect and be welcomed."""
        path = f"/ws/agent/{target.site}"
        self.socket = await open_socket(target.host, target.port, path, headers, self._on_text)
        _send(self.socket, {"t": "hello", "csrf": csrf})

    async def watch(self, conversations: list[str]) -> None:
        """Watch them; returns when each has been caught up with."""
        assert self.socket is not None
        for conversation in conversations:
            _send(self.socket, {"t": "watch", "cursor": {"id": conversation}})
        async with asyncio.timeout(WITHIN_S):
            for _ in conversations:
                await self._caught_up.get()

    def _on_text(self, text: bytes) -> None:
        if text.startswith((b'{"t":"message', b'{"t": "message')):
            frame = msgspec.json.decode(text)
            if frame["t"] == "message":
                self._counts.once(self._counts.delivered, frame["body"]["cid"])
            elif not frame["more"]:
                self._caught_up.put_nowait(None)
        elif text.startswith(b'{"t":"ping"'):
            assert self.socket is not None
            _send(self.socket, {"t": "pong"})


async def until(holds: Callable[[], bool]) -> None:
    """Wait for a state; raises TimeoutError."""
    async with asyncio.timeout(WITHIN_S):
        while not holds():
            await asyncio.sleep(LOOK_S)


async def say_all(visitors: list[Visitor], counts: Counts, each: int) -> None:
    """Every visitor says so many messages, one in flight each; returns when all are acked."""
    wanted = len(counts.acked) + each * len(visitors)
    for visitor in visitors:
        visitor.left = each
        visitor.say()
    await until(lambda: len(counts.acked) == wanted)


def _send(socket: RawSocket, frame: Frame) -> None:
    socket.send(msgspec.json.encode(frame))
