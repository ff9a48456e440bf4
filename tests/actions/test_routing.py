"""Offers go to one agent at a time, until somebody takes what waits, or waiting has an end (contract R20)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions.conversations import close, take
from chatserver.actions.messages import say_as_agent
from chatserver.actions.promises import set_priority
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.store import conversations, keys, presence
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk

AN, BINH = Speaker("an", "An"), Speaker("binh", "Binh")


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk where billing helps support out, two conversations an agent."""
    async with desk(client) as made:
        yield made


async def offered(shop: Desk, *names: str) -> list[str]:
    return [(await shop.sees(name)).offered_to for name in names]


async def test_what_waits_is_offered_to_one_agent_and_stays_waiting_until_they_take_it(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.status, found.offered_to, found.agent_name) == ("waiting", "an", "")
    assert found.offer_lapses - found.offered_at == 120_000
    await take(shop.office, SITE, AN, name)
    taken = await shop.sees(name)
    assert (taken.status, taken.agent, taken.offered_to) == ("open", "an", "")


async def test_an_answer_takes_what_is_offered(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await shop.sweeps()
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    found = await shop.sees(name)
    assert (found.status, found.agent, found.waiting_since) == ("open", "an", 0)
    with pytest.raises(Refused) as refused:
        await say_as_agent(shop.office, SITE, BINH, name, random_id(), "chào")
    assert refused.value.reason == "not_yours"


async def test_nobody_is_offered_more_than_they_can_take_and_the_rest_queue(shop: Desk) -> None:
    await shop.comes("an")
    await shop.comes("binh", capacity="1")
    await shop.sweeps()
    assert shop.office.decision(SITE).outcome == "agent"
    names = [await shop.writes() for _ in range(5)]
    await shop.sweeps()
    assert sorted(await offered(shop, *names)) == ["", "", "an", "an", "binh"]
    await shop.sweeps()
    decision = shop.office.decision(SITE)
    assert (decision.outcome, decision.reason) == ("queue", "all_busy")
    first = names[(await offered(shop, *names)).index("binh")]
    await take(shop.office, SITE, BINH, first)
    await close(shop.office, SITE, BINH, first)
    await shop.sweeps()
    assert sorted(await offered(shop, *names)) == ["", "", "an", "an", "binh"]


async def test_an_answered_conversation_that_has_fallen_silent_is_no_load(shop: Desk) -> None:
    await shop.comes("an", capacity="1")
    await shop.sweeps()
    name = await shop.writes()
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    other = await shop.writes()
    await shop.sweeps()
    assert await offered(shop, other) == [""]
    await say_as_agent(shop.office, SITE, AN, other, random_id(), "chào bạn")
    await shop.passes(16 * 60)
    assert shop.office.decision(SITE).outcome == "agent"


async def test_the_urgent_go_first_then_who_waits_longest(shop: Desk) -> None:
    await shop.comes("an", capacity="1")
    await shop.sweeps()
    old = await shop.writes()
    shop.clock.now += timedelta(seconds=5)
    urgent = await shop.writes()
    await set_priority(shop.office, SITE, urgent, "critical")
    await shop.sweeps()
    assert await offered(shop, old, urgent) == ["", "an"]


async def test_unanswered_it_goes_to_the_next_agent_and_never_back(shop: Desk) -> None:
    await shop.comes("an")
    await shop.comes("binh")
    await shop.sweeps()
    name = await shop.writes()
    await shop.sweeps()
    first = (await shop.sees(name)).offered_to
    await shop.passes(121)
    second = (await shop.sees(name)).offered_to
    assert {first, second} == {"an", "binh"}
    await shop.passes(121)
    assert (await shop.sees(name)).offered_to == ""
    assert (await shop.sees(name)).passed.split() == [first, second]


async def test_who_did_nothing_while_asked_is_away_until_they_do_something(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    await shop.writes()
    await shop.sweeps()
    await shop.passes(121)
    assert shop.office.presence_at(SITE).attendance_of("an") == "auto_away"
    assert shop.office.decision(SITE).reason == "nobody_online"


async def test_who_was_busy_with_others_while_asked_stays(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    await shop.writes()
    await shop.sweeps()
    at = int(shop.clock.now.timestamp() * 1000) + 5000
    await presence.note_act(shop.office.client, SITE, "an", at)
    await shop.passes(121)
    assert shop.office.presence_at(SITE).attendance_of("an") == "online"


async def test_an_offer_to_somebody_who_leaves_goes_on_without_having_been_let_pass(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await shop.sweeps()
    await shop.comes("binh")
    await presence.set_availability(shop.office.client, SITE, "an", "away")
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.offered_to, found.passed) == ("binh", "")


async def test_the_previous_agent_is_asked_first(shop: Desk) -> None:
    for agent in ("an", "binh"):
        await shop.comes(agent)
    await shop.sweeps()
    name = await shop.writes()
    await say_as_agent(shop.office, SITE, BINH, name, random_id(), "chào bạn")
    await close(shop.office, SITE, BINH, name)
    await shop.writes(name, "còn một câu")
    await shop.sweeps()
    assert await offered(shop, name) == ["binh"]


async def test_departments_have_their_own_members_and_the_one_that_helps_out_comes_in(shop: Desk) -> None:
    await shop.comes("an", departments="support")
    await shop.comes("binh", departments="billing")
    await shop.sweeps()
    name = await shop.writes()
    await shop.sweeps()
    assert await offered(shop, name) == ["an"]
    await shop.passes(121)
    found = await shop.sees(name)
    assert (found.department, found.offered_to) == ("support", "")
    await presence.set_availability(shop.office.client, SITE, "an", "online")
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.department, found.overflowed) == ("billing", "1")
    assert found.offered_to == "binh" and await shop.lines(name) == ["system.overflow"]


async def test_words_that_come_later_stay_in_the_department_that_has_it(shop: Desk) -> None:
    await test_departments_have_their_own_members_and_the_one_that_helps_out_comes_in(shop)
    found, _ = await conversations.listed(shop.office.client, SITE, "waiting")
    await shop.writes(found[0].id, "còn ai không")
    assert (await shop.sees(found[0].id)).department == "billing"


async def test_waiting_ends_after_ten_minutes_as_a_promise_that_is_missed_until_answered(shop: Desk) -> None:
    await shop.comes("an", capacity="1")
    await shop.sweeps()
    busy = await shop.writes()
    await take(shop.office, SITE, AN, busy)
    name = await shop.writes()
    await shop.passes(599)
    assert (await shop.sees(name)).status == "waiting"
    await shop.passes(2)
    found = await shop.sees(name)
    assert (found.status, found.missed) == ("email", "1") and found.promise_at
    assert await shop.lines(name) == ["system.waited_in_vain"]
    await take(shop.office, SITE, AN, name)
    assert (await shop.sees(name)).missed == "1"
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "xin lỗi bạn")
    assert (await shop.sees(name)).missed == ""


async def test_when_all_who_are_there_have_gone_away_it_becomes_a_promise_at_once(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await presence.set_availability(shop.office.client, SITE, "an", "away")
    await shop.sweeps()
    assert (await shop.sees(name)).status == "email"


async def test_one_who_fell_silent_may_still_come_back_so_the_wait_goes_on(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await shop.sweeps()
    await shop.passes(121)
    assert (await shop.sees(name)).status == "waiting"


async def test_what_waits_in_a_department_that_is_gone_waits_in_the_default_one(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await shop.office.client.hset(f"chat:{{{SITE}}}:conversation:{name}", "department", "old")
    await shop.office.client.rename(f"chat:{{{SITE}}}:queue:support", f"chat:{{{SITE}}}:queue:old")
    await shop.sweeps()
    assert (await shop.sees(name)).department == "support"
    assert await offered(shop, name) == ["an"]


async def test_a_promise_of_a_department_that_is_gone_is_the_default_ones(shop: Desk) -> None:
    name = await shop.writes()
    await shop.sweeps()
    client = shop.office.client
    await client.hset(keys.conversation(SITE, name), "department", "old")
    await client.delete(keys.counted_by(SITE))  # another policy
    await shop.sweeps()
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.status, found.department) == ("email", "support")
    assert found.promise_at
