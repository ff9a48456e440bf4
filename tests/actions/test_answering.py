"""An agent answers what nobody has: by mail, or a talk that had ended."""

from collections.abc import AsyncIterator

import pytest

from chatserver.actions.conversations import close, take
from chatserver.actions.messages import say_as_agent
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.store import mails, visitors
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk

AN, BINH = Speaker("an", "An"), Speaker("binh", "Bình")


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk at which nobody sits: whoever writes is answered by mail."""
    async with desk(client) as made:
        yield made


async def answers(shop: Desk, agent: Speaker, name: str) -> None:
    await say_as_agent(shop.office, SITE, agent, name, random_id(), "chào bạn")


async def test_an_email_conversation_is_taken_by_the_words_without_a_line(shop: Desk) -> None:
    name = await shop.writes()
    assert (await shop.sees(name)).status == "email"
    await answers(shop, AN, name)
    found = await shop.sees(name)
    assert (found.status, found.agent, found.seq) == ("open", "an", 2)
    assert await shop.lines(name) == []


async def test_whoever_is_reading_is_told_that_an_agent_has_joined(shop: Desk) -> None:
    name = await shop.writes()
    await visitors.lease_here(shop.office.client, SITE, [(name, "tab")], 60_000)
    await answers(shop, AN, name)
    assert await shop.lines(name) == ["system.joined"]


async def test_the_promise_stands_until_the_answer_has_reached_the_visitor(shop: Desk) -> None:
    name = await shop.writes()
    promised = (await shop.sees(name)).promise_at
    await answers(shop, AN, name)
    found = await shop.sees(name)
    assert (found.promise_at, found.unseen_since > 0) == (promised, True)


async def test_a_closed_conversation_is_reopened_by_the_words(shop: Desk) -> None:
    name = await shop.writes()
    await take(shop.office, SITE, AN, name)
    await close(shop.office, SITE, AN, name)
    await answers(shop, BINH, name)
    found = await shop.sees(name)
    assert (found.status, found.agent) == ("open", "binh")
    assert await shop.lines(name) == ["system.joined", "system.closed"]


async def test_another_agents_conversation_is_not_taken(shop: Desk) -> None:
    name = await shop.writes()
    await answers(shop, AN, name)
    with pytest.raises(Refused, match="not_yours"):
        await answers(shop, BINH, name)
    with pytest.raises(Refused, match="unknown_conversation"):
        await answers(shop, AN, random_id())


async def test_the_same_words_offered_twice_take_and_say_it_once(shop: Desk) -> None:
    name, cid = await shop.writes(), random_id()
    for _ in range(2):
        done = await say_as_agent(shop.office, SITE, AN, name, cid, "chào bạn")
        assert done.seq == 2
    assert (await shop.sees(name)).seq == 2


async def test_the_words_are_mailed_after_the_policys_minute(shop: Desk) -> None:
    name = await shop.writes()
    await shop.office.client.hset(f"chat:{{{SITE}}}:conversation:{name}", "email", "lan@shop.example")
    await answers(shop, AN, name)
    found = await shop.sees(name)
    answer = (await mails.of_conversation(shop.office.client, SITE, name, found.mails))[-1]
    assert (answer.kind, answer.from_seq, answer.due_at) == ("answer", 2, found.agent_at + 60_000)
