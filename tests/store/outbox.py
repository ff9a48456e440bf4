"""A conversation told step by step, and the mails that it has caused."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatserver.background import Background
from chatserver.domain.conversation import Conversation
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Asked, Mail, Result, settled
from chatserver.domain.message import AgentMessage, Speaker, SystemLine, VisitorMessage
from chatserver.store import conversations, keys, mails
from chatserver.store.appends import Append, Appended, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

SITE = "5" * 32
TALK = "7" * 32
LAN = "lan@gmail.example"
SECOND, HOUR = 1000, 3_600_000
PROMISE_AT = 10 * HOUR
LEASE_MS = 90_000


class Outbox:
    """The store under a site's one conversation; instants are ms, the first is 1."""

    def __init__(self, client: Client, appender: Appender) -> None:
        self.client = client
        self._appender = appender

    async def asks(self, at: int, status: str = "email", *, letter: bool = False) -> Appended:
        """The visitor writes: at night, or while somebody is there (`waiting`)."""
        promise = {"promise_at": str(PROMISE_AT), "promise_from": "1", "promise_state": "pending"}
        arrival = Arrival(
            "lan", "hash", "epoch", status, promise if status == "email" else {}, "closed_hours"
        )
        body = VisitorMessage(random_id(), "chào")
        return await self.step(at, body=body, arrival=arrival, asked=Asked(letter=letter))

    async def leaves(self, at: int, address: str = LAN) -> None:
        """They leave an address."""
        await self.step(at, set={"email": address})

    async def answers(self, at: int, after_ms: int = 60_000) -> None:
        """An agent writes, and has the conversation by that."""
        body = AgentMessage(random_id(), "chào bạn", Speaker("an", "An"))
        taken = {"status": "open", "agent": "an", "agent_name": "An"}
        await self.step(at, body=body, set=taken, asked=Asked(after_ms=after_ms))

    async def says(self, at: int, key: str, **changes: str) -> None:
        """The system says a line, and something changes with it."""
        await self.step(at, body=SystemLine(random_id(), key, {}), set=changes)

    async def step(self, at: int, **parts: object) -> Appended:
        """Any step."""
        return await self._appender.append(SITE, Append(TALK, at, **parts))  # type: ignore[arg-type]

    async def leases(self, now: int, token: str = "token", life_ms: int = LEASE_MS) -> list[mails.Leased]:
        """What a sender gets."""
        return await mails.lease(self.client, SITE, now, token, life_ms, 10)

    async def taken(self, now: int) -> list[Mail]:
        """The mails of it, the soonest first."""
        return [one.mail for one in await self.leases(now)]

    async def settles(self, mail: Mail, result: Result, now: int) -> None:
        """How its sending went."""
        await self.step(now, settling=settled(mail, result, now))

    async def talk(self) -> Conversation:
        """The conversation as stored."""
        found = await conversations.load(self.client, SITE, TALK)
        assert found is not None
        return found

    async def mails(self) -> list[Mail]:
        """All its mails, the first first."""
        return await mails.of_conversation(self.client, SITE, TALK, (await self.talk()).mails)

    async def told(self) -> list[tuple[str, str, int, int]]:
        """(kind, state, first and last message) of each."""
        return [(one.kind, one.state, one.from_seq, one.to_seq) for one in await self.mails()]

    async def knows(self, **fields: str) -> None:
        """Something stands on the conversation."""
        await self.client.hset(keys.conversation(SITE, TALK), mapping=fields)  # type: ignore[arg-type]


@pytest.fixture
async def outbox(client: Client) -> AsyncIterator[Outbox]:
    """An empty store."""
    async with asyncio.TaskGroup() as group:
        yield Outbox(client, Appender(Batch(client, source("append"), Background(group))))
