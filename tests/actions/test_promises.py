"""Promises through the sweep: due soon, broken once and told, moved by changed rules, kept by an answer."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from chatserver.actions.conversations import take
from chatserver.actions.messages import say_as_agent
from chatserver.actions.promises import promise_own, set_priority
from chatserver.clock import millis
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.domain.why import read_why
from chatserver.store import conversations, keys, policies, visitors
from chatserver.store.client import Client
from chatserver.store.policies import StoredPolicy
from tests.actions.desk import BILLING, SITE, Desk, desk
from tests.domain.policies import minimal
from tests.stores import NOON

AN = Speaker("an", "An")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
QUICK = (
    'email = { first = { within = "PT4H" }, next = { within = "PT1H" }, resolution = { within = "PT10H" } }\n'
    'high = { first = { within = "PT2H" } }'
)


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk that promises four hours, two for what is urgent, one for who was answered before."""
    async with desk(client, minimal(targets=QUICK, more=BILLING)) as made:
        yield made


def at(instant: datetime) -> int:
    return millis(instant)


async def asked(shop: Desk) -> str:
    """Nobody is there: a visitor is promised a mail by 16:00."""
    name = await shop.writes()
    await shop.sweeps()
    return name


async def test_words_that_nobody_reads_are_promised_an_answer_by_a_rule(shop: Desk) -> None:
    found = await shop.sees(await asked(shop))
    assert (found.promise_at, found.promise_from) == (at(NOON + 4 * HOUR), at(NOON))
    assert '"name":"email","turn":"first","within_s":14400' in found.promise_target
    assert (found.promise_state, found.resolve_by) == ("pending", at(NOON + 10 * HOUR))


async def test_a_promise_is_due_soon_half_an_hour_before(shop: Desk) -> None:
    name = await asked(shop)
    await shop.passes(3.5 * 3600 - 1)
    assert (await shop.sees(name)).promise_state == "pending"
    await shop.passes(1)
    assert (await shop.sees(name)).promise_state == "due_soon"


async def test_a_broken_promise_is_told_once_with_a_new_time(shop: Desk) -> None:
    name = await asked(shop)
    await shop.passes(4 * 3600 + 1)
    found = await shop.sees(name)
    assert (found.promise_state, found.missed) == ("breached", "1")
    assert found.promise_at == at(NOON + 8 * HOUR) + 1000
    await shop.sweeps()
    await shop.passes(8 * 3600)
    await shop.sweeps()
    assert await shop.lines(name) == ["system.promise_broken"]
    assert (await shop.sees(name)).promise_state == "breached"


async def test_a_sweep_that_died_between_two_rounds_tells_it_no_second_time(shop: Desk) -> None:
    name = await asked(shop)
    await shop.passes(4 * 3600 + 1)
    await shop.office.client.zadd(keys.deadlines(SITE), {name: 0})  # as if its mark had been lost
    await shop.sweeps()
    assert await shop.lines(name) == ["system.promise_broken"]


async def test_an_answer_in_time_keeps_it_when_the_visitor_is_there(shop: Desk) -> None:
    name = await asked(shop)
    await visitors.lease_here(shop.office.client, SITE, [(name, "tab")], 60_000)
    await take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    await shop.passes(5 * 3600)
    assert (await shop.sees(name)).promise_state == "kept"
    assert await shop.lines(name) == ["system.joined"]


async def test_who_was_answered_and_writes_again_is_promised_the_next_answer(shop: Desk) -> None:
    name = await asked(shop)
    await visitors.lease_here(shop.office.client, SITE, [(name, "tab")], 60_000)
    await take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    await shop.goes("an")
    await shop.passes(60)
    await shop.office.client.hset(keys.conversation(SITE, name), "unattended", "1")
    await shop.writes(name, "còn một câu nữa")
    found = await shop.sees(name)
    assert (found.status, found.promise_at) == ("email", at(shop.clock.now + HOUR))
    assert '"turn":"next"' in found.promise_target


async def test_a_priority_gives_its_own_promise_and_the_visitor_is_told_why(shop: Desk) -> None:
    name = await asked(shop)
    shop.clock.now += HOUR
    await set_priority(shop.office, SITE, name, "high")
    found = await shop.sees(name)
    assert (found.priority, found.promise_at) == ("high", at(NOON + 2 * HOUR))
    assert await shop.lines(name) == ["system.promise_moved"]
    kept = await shop.office.client.lrange(keys.why(SITE, name), 0, -1)
    assert [one.target for one in read_why(kept)] == ["email", "high"]


