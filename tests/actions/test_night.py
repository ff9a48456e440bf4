"""What came in while closed is given out at opening: oldest promise first, beside the chats, never in heaps (R20)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions.conversations import take
from chatserver.domain.message import Speaker
from chatserver.store.client import Client
from tests.actions.desk import BILLING, SITE, Desk, desk
from tests.domain.policies import minimal

NIGHT, MORNING = timedelta(hours=11), timedelta(hours=20)  # 23:00 and 8:00 after noon


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk whose agents may be given two of the night's each."""
    async with desk(client, minimal(more=BILLING + "night_capacity = 2\n")) as made:
        yield made


async def at_night(shop: Desk, count: int) -> list[str]:
    noon = shop.clock.now
    shop.clock.now = noon + NIGHT
    names = []
    for _ in range(count):
        shop.clock.now += timedelta(minutes=1)
        names.append(await shop.writes())
    await shop.sweeps()
    shop.clock.now = noon + MORNING
    return names


async def given(shop: Desk, names: list[str]) -> list[str]:
    return [(await shop.sees(name)).offered_to for name in names]


async def test_nothing_is_given_out_before_opening(shop: Desk) -> None:
    await shop.comes("an")
    shop.clock.now += NIGHT
    name = await shop.writes()
    await shop.sweeps()
    found = await shop.sees(name)
    assert (found.status, found.offered_to) == ("email", "")


async def test_at_opening_the_oldest_promises_are_given_out_first_up_to_their_own_capacity(
    shop: Desk,
) -> None:
    names = await at_night(shop, 5)
    await shop.comes("an")
    await shop.sweeps()
    assert await given(shop, names) == ["an", "an", "", "", ""]
    await shop.comes("binh")
    await shop.sweeps()
    assert await given(shop, names) == ["an", "an", "binh", "binh", ""]


async def test_it_is_no_load_of_the_chat(shop: Desk) -> None:
    await at_night(shop, 2)
    await shop.comes("an", capacity="1")
    await shop.sweeps()
    await shop.sweeps()
    assert shop.office.decision(SITE).outcome == "agent"


async def test_once_answered_there_is_room_for_the_next(shop: Desk) -> None:
    names = await at_night(shop, 3)
    await shop.comes("an")
    await shop.sweeps()
    await take(shop.office, SITE, Speaker("an", "An"), names[0])
    await shop.sweeps()
    assert (await given(shop, names))[1:] == ["an", "an"]


async def test_who_is_lost_gives_theirs_to_the_others(shop: Desk) -> None:
    names = await at_night(shop, 1)
    await shop.comes("an")
    await shop.sweeps()
    assert await given(shop, names) == ["an"]
    await shop.comes("binh")
    await shop.goes("an")
    await shop.sweeps()
    assert await given(shop, names) == ["binh"]
    assert (await shop.sees(names[0])).status == "email"


async def test_only_members_of_its_department_are_given_it(shop: Desk) -> None:
    names = await at_night(shop, 1)
    await shop.comes("binh", departments="billing")
    await shop.sweeps()
    assert await given(shop, names) == [""]
