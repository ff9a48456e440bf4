"""A resuming client without a screen: reconnects, keeps one unacked message a conversation, offers it again."""

import asyncio
import random
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.fire.history import Acked, History, Said, Wrong
from tests.polling import Poller

Frame = dict[str, Any]
Socket = ClientConnection | Poller
Door = Callable[[], tuple[str, dict[str, str]]]
"""Where to connect next: URL and headers; raises OSError while nothing lives."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.25, 2.0
OPEN_WITHIN_S = 5.0
AWAY = (OSError, TimeoutError, WebSocketException)
PASSING = {"unavailable", "storage_full", "too_many", "changed"}


@dataclass(slots=True)
class Unacked:
    """One message that nobody has confirmed yet."""

    cid: str
    text: str
    acked: asyncio.Event = field(default_factory=asyncio.Event)


class Client:
    """What visitors and agents share."""

    def __init__(self, name: str, history: History, chance: random.Random, tasks: asyncio.TaskGroup) -> None:
        self.name = name
        self.history = history
        self.chance = chance
        self.tasks = tasks
        self.tears = 0.0  # how often the socket is torn down right after a message was sent
        self.closes: list[tuple[int, str]] = []
        self.here = asyncio.Event()  # welcomed, cursors sent
        self.unacked: dict[str, Unacked] = {}
        self.socket: Socket | None = None

    async def run(self, door: Door) -> None:
        """Stay connected until cancelled (contract R15)."""
        wait = FIRST_WAIT_S
        while True:
            try:
                url, headers = door()
                await self._one_connection(url, headers)
            except AWAY:
                pass
            wait = FIRST_WAIT_S if self.here.is_set() else min(2 * wait, LONGEST_WAIT_S)
            self.here.clear()
            self.socket = None
            await asyncio.sleep(self.chance.uniform(0, max(wait, self._told_to_wait())))

    async def say(self, conversation: str, text: str) -> None:
        """Say something and wait until it is confirmed, however often that takes."""
        line = Unacked(f"{self.chance.getrandbits(128):032x}", text)
        self.history.note(Said(self.name, conversation, line.cid, text))
        self.unacked[conversation] = line
        await self.offer(conversation)
        await line.acked.wait()

    async def offer(self, conversation: str) -> None:
        """Send what is unacked there, if we are connected; nothing is lost if not."""
        line = self.unacked.get(conversation)
        if line is None or not self.here.is_set():
            return
        await self.send("say", conversation=conversation, cid=line.cid, text=line.text)
        if self.chance.random() < self.tears:
            self.tear()

    def tear(self) -> None:
        """Lose the socket without a word, as a train in a tunnel does."""
        if self.socket is not None:
            self.here.clear()
            self.socket.transport.abort()

    async def send(self, kind: str, **fields: Any) -> None:
        """Send a frame; a socket that has just gone swallows it."""
        if self.socket is None:
            return
        with suppress(*AWAY):
            await self.socket.send(msgspec.json.encode({"t": kind, **fields}).decode())

    async def dial(self, url: str, headers: dict[str, str]) -> Socket:
        """A new connection; raises one of `AWAY`."""
        return await connect(url, additional_headers=headers, compression=None, ping_interval=None,
                             close_timeout=1, max_size=None)  # fmt: skip

    async def greet(self) -> None:
        """Say hello."""
        raise NotImplementedError

    async def on_frame(self, frame: Frame) -> None:
        """Take a frame other than ping, ack and nack."""
        raise NotImplementedError

    def on_ack(self, frame: Frame, text: str) -> None:
        """Take the ack of own words; a console hears them as messages, like anybody's."""

    async def on_refusal(self, frame: Frame) -> None:
        """Take a `nack` that is about no message; what it was about is asked for again by resuming."""
        if frame["reason"] in PASSING:
            self.tear()
            return
        self.history.note(Wrong(self.name, "", f"refused: {frame}"))

    async def _one_connection(self, url: str, headers: dict[str, str]) -> None:
        async with asyncio.timeout(OPEN_WITHIN_S):
            self.socket = await self.dial(url, headers)
        try:
            await self.greet()
            async for text in self.socket:
                await self._take(msgspec.json.decode(text))
        except ConnectionClosed:
            pass
        finally:
            self.socket.transport.abort()
            self.closes.append((self.socket.close_code or 1006, self.socket.close_reason or ""))

    async def _take(self, frame: Frame) -> None:
        match frame["t"]:
            case "ping":
                await self.send("pong")
            case "ack":
                self._on_ack(frame)
            case "nack":
                await self._on_nack(frame)
            case _:
                await self.on_frame(frame)

    def _on_ack(self, frame: Frame) -> None:
        conversation = frame["conversation"]
        self.history.note(Acked(self.name, conversation, frame["cid"], frame["seq"], frame["h"]))
        line = self.unacked.get(conversation)
        if line is not None and line.cid == frame["cid"]:
            self.on_ack(frame, line.text)
            del self.unacked[conversation]
            line.acked.set()

    async def _on_nack(self, frame: Frame) -> None:
        about = [name for name, line in self.unacked.items() if line.cid == frame.get("cid")]
        if not about:
            await self.on_refusal(frame)
        elif frame["reason"] in PASSING:
            self.tasks.create_task(self._offer_later(about[0], frame.get("retry_after") or FIRST_WAIT_S))
        else:
            self.history.note(Wrong(self.name, about[0], f"refused: {frame['reason']}"))

    async def _offer_later(self, conversation: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.offer(conversation)

    def _told_to_wait(self) -> float:
        found = re.fullmatch(r"retry_after=(\d+)", self.closes[-1][1]) if self.closes else None
        return float(found[1]) if found else 0.0
