"""Verdicts as they are kept, counted, exported and forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions import conversations as verbs
from chatserver.actions.erasure import end_retention, erase, export, person_named
from chatserver.actions.messages import say_as_agent
from chatserver.actions.ratings import rate, report
from chatserver.domain.agent import Agent
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.store import agents, conversations, keys
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk
from tests.stores import NOON

AN = Speaker("an", "An")


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk with An."""
    async with desk(client) as opened:
        await opened.comes("an")
        assert await agents.add(client, Agent("an", "An", "an@example.com", NOON, roles={SITE: "agent"}))
        yield opened


async def helped(shop: Desk) -> str:
    """A talk in which An has answered, closed."""
    name = await shop.writes()
    await verbs.take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "Xong rồi nhé")
    await verbs.close(shop.office, SITE, AN, name)
    shop.clock.now += timedelta(seconds=1)
    return name


async def test_a_verdict_changes_the_version_and_leaves_lists_and_closing_as_they_are(shop: Desk) -> None:
    name = await helped(shop)
    before = await shop.sees(name)
    assert await rate(shop.office, SITE, name, "no", "Chậm")
    after = await shop.sees(name)
    assert (after.version, after.seq, after.status) == (before.version + 1, before.seq + 1, "closed")
    assert (after.closed_at, after.unread, after.preview) == (before.closed_at, 0, before.preview)
    assert (after.rating, after.rating_comment, after.rated_agent) == ("no", "Chậm", "an")
    listed, _ = await conversations.listed(shop.office.client, SITE, "closed")
    assert [one.id for one in listed] == [name]
    assert (await shop.lines(name))[-1] == "system.rated_no_because"


async def test_the_same_verdict_twice_is_stored_once_even_at_once(shop: Desk) -> None:
    name = await helped(shop)
    assert await rate(shop.office, SITE, name, "yes")
    assert not await rate(shop.office, SITE, name, "yes")
    assert (await shop.lines(name)).count("system.rated_yes") == 1


async def test_verdicts_are_counted_by_department_and_agent_in_a_time(shop: Desk) -> None:
    good, bad = await helped(shop), await helped(shop)
    await rate(shop.office, SITE, good, "no", "Chậm")
    await rate(shop.office, SITE, good, "yes")  # another verdict: only the last counts
    await rate(shop.office, SITE, bad, "no", "Chưa xong")
    found = await report(shop.office.client, SITE, NOON, shop.clock.now + timedelta(seconds=1))
    counted = found.tally
    assert (counted.whole.yes, counted.whole.no) == (1, 1)
    assert {key: (one.yes, one.no) for key, one in counted.departments.items()} == {"support": (1, 1)}
    assert {found.names[key]: (one.yes, one.no) for key, one in counted.agents.items()} == {"An": (1, 1)}
    assert [one.rating_comment for one in counted.explained] == ["Chưa xong"]
    later = await report(
        shop.office.client, SITE, shop.clock.now + timedelta(days=1), NOON + timedelta(days=9)
    )
    assert (later.tally.whole.yes, later.tally.whole.no) == (0, 0)


async def test_a_verdict_is_exported_and_forgotten_with_its_visitor(shop: Desk) -> None:
    name = await helped(shop)
    await rate(shop.office, SITE, name, "no", "Tên tôi là Lan")
    client = shop.office.client
    person = await person_named(client, SITE, name)
    told = [line async for line in export(client, SITE, person, shop.clock.now)]
    about = next(line for line in told if line["kind"] == "conversation")
    assert (about["rating"], about["rating_comment"]) == ("no", "Tên tôi là Lan")
    assert any(line.get("key") == "system.rated_no_because" for line in told)
    await erase(client, shop.office.appender, shop.office.blobs, SITE, person, shop.clock.now)
    assert (await shop.sees(name)).rating == ""
    stored = await conversations.messages_after(client, SITE, name, 0)
    assert not any("Lan" in one.body for one in stored)
    assert await client.zcard(keys.rated(SITE)) == 0


async def test_a_verdict_goes_when_its_time_of_keeping_is_over(shop: Desk) -> None:
    name = await helped(shop)
    await rate(shop.office, SITE, name, "yes")
    shop.clock.now += timedelta(days=366)
    assert await end_retention(shop.office, SITE) == 1
    assert await shop.office.client.zcard(keys.rated(SITE)) == 0
