"""Hard moments: the promised time passes; an agent names a time; the rules change. Told at once, once, with why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatserver.actions import policy_changes
from chatserver.actions.policy_changes import Proposal
from chatserver.domain.policy import shipped_policy_text
from chatserver.store import sites
from chatserver.store.client import command_client
from tests.clients import Console, Visitor, signed_in_agent
from tests.server import ServerProcess, server_process
from tests.sockets.moments import asks, heard, hears, ict, listed, millis, near, row, stands, url


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server on a Wednesday morning at ten."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(ict("2026-03-04 10:00"))
        yield running


async def promised(visitor: Visitor) -> str:
    """Nobody is there at ten: four office hours are promised."""
    await visitor.hello()
    conversation = await asks(visitor)
    state = await stands(visitor, conversation, status="email")
    assert near(state["promise_at"], "2026-03-04 14:00")
    return conversation


async def goes_away(agent: Console) -> None:
    await agent.hello()
    await agent.send("availability", value="away", ref=1)
    await agent.until("done", ref=1)


async def test_a_broken_promise_is_told_at_once_with_a_new_time_and_the_desk_is_alerted(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        conversation = await promised(visitor)
        await goes_away(agent)
        server.clock.turn_to(ict("2026-03-04 13:31"))
        await row(agent, conversation, promise_state="due_soon")
        server.clock.turn_to(ict("2026-03-04 14:01"))
        told = await hears(visitor, conversation, "system.promise_broken")
        assert near(
            told["promise"], "2026-03-05 09:01"
        )  # four office hours from then, until 17:00 and from 8:00
        alert = await agent.until("alert")
        assert (alert["conversation"], alert["what"]) == (conversation, "promise_broken")
        (missed,) = await listed(agent, "email")
        assert (missed["missed"], missed["promise_state"]) == (True, "breached")
        server.clock.turn_to(ict("2026-03-05 12:00"))
        async with Visitor(url(server), visitor.secret) as again:
            await again.hello()
            history = (await again.until("messages"))["messages"]
        keys = [one["body"].get("key") for one in history]
        assert keys.count("system.promise_broken") == 1 == heard(visitor, "system.promise_broken")


async def test_it_is_told_although_the_server_that_watched_died(clean_redis: str, tmp_path: Path) -> None:
    with (
        server_process(tmp_path, clean_redis) as watches,
        server_process(tmp_path, clean_redis) as stays,
    ):
        watches.clock.turn_to(ict("2026-03-04 10:00"))
        async with Visitor(f"{stays.ws_url}/ws/{watches.site_key}") as visitor:
            conversation = await promised(visitor)
            watches.kill()
            stays.clock.turn_to(ict("2026-03-04 14:01"))
            told = await hears(visitor, conversation, "system.promise_broken")
            assert near(told["promise"], "2026-03-05 09:01")


async def test_only_what_a_person_says_keeps_it(server: ServerProcess, redis_url: str) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        conversation = await promised(visitor)
        await agent.hello()
        assert (await agent.act("take", conversation))["t"] == "done"
        await hears(visitor, conversation, "system.joined")  # a line is no answer
        assert (await row(agent, conversation, status="open"))["promise_state"] == "pending"
        assert (await agent.say(conversation, "chào bạn"))["t"] == "ack"
        kept = await row(agent, conversation, promise_state="kept")
        assert kept["promise_at"] is None


async def test_a_priority_moves_the_promise_and_says_why(server: ServerProcess, redis_url: str) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        conversation = await promised(visitor)
        await goes_away(agent)
        await agent.send("priority", conversation=conversation, priority="high", ref=7)
        await agent.until("done", ref=7)
        told = await hears(visitor, conversation, "system.promise_moved")
        assert (near(told["promise"], "2026-03-04 12:00"), told["reason"]) == (True, "priority")
        shown = await agent.watch(conversation)
        counted = [
            one["target"] for one in shown["why"] if "target" in one
        ]  # it may have been offered meanwhile
        assert counted == ["email", "high"]
        assert shown["why"][0]["reason"] == "nobody_online"


async def test_an_agent_promises_a_time_and_the_conversation_sleeps_until_shortly_before(
    server: ServerProcess, redis_url: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url, "An") as agent:
        await agent.hello()
        await visitor.hello()
        conversation = await asks(visitor)
        await agent.act("take", conversation)
        friday = millis("2026-03-06 15:00")
        await agent.send("promise", conversation=conversation, at=friday, ref=9)
        await agent.until("done", ref=9)
        assert await hears(visitor, conversation, "system.promise_own") == {"agent": "An", "promise": friday}
        assert (await stands(visitor, conversation, status="email"))["promise_at"] == friday
        assert await listed(agent, "email") == [] == await listed(agent, "mine")
        (asleep,) = await listed(agent, "sleeping")
        assert asleep["sleeps_until"] == millis("2026-03-06 14:45")
        server.clock.turn_to(ict("2026-03-06 14:45"))
        await row(agent, conversation, sleeps_until=None)
        assert [one["conversation"] for one in await listed(agent, "email")] == [conversation]


@pytest.mark.parametrize("at", ["2026-03-04 09:59", "2026-04-04 10:01"])
async def test_a_time_in_the_past_or_beyond_a_month_is_refused(
    server: ServerProcess, redis_url: str, at: str
) -> None:
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        conversation = await promised(visitor)
        await agent.hello()
        await agent.send("promise", conversation=conversation, at=millis(at), ref=3)
        assert (await agent.until("nack", ref=3))["reason"] == "bad_promise"


async def applied(redis_url: str, server: ServerProcess, text: str) -> None:
    """Put a policy into force on the only site."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0]
    proposal = Proposal(text, None, "An")
    await policy_changes.apply(client, site.id, proposal, server.clock(), force=True)
    await client.aclose()


@pytest.mark.parametrize(
    ("before", "after", "reason", "promise"),
    [
        ('"PT4H", calendar = "office"', '"PT6H", calendar = "office"', "policy", "2026-03-04 16:00"),
        ('holidays = "VN"', 'holidays = "VN"\nclosed = [2026-03-04]', "holidays", "2026-03-05 12:00"),
    ],
)
async def test_changed_rules_move_the_promise_and_say_which(
    server: ServerProcess, redis_url: str, before: str, after: str, reason: str, promise: str
) -> None:
    async with Visitor(url(server)) as visitor:
        conversation = await promised(visitor)
        await applied(redis_url, server, shipped_policy_text().replace(before, after))
        told = await hears(visitor, conversation, "system.promise_moved")
        assert (told["reason"], near(told["promise"], promise)) == (reason, True)
        assert near((await stands(visitor, conversation, status="email"))["promise_at"], promise)


async def test_another_department_moves_it_too(server: ServerProcess, redis_url: str) -> None:
    quick = shipped_policy_text().replace(
        'address = "billing@twinai.com"',
        'address = "billing@twinai.com"\ntargets = { email = { first = { within = "PT1H" } } }',
    )
    await applied(redis_url, server, quick)
    async with Visitor(url(server)) as visitor, signed_in_agent(redis_url, server.url) as agent:
        conversation = await promised(visitor)
        await goes_away(agent)
        await agent.send("transfer", conversation=conversation, to={"department": "billing"}, ref=4)
        await agent.until("done", ref=4)
        told = await hears(visitor, conversation, "system.promise_moved")
        assert (told["reason"], near(told["promise"], "2026-03-04 11:00")) == ("department", True)
