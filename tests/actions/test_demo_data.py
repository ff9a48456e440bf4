"""Telling dialogues on a site."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from chatserver.actions.demo_data import AGENT, SPAN, fill_site
from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.clock import from_millis, millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.dialogue import Dialogue, Turn, read_dialogues
from chatserver.domain.holidays import public_holidays
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.store import conversations, keys, mails, visitors
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.conversations import ListName
from chatserver.store.scripts import source
from tests.domain.test_dialogue import EXCERPT
from tests.stores import NO_FILES, NOON

SITE, HOME = "5" * 32, "https://chat.shop.example"
NIGHT = NOON + timedelta(hours=11)  # 23:00 in Hà Nội
POLICY = load_policy(shipped_policy_text(), public_holidays)
LISTS: tuple[ListName, ...] = ("waiting", "open", "email", "closed")


@pytest.fixture
async def appender(client: Client) -> AsyncIterator[Appender]:
    async with asyncio.TaskGroup() as group:
        yield Appender(Batch(client, source("append"), Background(group)))


def excerpt() -> list[Dialogue]:
    with EXCERPT.open("rb") as lines:
        return read_dialogues(lines)[0]


async def fill(
    client: Client, appender: Appender, dialogues: list[Dialogue], now: datetime = NOON
) -> dict[ListName, list[Conversation]]:
    """Tell them, and read every list as it is then."""
    counted = await fill_site(
        Office(client, appender, lambda: now, POLICY, blobs=NO_FILES), SITE, dialogues, HOME
    )
    found = {name: (await conversations.listed(client, SITE, name, count=200))[0] for name in LISTS}
    assert {name: len(rows) for name, rows in found.items() if rows} == dict(counted)
    return found


async def test_by_day_some_wait_some_were_promised_a_mail_and_most_are_done(
    client: Client, appender: Appender
) -> None:
    found = await fill(client, appender, excerpt())
    assert len(found["waiting"]) == 5
    assert found["email"] and len(found["closed"]) > 40
    assert found["open"] == []
    assert sum(map(len, found.values())) == 64


async def test_by_night_nobody_waits(client: Client, appender: Appender) -> None:
    found = await fill(client, appender, excerpt(), NIGHT)
    assert found["waiting"] == []
    newest = max(found["email"], key=lambda one: one.created_at)
    assert newest.reason == "closed_hours"
    assert from_millis(newest.promise_at) > NIGHT


async def test_everything_lies_in_the_last_days_and_nothing_in_the_future(
    client: Client, appender: Appender
) -> None:
    found = await fill(client, appender, excerpt())
    instants = [
        at
        for rows in found.values()
        for one in rows
        for at in (one.created_at, one.last_at, one.agent_at, one.closed_at)
        if at
    ]
    assert max(instants) <= millis(NOON)
    assert min(instants) >= millis(NOON - SPAN - timedelta(hours=1))


async def test_what_the_desk_answered_by_mail_kept_its_promise(client: Client, appender: Appender) -> None:
    found = await fill(client, appender, excerpt())
    mailed = [one for one in found["closed"] if one.reason == "closed_hours"]
    assert mailed and all(one.promise_kept_at and one.email for one in mailed)
    late = [one for one in found["email"] if one.promise_at < millis(NOON)]
    assert all(not one.email for one in late)


async def test_no_answer_waits_to_be_seen(client: Client, appender: Appender) -> None:
    await fill(client, appender, excerpt())
    assert await client.zcard(keys.inbox(SITE, "unseen")) == 0


async def test_a_dialogue_inside_the_hours_is_there_word_for_word(client: Client, appender: Appender) -> None:
    turns = (Turn("visitor", "Giá bao nhiêu ạ?"), Turn("agent", "Dạ 190.000 ₫."), Turn("visitor", "Cảm ơn"))
    found = await fill(client, appender, [Dialogue(turns)])
    [one] = [*found["closed"], *found["email"]]
    assert (one.status, one.language, one.agent_name) == ("closed", "vi", AGENT.name)
    bodies = [json.loads(line.body) for line in await conversations.messages_after(client, SITE, one.id, 0)]
    assert [(body["from"], body["text"]) for body in bodies if body["from"] != "system"] == [
        (turn.speaker, turn.text) for turn in turns
    ]
    assert bodies[0]["page"]["url"] == f"{HOME}/demo/pricing"


async def test_a_visitor_has_come_over_other_pages_with_a_plan(client: Client, appender: Appender) -> None:
    found = await fill(client, appender, [Dialogue((Turn("visitor", "Chào bạn"),))])
    [one] = [*found["closed"], *found["email"]]
    trail = await visitors.trail(client, SITE, one.visitor)
    assert [page["url"] for page in trail] == [f"{HOME}/demo/pricing", f"{HOME}/demo"]
    assert json.loads((await visitors.find(client, SITE, one.visitor)).context) == {"plan": "Miễn phí"}


async def test_more_questions_than_the_pace_allows_only_take_longer(
    client: Client, appender: Appender
) -> None:
    turns = tuple(Turn("visitor", f"Câu {number}") for number in range(22))
    found = await fill(client, appender, [Dialogue(turns)])
    [one] = [*found["closed"], *found["email"]]
    assert one.seq >= 22


async def test_an_agent_of_the_demo_is_nobody_who_could_sign_in(client: Client, appender: Appender) -> None:
    await fill(client, appender, excerpt()[:8])
    assert not await client.exists(keys.agent(AGENT.id))
    assert await client.hlen(keys.AGENT_EMAILS) == 0


async def test_nothing_about_the_demonstration_is_ever_mailed(client: Client, appender: Appender) -> None:
    found = await fill(client, appender, excerpt(), NIGHT)
    assert any(conversation.email for conversation in found["email"])
    assert await mails.counts(client, SITE) == mails.Counts(waiting=0, dead=0)
