"""Work beside the requests: what fails ends only itself (house rule 9: no swallowed exceptions)."""

import asyncio
import logging

import pytest

from chatserver.background import Background


async def test_a_task_that_fails_is_logged_with_its_traceback_and_ends_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    finished = asyncio.Event()

    async def fail() -> None:
        raise ValueError("planted")

    async def go_on() -> None:
        finished.set()

    with caplog.at_level(logging.ERROR):
        async with asyncio.TaskGroup() as group:
            tasks = Background(group)
            tasks.start(fail(), "fails")
            tasks.start(go_on(), "goes on")
    assert finished.is_set() and "planted" in caplog.text and "Traceback" in caplog.text


async def test_endless_work_begins_again_and_ends_even_when_it_swallows_a_cancellation() -> None:
    begun = 0
    again = asyncio.Event()

    async def stubborn() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise ConnectionError("planted")
        again.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        tasks = Background(group)
        tasks.keep(stubborn, "stubborn")
        await again.wait()
        await tasks.end()
    assert begun == 2
