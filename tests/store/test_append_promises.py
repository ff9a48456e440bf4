"""What words do to a promise, in the one append: who keeps it, who must see the answer first, what is looked at."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatserver.background import Background
from chatserver.domain.conversation import Conversation
from chatserver.domain.ids import random_id
from chatserver.domain.message import AgentMessage, Speaker, SystemLine, VisitorMessage
from chatserver.store import conversations, keys, queue_keys, visitors
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

SITE = "s" * 32
PROMISE = {"promise_at": "5000", "promise_from": "1", "promise_state": "pending"}
NIGHT = Arrival("lan", "hash of lan", "epoch", "email", PROMISE, "closed_hours", '{"at":1}')


@pytest.fixture
async def appender(client: Client) -> AsyncIterator[Appender]:
    """Appends on an empty Redis."""
    async with asyncio.TaskGroup() as group:
        yield Appender(Batch(client, source("append"), Background(group)))


@pytest.fixture
async def promised(appender: Appender) -> Appender:
    """Lan wrote at night and has a promise."""
    await writes(appender, at=1)
    return appender


async def writes(appender: Appender, at: int) -> None:
    body = VisitorMessage(random_id(), "chào")
    await appender.append(SITE, Append("c", at, body, NIGHT))


async def answers(appender: Appender, at: int) -> None:
    body = AgentMessage(random_id(), "chào bạn", Speaker("an", "An"))
    await appender.append(SITE, Append("c", at, body))


async def seen(client: Client) -> Conversation:
    found = await conversations.load(client, SITE, "c")
    assert found is not None
    return found


async def comes(client: Client) -> None:
    await visitors.lease_here(client, SITE, [("lan", "tab")], 60_000)


async def due(client: Client) -> list[str]:
    return [str(one) for one in await client.zrange(keys.deadlines(SITE), 0, -1)]


async def test_only_a_persons_words_keep_a_promise(promised: Appender, client: Client) -> None:
    await comes(client)
    await promised.append(SITE, Append("c", 2, SystemLine(random_id(), "system.closed", {})))
    assert (await seen(client)).promise_at == 5000
    await answers(promised, at=5000)
    kept = await seen(client)
    assert (kept.promise_at, kept.promise_kept_at, kept.promise_state) == (0, 5000, "kept")
    assert kept.waiting_since == 0 and await due(client) == []


async def test_an_answer_that_comes_late_breaks_it_for_good(promised: Appender, client: Client) -> None:
    await comes(client)
    await answers(promised, at=5001)
    assert (await seen(client)).promise_state == "breached"


async def test_one_that_was_broken_stays_broken_whenever_it_is_answered(
    promised: Appender, client: Client
) -> None:
    await comes(client)
    await promised.append(SITE, Append("c", 2, set={"promise_broken_at": "2", "promise_state": "breached"}))
    await answers(promised, at=3)
    assert (await seen(client)).promise_state == "breached"


async def test_an_answer_to_somebody_who_has_left_waits_to_be_seen(
    promised: Appender, client: Client
) -> None:
    await answers(promised, at=10)
    unseen = await seen(client)
    assert (unseen.unseen_since, unseen.promise_at, unseen.promise_state) == (10, 5000, "pending")
    assert await client.zrange(keys.inbox(SITE, "unseen"), 0, -1) == ["c"]
    assert await due(client) == ["c"]


async def test_who_writes_again_has_seen_it_and_is_promised_the_next_answer(
    promised: Appender, client: Client
) -> None:
    await answers(promised, at=10)
    await writes(promised, at=4000)
    again = await seen(client)
    assert (again.unseen_since, again.promise_kept_at, again.waiting_since) == (0, 4000, 4000)
    assert (again.promise_at, again.promise_state) == (5000, "pending")  # a new one
    assert await client.zrange(keys.inbox(SITE, "unseen"), 0, -1) == []


async def test_an_earlier_promise_stands_for_new_words(promised: Appender, client: Client) -> None:
    later = Arrival("lan", "hash of lan", "e", "email", {"promise_at": "9000"}, "closed_hours")
    await promised.append(SITE, Append("c", 3, VisitorMessage(random_id(), "còn nữa"), later))
    assert (await seen(client)).promise_at == 5000


async def test_a_promise_that_names_no_rule_is_counted_from_its_own_instant(
    promised: Appender, client: Client
) -> None:
    await promised.append(SITE, Append("c", 7, set={"promise_at": "8000"}))
    moved = await seen(client)
    assert (moved.promise_from, moved.promise_state, moved.promise_target) == (7, "pending", "")


async def test_whoever_sleeps_is_in_no_list_of_work_and_wakes_at_a_word(
    promised: Appender, client: Client
) -> None:
    await promised.append(SITE, Append("c", 2, set={"sleeps_until": "4000"}))
    assert await client.zrange(keys.inbox(SITE, "sleeping"), 0, -1) == ["c"]
    assert await client.zcard(keys.inbox(SITE, "email")) == await client.zcard(queue_keys.night(SITE)) == 0
    await writes(promised, at=3)
    assert await client.zrange(keys.inbox(SITE, "email"), 0, -1) == ["c"]
    assert await client.zcard(keys.inbox(SITE, "sleeping")) == 0


async def test_reasons_are_kept_with_what_they_explain_the_last_fifty(
    promised: Appender, client: Client
) -> None:
    await writes(promised, at=2)  # it stays what it is: decided anew all the same
    for at in range(3, 60):
        await promised.append(SITE, Append("c", at, set={"reason": str(at)}, why=f'{{"at":{at}}}'))
    kept = await client.lrange(keys.why(SITE, "c"), 0, -1)
    assert (len(kept), kept[-1]) == (50, '{"at":59}')


async def test_what_changes_nothing_about_its_way_leaves_no_reason(
    promised: Appender, client: Client
) -> None:
    await promised.append(SITE, Append("c", 2, set={"status": "open", "agent": "an"}))
    await writes(promised, at=3)
    assert await client.lrange(keys.why(SITE, "c"), 0, -1) == ['{"at":1}']
