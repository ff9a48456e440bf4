"""SIGTERM: sockets are told when to come back, everything said is kept, the process ends in time (contract R16)."""

import time
from pathlib import Path

import pytest

from tests.fire.fleet import FIRST
from tests.fire.story import Story, tell

ENDS_WITHIN_S = 30.0
RESTARTING = 1012


async def _drain_the_first(story: Story) -> None:
    everybody = [*story.visitors, *story.agents]
    for client in everybody:
        client.closes.clear()
    began = time.monotonic()
    await story.fleet.drain_server(FIRST)
    assert time.monotonic() - began < ENDS_WITHIN_S
    closes = [close for client in everybody for close in client.closes if close[0] != 1006]
    assert closes
    assert all(code == RESTARTING and reason.startswith("retry_after=") for code, reason in closes), closes
    await story.goes_on()
    await story.fleet.start(FIRST)


@pytest.mark.timeout(180)
async def test_a_server_told_to_stop_loses_nobody_a_word(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _drain_the_first)
    assert outcome.faults == [], outcome.report(seed, tmp_path)