async def test_each_turn_of_a_talk_with_a_priority_has_its_promise_without_a_word(shop: Desk) -> None:
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await set_priority(shop.office, SITE, name, "high")
    await visitors.lease_here(shop.office.client, SITE, [(name, "tab")], 60_000)
    await take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    await shop.passes(60)
    assert (await shop.sees(name)).promise_at == 0
    await shop.writes(name, "còn một câu nữa")
    await shop.sweeps()
    assert (await shop.sees(name)).promise_at == at(shop.clock.now + 2 * HOUR)
    assert await shop.lines(name) == ["system.promise_made", "system.joined"]


async def test_another_department_moves_the_promise_at_the_next_sweep(client: Client) -> None:
    billing = BILLING.replace(
        "[version.numbers]", 'targets = { email = { first = { within = "PT1H" } } }\n[version.numbers]'
    )
    async with desk(client, minimal(targets=QUICK, more=billing)) as shop:
        name = await asked(shop)
        await shop.office.client.hset(keys.conversation(SITE, name), "department", "billing")
        await shop.office.client.zadd(keys.deadlines(SITE), {name: 0})
        await shop.sweeps()
        assert (await shop.sees(name)).promise_at == at(NOON + HOUR)
        assert await shop.lines(name) == ["system.promise_moved"]


async def test_a_policy_that_changes_moves_every_promise_that_it_touches(shop: Desk) -> None:
    names = [await asked(shop) for _ in range(3)]
    slower = minimal(targets=QUICK.replace("PT4H", "PT6H"), more=BILLING)
    applied = StoredPolicy(0, slower, "digest", shop.office.now, "An")
    await policies.replace(shop.office.client, SITE, applied, None)
    await shop.sweeps()
    for name in names:
        assert (await shop.sees(name)).promise_at == at(NOON + 6 * HOUR)
        assert await shop.lines(name) == ["system.promise_moved"]
    await shop.sweeps()
    assert await shop.lines(names[0]) == ["system.promise_moved"]


async def test_a_time_that_an_agent_promised_sleeps_until_a_quarter_before(shop: Desk) -> None:
    name = await asked(shop)
    await promise_own(shop.office, SITE, AN, name, at(NOON + 24 * HOUR))
    found = await shop.sees(name)
    assert (found.promise_by, found.sleeps_until) == ("an", at(NOON + 24 * HOUR - 15 * MINUTE))
    listed, _ = await conversations.listed(shop.office.client, SITE, "email")
    assert listed == []
    await shop.passes(23.75 * 3600)
    listed, _ = await conversations.listed(shop.office.client, SITE, "email")
    assert [one.id for one in listed] == [name]
    await shop.sweeps()
    assert (await shop.sees(name)).promise_state == "due_soon"


async def test_a_time_that_an_agent_promised_is_owed_although_nothing_was_asked_since(shop: Desk) -> None:
    name = await asked(shop)
    await visitors.lease_here(shop.office.client, SITE, [(name, "tab")], 60_000)
    await take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "mai mình trả lời")
    await promise_own(shop.office, SITE, AN, name, at(NOON + 2 * HOUR))
    await shop.passes(2 * 3600 + 1)
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.promise_state, found.promise_by) == ("breached", "")
    lines = ["system.joined", "system.promise_own", "system.promise_broken"]
    assert await shop.lines(name) == lines


async def test_what_is_gone_is_looked_for_no_more(shop: Desk) -> None:
    await shop.office.client.zadd(keys.deadlines(SITE), {"gone": 0})
    await shop.sweeps()
    assert await shop.office.client.zcard(keys.deadlines(SITE)) == 0


async def test_hundreds_that_break_at_once_are_all_told_and_nobody_twice(shop: Desk) -> None:
    names = [await shop.writes() for _ in range(350)]
    await shop.sweeps()
    await shop.passes(4 * 3600 + 1)
    await shop.sweeps()
    await shop.sweeps()
    for name in names:
        assert await shop.lines(name) == ["system.promise_broken"]
