"""A mail server that refuses, hangs and hangs up, and workers that die: every mail ends as R21 says."""

import time
from collections import Counter
from pathlib import Path

import pytest

from chatserver.store.client import command_client
from tests.fire.mail_fates import Fates
from tests.fire.mail_story import Story
from tests.mail.smtp_server import Plan, smtp_server
from tests.turned_clock import TurnedClock


async def told(url: str, folder: Path, seed: int, *, talks: int, kills: int) -> tuple[Story, Counter[str]]:
    """The whole story; what each mail came to."""
    clock_file, fates = folder / "clock", Fates(seed)
    client = command_client(url)
    async with smtp_server(Plan(fates)) as plan:
        story = Story(client, url, TurnedClock(clock_file), clock_file, plan, fates)
        await story.fill(talks)
        await story.run(kills)
    ends = await story.check()
    await client.aclose()
    return story, ends


async def test_every_mail_arrives_once_or_is_told_of(clean_redis: str, tmp_path: Path, seed: int) -> None:
    story, ends = await told(clean_redis, tmp_path, seed, talks=100, kills=3)
    assert sum(ends.values()) == 300
    assert story.kills == 3
    assert ends["sent"] > 150
    assert ends["dead: refused"] > 0


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_ten_thousand_mails_and_twenty_kills(
    clean_redis: str, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    story, ends = await told(clean_redis, tmp_path, seed, talks=3334, kills=20)
    with capsys.disabled():
        took = time.monotonic() - began
        print(f"\nseed {seed}: {sum(ends.values())} mails, {story.fates.attempts} attempts, ", end="")  # noqa: T201
        print(f"{len(story.plan.got)} received, {story.kills} kills, {took:.0f} s: {dict(ends)}")  # noqa: T201
    assert sum(ends.values()) == 10_002
    assert story.kills == 20
