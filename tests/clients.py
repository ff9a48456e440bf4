"""Bare clients that speak the wire: a visitor and an agent, for socket tests."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from chatserver.actions.accounts import begin_session
from chatserver.clock import system_clock
from chatserver.domain.agent import Agent
from chatserver.settings import SESSION_COOKIE
from chatserver.store import agents, sites
from chatserver.store.client import command_client

Frame = dict[str, Any]
WITHIN_S = 10.0
ORIGIN = "http://localhost:9999"


def new_id() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def new_secret() -> str:
    """256 random bits, base64url."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


class Wire:
    """One socket: frames out, frames in; pings are answered while waiting."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.url = url
        self.headers = headers
        self.seen: list[Frame] = []
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self.url,
            subprotocols=["chat.v1"],  # type: ignore[list-item]
            additional_headers=self.headers,
            compression=None,
            max_size=None,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    @property
    def socket(self) -> ClientConnection:
        """The open socket."""
        assert self._socket is not None
        return self._socket

    async def send(self, kind: str, **fields: Any) -> None:
        """Send a frame."""
        await self.socket.send(msgspec.json.encode({"t": kind, **fields}).decode())

    async def receive(self) -> Frame:
        """The next frame that is no ping."""
        while True:
            async with asyncio.timeout(WITHIN_S):
                frame: Frame = msgspec.json.decode(await self.socket.recv())
            if frame["t"] == "ping":
                await self.send("pong")
                continue
            self.seen.append(frame)
            return frame

    async def until(self, kind: str, **like: Any) -> Frame:
        """The next frame of a kind with these fields; others on the way are kept in `seen`."""
        return await self.answer({kind}, **like)

    async def answer(self, kinds: set[str], **like: Any) -> Frame:
        """The next frame of one of these kinds; raises within 10 s, at once when the socket is lost."""
        async with asyncio.timeout(WITHIN_S):
            while True:
                frame = await self.receive()
                if frame["t"] in kinds and all(frame.get(name) == value for name, value in like.items()):
                    return frame


class Visitor(Wire):
    """A widget without a screen."""

    def __init__(self, url: str, secret: str = "", origin: str = ORIGIN) -> None:
        super().__init__(url, {"Origin": origin})
        self.secret = secret or new_secret()

    async def hello(self, *cursors: Frame, **fields: Any) -> Frame:
        """Say hello; the welcome."""
        await self.send("hello", secret=self.secret, conversations=list(cursors), **fields)
        return await self.until("welcome")

    async def say(self, conversation: str, text: str, cid: str = "", **fields: Any) -> Frame:
        """Say something; the ack or nack."""
        cid = cid or new_id()
        await self.send("say", conversation=conversation, cid=cid, text=text, **fields)
        return await self.answer({"ack", "nack"}, cid=cid)


class Console(Wire):
    """An agent's console without a screen."""

    def __init__(self, url: str, token: str, csrf: str, agent: Agent, origin: str) -> None:
        super().__init__(url, {"Origin": origin, "Cookie": f"{SESSION_COOKIE}={token}"})
        self.csrf = csrf
        self.agent = agent
        self._ref = 0

    async def hello(self, *cursors: Frame) -> Frame:
        """Say hello; the welcome."""
        await self.send("hello", csrf=self.csrf, watching=list(cursors))
        return await self.until("welcome")

    async def watch(self, conversation: str, **cursor: Any) -> Frame:
        """Follow a conversation; its details (pages of messages follow)."""
        await self.send("watch", cursor={"id": conversation, **cursor})
        return await self.until("conversation")

    async def act(self, verb: str, conversation: str) -> Frame:
        """Carry out a verb; `done` or `nack`."""
        self._ref += 1
        await self.send("act", verb=verb, conversation=conversation, ref=self._ref)
        return await self.answer({"done", "nack"}, ref=self._ref)

    async def say(self, conversation: str, text: str, cid: str = "", **fields: Any) -> Frame:
        """Say something; the ack or nack."""
        cid = cid or new_id()
        await self.send("say", conversation=conversation, cid=cid, text=text, **fields)
        return await self.answer({"ack", "nack"}, cid=cid)


@asynccontextmanager
async def signed_in_agent(redis_url: str, server_url: str, name: str = "Nguyễn An") -> AsyncIterator[Console]:
    """A console of a new agent of the first site, with a session made in the store."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0]
    agent = Agent(new_id(), name, f"{new_id()}@example.com", system_clock(), roles={site.id: "agent"})
    assert await agents.add(client, agent)
    signed_in, token = await begin_session(client, agent, system_clock())
    await client.aclose()
    url = f"{server_url.replace('http', 'ws', 1)}/ws/agent/{site.id}"
    async with Console(url, token, signed_in.session.csrf, agent, server_url) as console:
        yield console
