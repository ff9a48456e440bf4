"""A desk for tests of actions: a policy, a clock to turn, agents who are there, visitors who write."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from chatserver.actions.messages import Words, Writer, say_as_visitor
from chatserver.actions.office import Office
from chatserver.actions.sweeps import sweep_site
from chatserver.background import Background
from chatserver.domain.conversation import Conversation
from chatserver.domain.ids import random_id
from chatserver.domain.policy import load_policy
from chatserver.store import conversations, keys, presence
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.blobs import DiskBlobs
from chatserver.store.client import Client
from chatserver.store.scripts import source
from tests.domain.desk_a import no_holidays
from tests.domain.policies import minimal
from tests.stores import NOON

SITE = "s" * 32
LIFE_MS = 60_000
BILLING = """
[version.departments.billing]
name = { vi = "Thanh toán", en = "Billing" }
calendar = "office"
[version.numbers]
capacity = 2
"""
HELPED_OUT = minimal(department='overflow = "billing"', more=BILLING)


class Turned:
    """A clock to turn."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Desk:
    """An office with the verbs that a story about routing needs."""

    def __init__(self, office: Office, clock: Turned) -> None:
        self.office = office
        self.clock = clock

    async def comes(self, agent: str, departments: str = "", capacity: str = "") -> None:
        """An agent opens a console."""
        own = {f"departments:{SITE}": departments, f"capacity:{SITE}": capacity}
        facts = {"name": agent.title(), **{name: value for name, value in own.items() if value}}
        await self.office.client.hset(keys.agent(agent), mapping=facts)  # type: ignore[arg-type]
        await presence.lease(self.office.client, SITE, [f"{agent}/1"], LIFE_MS)

    async def goes(self, agent: str) -> None:
        """An agent signs out."""
        await presence.lease(self.office.client, SITE, [f"{agent}/1"], 0)

    async def vanishes(self, agent: str) -> None:
        """An agent's lease ends without a word."""
        seconds, _ = await self.office.client.time()
        await self.office.client.zadd(keys.presence(SITE), {f"{agent}/1": seconds * 1000 - 1})

    async def writes(self, conversation: str = "", text: str = "chào") -> str:
        """A visitor writes; the conversation's id, also the visitor's."""
        name = conversation or random_id()
        words = Words(random_id(), text, None)
        running = await conversations.load(self.office.client, SITE, name)
        await say_as_visitor(self.office, SITE, Writer(name, "hash", "vi"), name, words, running)
        return name

    async def sweeps(self) -> None:
        """One round."""
        await sweep_site(self.office, SITE)

    async def passes(self, seconds: float) -> None:
        """So much time goes by, and one round after it."""
        self.clock.now += timedelta(seconds=seconds)
        await self.sweeps()

    async def sees(self, conversation: str) -> Conversation:
        """The conversation as stored."""
        found = await conversations.load(self.office.client, SITE, conversation)
        assert found is not None
        return found

    async def lines(self, conversation: str) -> list[str]:
        """The keys of what the system said to the visitor."""
        stored = await conversations.messages_after(self.office.client, SITE, conversation, 0)
        return [part.split('"')[0] for one in stored for part in one.body.split('"key":"')[1:]]


@asynccontextmanager
async def desk(client: Client, policy: str = "") -> AsyncIterator[Desk]:
    """A desk at noon over an empty store."""
    with TemporaryDirectory(prefix="chat-") as folder:
        async with asyncio.TaskGroup() as group:
            appender = Appender(Batch(client, source("append"), Background(group)))
            clock = Turned()
            seed = load_policy(policy or HELPED_OUT, no_holidays)
            blobs = DiskBlobs(Path(folder), reserve=0)
            yield Desk(Office(client, appender, clock, seed, blobs=blobs), clock)
