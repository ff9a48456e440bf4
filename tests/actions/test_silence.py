"""What nobody closes ends by itself, so that retention can begin."""

from collections.abc import AsyncIterator

import pytest

from chatserver.actions.conversations import close, reopen, take
from chatserver.actions.messages import say_as_agent
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk

AN = Speaker("an", "An")
DAY_S = 86_400


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk at noon."""
    async with desk(client) as made:
        yield made


@pytest.fixture
async def answered(shop: Desk) -> str:
    """A conversation that An has answered and left open."""
    await shop.comes("an")
    await shop.sweeps()
    name = await shop.writes()
    await take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "Xong rồi ạ")
    return name


async def test_an_answered_conversation_ends_after_seven_days_without_a_word(
    shop: Desk, answered: str
) -> None:
    await shop.passes(7 * DAY_S - 1)
    assert (await shop.sees(answered)).status == "open"
    await shop.passes(1)
    assert (await shop.sees(answered)).status == "closed"


async def test_its_end_does_not_wait_for_an_agent_who_has_left(shop: Desk, answered: str) -> None:
    await shop.goes("an")
    await shop.passes(7 * DAY_S)
    assert (await shop.sees(answered)).status == "closed"


async def test_each_word_begins_the_silence_anew(shop: Desk, answered: str) -> None:
    await shop.passes(6 * DAY_S)
    await say_as_agent(shop.office, SITE, AN, answered, random_id(), "Còn cần gì nữa không ạ?")
    await shop.passes(6 * DAY_S)
    assert (await shop.sees(answered)).status == "open"


async def test_what_waits_for_an_answer_never_ends_by_itself(shop: Desk, answered: str) -> None:
    await shop.writes(answered, "Vẫn chưa được")
    await shop.passes(30 * DAY_S)
    assert (await shop.sees(answered)).status == "open"


async def test_what_was_opened_again_has_its_days_again(shop: Desk, answered: str) -> None:
    await shop.passes(6 * DAY_S)
    await close(shop.office, SITE, AN, answered)
    await shop.passes(6 * DAY_S)
    await reopen(shop.office, SITE, AN, answered)
    await shop.passes(6 * DAY_S)
    assert (await shop.sees(answered)).status == "open"
