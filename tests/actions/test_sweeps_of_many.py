"""What the sweep has dealt with does not stand before what it has not, however much there is (contract R20, R22)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from chatserver.actions import sweeps
from chatserver.actions.conversations import apply, take
from chatserver.actions.messages import Words, Writer, say_as_agent, say_as_visitor
from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.domain.conversation import end_grace
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.store import conversations, presence
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source
from tests.domain.desk_a import no_holidays
from tests.stores import NO_FILES, NOON

SITE = "s" * 32
AN = Speaker("an", "An")
MANY = sweeps.AT_ONCE + 5
NIGHT = timedelta(hours=12)


class Turned:
    """A clock to turn."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def office(client: Client) -> AsyncIterator[Office]:
    """A desk at noon, over an empty Redis."""
    policy = load_policy(shipped_policy_text(), no_holidays)
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        yield Office(client, appender, Turned(), policy, blobs=NO_FILES)


async def with_an(office: Office, *, answered: bool) -> str:
    conversation, visitor = random_id(), random_id()
    words = Words(random_id(), "chào", None)
    await say_as_visitor(office, SITE, Writer(visitor, "hash", "vi"), conversation, words)
    await take(office, SITE, AN, conversation)
    if answered:
        await say_as_agent(office, SITE, AN, conversation, random_id(), "chào bạn")
    return conversation


async def many(office: Office, *, answered: bool) -> list[str]:
    return list(await asyncio.gather(*(with_an(office, answered=answered) for _ in range(MANY))))


async def statuses(office: Office, names: list[str]) -> set[str]:
    return {found.status for found in await conversations.load_many(office.client, SITE, names)}


async def test_all_conversations_of_a_lost_agent_go_back_to_the_queue(office: Office) -> None:
    names = await many(office, answered=False)
    await presence.lease(office.client, SITE, ["binh/2"], 60_000)
    await presence.lease(office.client, SITE, ["an/1"], 0)
    await sweeps.sweep_site(office, SITE)
    assert await statuses(office, names) == {"waiting"}


async def test_many_answered_on_one_day_do_not_hide_the_one_that_is_not_on_the_next(office: Office) -> None:
    await presence.lease(office.client, SITE, ["an/1"], 60_000)
    assert isinstance(office.clock, Turned)
    await many(office, answered=True)
    office.clock.now += NIGHT
    await sweeps.sweep_site(office, SITE)
    await sweeps.sweep_site(office, SITE)
    office.clock.now += NIGHT
    forgotten = await with_an(office, answered=False)
    office.clock.now += NIGHT
    await sweeps.sweep_site(office, SITE)
    assert await statuses(office, [forgotten]) == {"email"}


async def test_words_of_an_agent_bring_a_conversation_back_under_the_grace(office: Office) -> None:
    name = await with_an(office, answered=True)
    await presence.lease(office.client, SITE, ["an/1"], 60_000)
    assert isinstance(office.clock, Turned)
    office.clock.now += NIGHT
    await sweeps.sweep_site(office, SITE)
    await say_as_agent(office, SITE, AN, name, random_id(), "còn gì nữa không")
    words = Words(random_id(), "còn", None)
    found = await conversations.load(office.client, SITE, name)
    assert found is not None
    await say_as_visitor(office, SITE, Writer(found.visitor, "hash", "vi"), name, words)
    office.clock.now += timedelta(hours=1)
    await sweeps.sweep_site(office, SITE)
    assert await statuses(office, [name]) == {"email"}


async def test_an_agent_who_speaks_while_the_sweep_decides_is_not_left(office: Office) -> None:
    name = await with_an(office, answered=True)
    before = await conversations.load(office.client, SITE, name)
    assert before is not None
    assert isinstance(office.clock, Turned)
    office.clock.now += NIGHT
    await say_as_agent(office, SITE, AN, name, random_id(), "còn gì nữa không")
    change = end_grace(before, "system.grace_over", 1, "closed_hours")
    assert change is not None
    with pytest.raises(Refused) as refused:
        await apply(office, SITE, before, change)
    assert refused.value.reason == "changed"
