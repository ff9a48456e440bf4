"""A socket made of requests, for clients without a browser: what a stranger would write after docs/protocol.md."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import msgspec
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.frames import Close

from tests.clients import Visitor

Answer = dict[str, Any]
WAIT_S, AGAIN_S = 40.0, 0.05
TRIES = 8
AWAY = (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError)


class Poller:
    """What `websockets` would give, by POST; `lossy` is how often a request or an answer gets lost."""

    def __init__(self, url: str, headers: dict[str, str], lossy: float = 0.0, chance: Any = random) -> None:
        self.url = url.replace("ws", "http", 1).replace("/ws/", "/api/poll/")
        self.headers = headers
        self.session = secrets.token_hex(16)
        self.close_code: int | None = None
        self.close_reason: str | None = None
        self.lossy = lossy
        self._chance = chance
        self._unsent: list[str] = []
        self._first = 1  # number of the first unsent frame
        self._ack = 0
        self._came: asyncio.Queue[str | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sending = False

    @property
    def transport(self) -> "Poller":
        """What a tunnel cuts off: ours is nothing but this."""
        return self

    def abort(self) -> None:
        """End it here, without a word."""
        self.cut()

    async def send(self, text: str) -> None:
        """Send a frame, now if no others are on their way."""
        if self.close_code is not None:
            raise ConnectionClosedError(Close(self.close_code, self.close_reason or ""), None)
        self._unsent.append(text)
        if self._ack == 0 and self._first == 1 and len(self._unsent) == 1:
            self._start(self._take())
        elif not self._sending:
            self._sending = True
            self._start(self._push())

    async def recv(self) -> str:
        """The next frame."""
        text = await self._came.get()
        if text is None:
            self._came.put_nowait(None)
            raise ConnectionClosedError(Close(self.close_code or 1006, self.close_reason or ""), None)
        return text

    async def __aiter__(self) -> AsyncIterator[str]:
        """Frames until it is closed."""
        with suppress(ConnectionClosed):
            while True:
                yield await self.recv()

    async def close(self) -> None:
        """Say goodbye, with what was not sent yet."""
        if self.close_code is None:
            with suppress(*AWAY):
                await self.ask(close=True)
        self.cut(1000)

    def cut(self, code: int = 1006, reason: str = "") -> None:
        """End it here, without a word."""
        if self.close_code is None:
            self.close_code, self.close_reason = code, reason
            self._came.put_nowait(None)
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()

    async def ask(self, **fields: Any) -> Answer:
        """One request with all unsent frames; raises one of `AWAY`."""
        sent = [msgspec.Raw(text.encode()) for text in self._unsent]
        body = {"session": self.session, "ack": self._ack, "first": self._first, "frames": sent, **fields}
        answer = await posted(self.url, self.headers, msgspec.json.encode(body), self._lost)
        self._take_in(answer)
        return answer

    def _take_in(self, answer: Answer) -> None:
        arrived = answer["received"] - self._first + 1
        if arrived > 0:
            del self._unsent[:arrived]
            self._first += arrived
        for number, frame in enumerate(answer["frames"], answer["first"]):
            if number == self._ack + 1:
                self._ack = number
                self._came.put_nowait(msgspec.json.encode(frame).decode())
        if answer["closed"] and self.close_code is None:
            self.cut(answer["closed"]["code"], answer["closed"]["reason"])

    async def _take(self) -> None:
        tries = 0
        while self.close_code is None and tries < TRIES:
            try:
                await self.ask(wait=True)
                tries = 0
            except AWAY:
                tries += 1
                await asyncio.sleep(AGAIN_S)
        self.cut()

    async def _push(self) -> None:
        while self._unsent and self.close_code is None:
            try:
                await self.ask()
            except AWAY:
                await asyncio.sleep(AGAIN_S)
        self._sending = False

    def _lost(self) -> bool:
        return bool(self._chance.random() < self.lossy)

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class PollingVisitor(Visitor):
    """A widget without a screen, where no socket opens."""

    async def __aenter__(self) -> "PollingVisitor":
        self._socket = Poller(self.url, self.headers)  # type: ignore[assignment]
        return self


async def posted(url: str, headers: dict[str, str], body: bytes, lost: Any = bool) -> Answer:
    """The JSON that a POST is answered with; ValueError for a refusal, OSError where it or its answer gets lost."""
    status, _, text = await raw_post(url, headers, body, lost)
    if status != 200:
        raise ValueError(status, text)
    answer: Answer = msgspec.json.decode(text)
    return answer


async def raw_post(
    url: str, headers: dict[str, str], body: bytes, lost: Any = bool
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to a POST."""
    if lost():
        raise OSError("the request was lost")
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()] + ["Connection: close", "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        async with asyncio.timeout(WAIT_S):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            if lost():
                raise OSError("the answer was lost")
            found = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            return int(head[0].split()[1]), found, await reader.read()
    finally:
        writer.close()
