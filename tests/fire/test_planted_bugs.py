"""The checker is worth its verdict: it finds three bugs that are planted in the server from here."""

from pathlib import Path

import pytest

from tests.fire.fleet import FIRST
from tests.fire.story import Story, tell

VISITORS, TEARS = 20, 0.3
NO_DEDUPE, ACK_BEFORE_WRITE, READ_BEFORE_SUBSCRIBE = (
    f"tests.fire.{name}" for name in ("no_dedupe", "ack_before_write", "read_before_subscribe")
)


async def _kill_one_server(story: Story) -> None:
    await story.fleet.kill_server(FIRST)
    await story.fleet.start(FIRST)


async def _leave_alone(story: Story) -> None:
    await story.goes_on(messages=6)


async def test_an_append_that_does_not_know_its_cids_is_found_out(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _leave_alone, visitors=VISITORS, entry=NO_DEDUPE, tears=TEARS)
    assert any("is stored 2 times" in fault.what for fault in outcome.faults), outcome.report(seed, tmp_path)


async def test_an_ack_before_the_write_is_found_out(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _kill_one_server, visitors=VISITORS, entry=ACK_BEFORE_WRITE)
    faults = [fault.what for fault in outcome.faults]
    assert any("was acked at" in what for what in faults), outcome.report(seed, tmp_path)
    assert any("is stored 0 times" in what for what in faults), outcome.report(seed, tmp_path)


async def test_reading_before_subscribing_is_found_out(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _leave_alone, visitors=VISITORS, entry=READ_BEFORE_SUBSCRIBE)
    assert any("missing" in fault.what for fault in outcome.faults), outcome.report(seed, tmp_path)


@pytest.mark.timeout(180)
async def test_the_same_stories_without_a_planted_bug_are_faultless(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _kill_one_server, visitors=VISITORS, tears=TEARS)
    assert outcome.faults == [], outcome.report(seed, tmp_path)
