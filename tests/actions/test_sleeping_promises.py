"""An agent's own promise sleeps in nobody's hands, and wakes in those of who gave it (hard moments)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions.promises import promise_own
from chatserver.clock import millis
from chatserver.domain.message import Speaker
from chatserver.store import queue_keys
from chatserver.store.client import Client
from tests.actions.desk import BILLING, SITE, Desk, desk
from tests.domain.policies import minimal

AN = Speaker("an", "An")
LATER = timedelta(days=1, hours=2)


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk whose agents may be given one of the night's each."""
    async with desk(client, minimal(more=BILLING + "night_capacity = 1\n")) as made:
        yield made


async def given_at_eight(shop: Desk) -> str:
    """What came in at eleven at night and was given to An at eight."""
    noon = shop.clock.now
    shop.clock.now = noon + timedelta(hours=11)
    name = await shop.writes()
    shop.clock.now = noon + timedelta(hours=20)
    await shop.comes("an")
    await shop.sweeps()
    assert (await shop.sees(name)).offered_to == "an"
    return name


async def test_what_sleeps_leaves_room_for_the_next_and_wakes_with_who_promised_it(shop: Desk) -> None:
    name, client = await given_at_eight(shop), shop.office.client
    await promise_own(shop.office, SITE, AN, name, millis(shop.clock.now + LATER))
    assert (await shop.sees(name)).offered_to == ""
    assert (
        await client.scard(queue_keys.night_of(SITE, "an")) == await client.zcard(queue_keys.night(SITE)) == 0
    )
    await shop.comes("ai")  # of two who are as idle, they would be asked first
    await shop.sweeps()
    shop.clock.now += LATER - timedelta(minutes=15)
    await shop.sweeps()
    await shop.sweeps()
    assert (await shop.sees(name)).offered_to == "an"


async def test_who_promised_it_and_is_not_there_leaves_it_to_the_others(shop: Desk) -> None:
    name = await given_at_eight(shop)
    await promise_own(shop.office, SITE, AN, name, millis(shop.clock.now + LATER))
    await shop.goes("an")
    await shop.comes("binh")
    shop.clock.now += LATER - timedelta(minutes=15)
    await shop.sweeps()
    await shop.sweeps()
    assert (await shop.sees(name)).offered_to == "binh"
