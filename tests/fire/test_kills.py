"""Kill stories: whatever dies, every acked message is stored once, in order, and seen by the other side (R5)."""

from pathlib import Path

import pytest

from tests.fire.fleet import FIRST, SECOND
from tests.fire.story import Story, tell

TEARS = 0.05


async def _kill_everything_in_turn(story: Story) -> None:
    fleet = story.fleet
    await fleet.kill_server(FIRST)  # it owned Redis
    await story.goes_on()
    await fleet.start(FIRST)
    await fleet.kill_redis()
    await story.goes_on()
    await fleet.kill_server(SECOND)
    await fleet.kill_redis()
    await story.goes_on()
    await fleet.start(SECOND)
    for _ in range(2):
        await fleet.kill_redis()
        await story.goes_on()


@pytest.mark.timeout(240)
async def test_no_message_is_lost_repeated_or_out_of_order(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _kill_everything_in_turn, tears=TEARS)
    assert outcome.faults == [], outcome.report(seed, tmp_path)
    assert len(outcome.stored) == len(outcome.story.visitors)
