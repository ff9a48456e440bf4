"""The one append: check, know again, limit, change, say, index, publish; all or nothing (contract R1–R6)."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping

import pytest

from chatserver.background import Background
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import AgentMessage, Speaker, VisitorMessage
from chatserver.store import conversations, keys
from chatserver.store.appends import BURST, Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

SITE = "s" * 32
LAN = Arrival("lan", "hash of lan", "epoch", "waiting", {}, "agent_free")
AN = Speaker("an", "An")


@pytest.fixture
async def appender(client: Client) -> AsyncIterator[Appender]:
    """Appends on an empty Redis."""
    async with asyncio.TaskGroup() as group:
        yield Appender(Batch(client, source("append"), Background(group)))


def words(
    conversation: str, text: str = "chào", *, cid: str = "", at: int = 1, arrival: Arrival = LAN
) -> Append:
    return Append(conversation, at, VisitorMessage(cid or random_id(), text), arrival)


def reply(conversation: str, at: int = 1, expect: Mapping[str, str] | None = None) -> Append:
    return Append(conversation, at, AgentMessage(random_id(), "chào bạn", AN), expect=expect or {})


async def reason(appender: Appender, step: Append) -> str:
    with pytest.raises(Refused) as refused:
        await appender.append(SITE, step)
    return refused.value.reason


async def test_seqs_are_dense_and_each_hash_covers_all_before_it(appender: Appender) -> None:
    cids = [random_id() for _ in range(3)]
    done = [await appender.append(SITE, words("c", cid=cid)) for cid in cids]
    h = ""
    for seq, (cid, step) in enumerate(zip(cids, done, strict=True), start=1):
        h = hashlib.sha1((h + cid).encode(), usedforsecurity=False).hexdigest()[:12]
        assert (step.seq, step.h) == (seq, h)


async def test_two_first_tabs_make_one_visitor_and_one_conversation(
    appender: Appender, client: Client
) -> None:
    await asyncio.gather(*(appender.append(SITE, words("c", text)) for text in ("một", "hai")))
    found = await conversations.load(client, SITE, "c")
    assert found is not None and (found.seq, found.visitor, found.status) == (2, "lan", "waiting")


async def test_a_known_cid_answers_its_first_seq_whatever_came_since(appender: Appender) -> None:
    first = await appender.append(SITE, words("c", cid="k" * 32, at=5))
    await appender.append(SITE, words("c"))
    again = await appender.append(SITE, words("c", cid="k" * 32, at=9))
    assert (again.dup, again.seq, again.h, again.at) == (True, 1, first.h, 5)
    assert await reason(appender, words("c", "khác", cid="k" * 32)) == "cid_conflict"


async def test_cids_are_remembered_for_seven_days_after_the_last_append(
    appender: Appender, client: Client
) -> None:
    await appender.append(SITE, words("c"))
    assert 604_790 < await client.ttl(keys.cids(SITE, "c")) <= 604_800


async def test_foreign_and_absent_conversations_answer_alike_and_the_blocked_are_told(
    appender: Appender, client: Client
) -> None:
    await appender.append(SITE, words("c"))
    minh = Arrival("minh", "hash of minh", "epoch", "waiting", {}, "")
    assert await reason(appender, words("c", arrival=minh)) == "unknown_conversation"
    assert await reason(appender, reply("absent")) == "unknown_conversation"
    imposter = Arrival("lan", "another hash", "epoch", "waiting", {}, "")
    assert await reason(appender, words("c", arrival=imposter)) == "blocked"
    await client.hset(keys.visitor(SITE, "lan"), "blocked", "1")
    assert await reason(appender, words("c")) == "blocked"


async def test_a_lost_race_changes_nothing(appender: Appender, client: Client) -> None:
    await appender.append(SITE, words("c"))
    step = reply("c", expect={"status": "open", "agent": "an"})
    assert await reason(appender, step) == "changed"
    found = await conversations.load(client, SITE, "c")
    assert found is not None and found.seq == 1


async def test_words_faster_than_anybody_types_are_refused_with_the_time_to_wait(appender: Appender) -> None:
    for _ in range(BURST):
        await appender.append(SITE, words("c"))
    with pytest.raises(Refused) as refused:
        await appender.append(SITE, words("c"))
    assert refused.value.reason == "too_many" and 0 < (refused.value.retry_after or 0) < 1


async def test_the_queue_is_by_priority_then_by_waiting_time_and_the_returned_are_first(
    appender: Appender, client: Client
) -> None:
    for at, name in enumerate(["old", "new", "urgent", "returned"], start=1):
        visitor = Arrival(name, name, "e", "waiting", {}, "")
        await appender.append(SITE, words(name, at=at, arrival=visitor))
    await appender.append(SITE, Append("urgent", 9, set={"priority": "critical"}))
    await appender.append(SITE, Append("returned", 9, set={"status": "open", "agent": "an"}))
    await appender.append(SITE, Append("returned", 9, set={"status": "waiting", "agent": "", "front": "1"}))
    found, more = await conversations.listed(client, SITE, "waiting")
    assert [row.id for row in found] == ["returned", "urgent", "old", "new"] and not more


async def test_lists_are_paged_and_each_agent_has_their_own(appender: Appender, client: Client) -> None:
    for at in range(7):
        await appender.append(
            SITE, words(f"c{at}", at=at, arrival=Arrival(f"v{at}", "h", "e", "waiting", {}, ""))
        )
    await appender.append(SITE, Append("c3", 9, set={"status": "open", "agent": "an"}))
    first, more = await conversations.listed(client, SITE, "waiting", count=4)
    rest, end = await conversations.listed(client, SITE, "waiting", after=first[-1].id, count=4)
    assert [row.id for row in first + rest] == ["c0", "c1", "c2", "c4", "c5", "c6"]
    assert (more, end) == (True, False)
    own, _ = await conversations.listed(client, SITE, "mine", "an")
    assert [row.id for row in own] == ["c3"]


async def test_words_to_an_agent_who_has_gone_go_to_the_head_of_the_queue(
    appender: Appender, client: Client
) -> None:
    await appender.append(SITE, words("c"))
    await appender.append(SITE, Append("c", 2, set={"status": "open", "agent": "an", "agent_name": "An"}))
    await appender.append(SITE, reply("c", at=3))
    await appender.append(SITE, Append("c", 4, set={"unattended": "1"}))
    await appender.append(SITE, words("c", at=5))
    found = await conversations.load(client, SITE, "c")
    assert found is not None and (found.status, found.agent, found.waiting_since) == ("waiting", "", 5)


async def test_what_is_published_carries_the_stored_body_untouched(
    appender: Appender, client: Client
) -> None:
    async with client.pubsub() as listening:
        await listening.subscribe(keys.bus(SITE))
        await listening.get_message(timeout=5)
        done = await appender.append(SITE, words("c", "xin chào", cid="k" * 32, at=7))
        message = await listening.get_message(timeout=5)
    assert message is not None
    head, _, body = message["data"].partition("\n")
    assert head.split(" ") == ["c", "1", done.h, "7", "epoch", "1", "1"]
    assert body == (await conversations.messages_after(client, SITE, "c", 0))[0].body


async def test_a_clock_that_was_set_back_keeps_nobody_waiting(appender: Appender, client: Client) -> None:
    await appender.append(SITE, words("c"))
    in_two_hours = int((await client.time())[0] + 7200) * 1000
    await client.hset(keys.visitor(SITE, "lan"), "limit", str(in_two_hours))
    with pytest.raises(Refused) as refused:
        await appender.append(SITE, words("c"))
    assert refused.value.retry_after is not None and refused.value.retry_after <= 1
