"""How often something may be tried (contract S5)."""

import asyncio

from chatserver.store import attempts, keys
from chatserver.store.client import Client


async def test_a_burst_goes_through_and_the_next_one_waits(client: Client) -> None:
    assert [await attempts.spend(client, "x", 60, 3) for _ in range(3)] == [None, None, None]
    wait = await attempts.spend(client, "x", 60, 3)
    assert wait is not None
    assert 58 < wait <= 60


async def test_being_refused_costs_nothing(client: Client) -> None:
    await attempts.spend(client, "x", 60, 1)
    first = await attempts.spend(client, "x", 60, 1)
    second = await attempts.spend(client, "x", 60, 1)
    assert first is not None
    assert second is not None
    assert second <= first


async def test_attempts_come_back_with_time(client: Client) -> None:
    await attempts.spend(client, "x", 0.05, 1)
    async with asyncio.timeout(5):
        while await attempts.spend(client, "x", 0.05, 1):
            pass  # asking takes its time


async def test_different_things_are_counted_apart(client: Client) -> None:
    await attempts.spend(client, "x", 60, 1)
    assert await attempts.spend(client, "y", 60, 1) is None


async def test_what_was_spent_can_be_forgotten(client: Client) -> None:
    await attempts.spend(client, "x", 60, 1)
    await attempts.forget(client, "x")
    assert await attempts.spend(client, "x", 60, 1) is None


async def test_many_at_once_get_no_more_than_the_burst(client: Client) -> None:
    waits = await asyncio.gather(*(attempts.spend(client, "x", 60, 5) for _ in range(40)))
    assert waits.count(None) == 5


async def test_a_clock_set_back_two_hours_locks_nobody_out(client: Client) -> None:  # contract R19
    seconds, _ = await client.time()
    await client.set(keys.attempts("x"), (seconds + 7200) * 1000)
    wait = await attempts.spend(client, "x", 10, 3)
    assert wait is not None
    assert wait <= 10


async def test_a_count_leaves_nothing_behind(client: Client) -> None:
    await attempts.spend(client, "x", 60, 3)
    assert 0 < await client.ttl(keys.attempts("x")) <= 60


async def test_an_attempt_that_came_to_nothing_is_given_back(client: Client) -> None:
    await attempts.spend(client, "x", 60, 1)
    await attempts.give_back(client, "x", 60)
    assert await attempts.spend(client, "x", 60, 1) is None
    await attempts.give_back(client, "y", 60)
    assert await attempts.spend(client, "y", 60, 1) is None
    assert await attempts.spend(client, "y", 60, 1) is not None
