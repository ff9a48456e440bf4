"""Agents who are lost, and agents whose whole network went: each has their own outcome, told to visitors (R20)."""

from collections.abc import AsyncIterator

import pytest

from chatserver.actions.conversations import take
from chatserver.actions.messages import say_as_agent
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.store import keys, presence, queue_keys
from chatserver.store.client import Client
from tests.actions.desk import LIFE_MS, SITE, Desk, desk

TEAM = ("an", "binh", "chi", "dung")


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk with four agents."""
    async with desk(client) as made:
        for agent in TEAM:
            await made.comes(agent)
        await made.sweeps()
        yield made


async def with_agent(shop: Desk, agent: str) -> str:
    name = await shop.writes()
    await take(shop.office, SITE, Speaker(agent, agent.title()), name)
    return name


async def test_one_lost_agent_gives_theirs_to_the_queues_head_with_its_waiting_time(shop: Desk) -> None:
    name = await with_agent(shop, "an")
    before = await shop.sees(name)
    await shop.vanishes("an")
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.status, found.front, found.waiting_since) == ("waiting", "1", before.waiting_since)
    assert found.previous == "an" and found.offered_to in TEAM[1:]
    assert await shop.lines(name) == ["system.joined", "system.agent_lost"]


async def test_what_a_lost_agent_was_offered_goes_to_another_who_was_not_asked_before(shop: Desk) -> None:
    name = await shop.writes()
    await shop.sweeps()
    asked = (await shop.sees(name)).offered_to
    await shop.vanishes(asked)
    await shop.sweeps()
    found = await shop.sees(name)
    assert found.offered_to not in {"", asked} and found.passed == ""


async def test_who_fell_silent_and_left_comes_back_as_somebody_new(shop: Desk) -> None:
    await presence.set_availability(shop.office.client, SITE, "an", "auto_away")
    await presence.set_availability(shop.office.client, SITE, "binh", "away")
    for agent in ("an", "binh"):
        await shop.goes(agent)
    await shop.sweeps()
    for agent in ("an", "binh"):
        await shop.comes(agent)
    await shop.sweeps()
    present = shop.office.presence_at(SITE)
    assert (present.attendance_of("an"), present.attendance_of("binh")) == ("online", "away")


async def test_when_half_a_department_vanishes_theirs_is_held_and_given_back_to_them(shop: Desk) -> None:
    name = await with_agent(shop, "an")
    await shop.vanishes("an")
    await shop.vanishes("binh")
    await shop.sweeps()
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.status, found.agent) == ("open", "an")
    assert await shop.lines(name) == ["system.joined", "system.agent_held"]
    await shop.comes("an")
    await shop.sweeps()
    assert (await shop.lines(name))[-1] == "system.agent_back"
    assert (await shop.sees(name)).agent == "an"


async def test_they_are_waited_for_three_minutes_and_no_longer(shop: Desk) -> None:
    name = await with_agent(shop, "an")
    await shop.vanishes("an")
    await shop.vanishes("binh")
    await shop.sweeps()
    until = int(await shop.office.client.hget(queue_keys.held(SITE), "an") or 0)
    seconds, _ = await shop.office.client.time()
    assert 178 <= until / 1000 - seconds <= 181
    await shop.office.client.hset(queue_keys.held(SITE), mapping={"an": 1, "binh": 1})
    await shop.sweeps()
    assert (await shop.sees(name)).status == "waiting"
    assert (await shop.lines(name))[-1] == "system.agent_lost"


async def test_the_first_to_go_is_held_too_while_the_others_fade(shop: Desk) -> None:
    name = await with_agent(shop, "an")
    seconds, _ = await shop.office.client.time()
    now = seconds * 1000
    fading = {"an/1": now - 1000, "binh/1": now + 3000, "chi/1": now + LIFE_MS, "dung/1": now + LIFE_MS}
    await shop.office.client.zadd(keys.presence(SITE), fading)
    await shop.sweeps()
    assert (await shop.sees(name)).agent == "an"
    assert (await shop.lines(name))[-1] == "system.agent_held"


async def test_a_shift_that_signs_out_together_has_left(shop: Desk) -> None:
    name = await with_agent(shop, "an")
    await shop.goes("an")
    await shop.goes("binh")
    await shop.sweeps()
    assert (await shop.sees(name)).status == "waiting"


async def test_an_answered_conversation_waits_for_words_and_nobody_is_told(shop: Desk) -> None:
    name = await with_agent(shop, "an")
    await say_as_agent(shop.office, SITE, Speaker("an", "An"), name, random_id(), "chào bạn")
    await shop.vanishes("an")
    await shop.sweeps()
    assert (await shop.sees(name)).unattended == "1"
    await shop.writes(name, "còn một câu")
    found = await shop.sees(name)
    assert (found.status, found.front) == ("waiting", "1")
    assert await shop.lines(name) == ["system.joined"]
