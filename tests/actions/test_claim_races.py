"""Ten thousand races for a conversation, through two servers: one winner each, told once (contract R20)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from chatserver.actions.conversations import take
from chatserver.actions.office import Office
from chatserver.domain.errors import Refused
from chatserver.domain.message import Speaker
from chatserver.store import conversations
from chatserver.store.appends import Append
from chatserver.store.client import Client, command_client
from tests.actions.desk import SITE, Desk, desk

RACES, AT_ONCE = 10_000, 250
AGENTS = [Speaker(name, name.title()) for name in ("an", "binh", "chi")]


@pytest.fixture
async def two_servers(client: Client, redis_url: str) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two offices over one store, each with its own connections and batches."""
    other = command_client(redis_url)
    async with desk(client) as one, desk(other) as two:
        yield one, two
    await other.aclose()


async def claims(office: Office, agent: Speaker, conversation: str) -> bool:
    """Whether this agent won."""
    try:
        await take(office, SITE, agent, conversation)
    except Refused as refused:
        assert refused.reason == "taken"
        return False
    return True


async def race(two_servers: tuple[Desk, Desk], conversation: str, number: int) -> str:
    """All agents claim it at once, from one server or the other; the winner."""
    runs = [
        claims(two_servers[(number + index) % 2].office, agent, conversation)
        for index, agent in enumerate(AGENTS)
    ]
    won = await asyncio.gather(*runs)
    assert won.count(True) == 1, f"{won.count(True)} winners of {conversation}"
    return AGENTS[won.index(True)].id


async def put_back(shop: Desk, conversation: str) -> None:
    """It waits again, as if its agent had been lost."""
    waiting = {"status": "waiting", "agent": "", "agent_name": "", "front": "1"}
    await shop.office.appender.append(SITE, Append(conversation, 1, set=waiting))


async def test_ten_thousand_races_have_one_winner_each(two_servers: tuple[Desk, Desk]) -> None:
    shop, client = two_servers[0], two_servers[0].office.client
    winners: Counter[str] = Counter()
    names = await asyncio.gather(*(shop.writes() for _ in range(AT_ONCE)))
    for turn in range(1, RACES // AT_ONCE + 1):
        races = (race(two_servers, name, turn + index) for index, name in enumerate(names))
        found = await asyncio.gather(*races)
        winners.update(found)
        stored = await conversations.load_many(client, SITE, names)
        # the visitor's words and one line a race: who lost has said nothing
        expected = [("open", winner, 1 + turn) for winner in found]
        assert [(one.status, one.agent, one.seq) for one in stored] == expected
        await asyncio.gather(*(put_back(shop, name) for name in names))
    assert sum(winners.values()) == RACES and len(winners) == len(AGENTS)
    for agent in AGENTS:
        assert await conversations.whole_list(client, SITE, "mine", agent.id) == []
