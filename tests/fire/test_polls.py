"""Where no sockets are: requests and answers are lost at random, servers die, and the checker finds nothing (R5)."""

from pathlib import Path

import pytest

from tests.fire.client import Socket
from tests.fire.fleet import FIRST, SECOND
from tests.fire.story import Story, tell
from tests.fire.visitor import Visitor
from tests.polling import Poller

TEARS = 0.02
LOSSES = 0.1


class Lossy(Visitor):
    """A visitor whose frames go by POST over a bad line: of ten requests one is lost, of ten answers one."""

    async def dial(self, url: str, headers: dict[str, str]) -> Socket:
        """A session of requests."""
        return Poller(url, headers, LOSSES, self.chance)


async def _trouble(story: Story) -> None:
    fleet = story.fleet
    await story.goes_on(4)
    await fleet.kill_server(SECOND)
    await story.goes_on()
    await fleet.start(SECOND)
    await fleet.kill_redis()
    await story.goes_on()
    await fleet.drain_server(FIRST)
    await story.goes_on()
    await fleet.start(FIRST)


@pytest.mark.timeout(240)
async def test_lost_requests_and_answers_lose_and_repeat_no_message(tmp_path: Path, seed: int) -> None:
    outcome = await tell(tmp_path, seed, _trouble, visitors=20, kind=Lossy, tears=TEARS)
    assert outcome.faults == [], outcome.report(seed, tmp_path)
    assert len(outcome.stored) == len(outcome.story.visitors)
