"""Passing a conversation on: theirs at once, or at the head of a queue; the visitor is told, the note is kept."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions.conversations import close, take
from chatserver.actions.messages import Words, Writer, say_as_agent, say_as_visitor, write_note
from chatserver.actions.transfers import Transfer, choose_email, transfer
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.store import conversations, notes, presence
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk

AN = Speaker("an", "An")
BINH = Speaker("binh", "Binh")


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk with two agents and a second department."""
    async with desk(client) as made:
        await made.comes("an")
        await made.comes("binh")
        await made.sweeps()
        yield made


async def taken(shop: Desk) -> str:
    name = await shop.writes()
    await take(shop.office, SITE, AN, name)
    return name


async def pass_on(shop: Desk, name: str, agent: str = "", department: str = "", note: str = "") -> None:
    await transfer(shop.office, SITE, AN, name, Transfer(agent, department, note))


async def refusal(shop: Desk, name: str, agent: str = "", department: str = "", by: Speaker = AN) -> str:
    with pytest.raises(Refused) as refused:
        await transfer(shop.office, SITE, by, name, Transfer(agent, department, ""))
    return refused.value.reason


async def last_line(shop: Desk, name: str) -> tuple[str, dict[str, str | int]]:
    stored = (await conversations.messages_after(shop.office.client, SITE, name, 0))[-1]
    body = json.loads(stored.body)
    return body["key"], body["values"]


async def test_to_an_agent_it_is_theirs_and_the_visitor_is_told_both_names(shop: Desk) -> None:
    name = await taken(shop)
    await pass_on(shop, name, agent="binh")
    found = await shop.sees(name)
    assert (found.status, found.agent, found.agent_name, found.previous) == ("open", "binh", "Binh", "an")
    assert await last_line(shop, name) == ("system.transferred", {"agent": "An", "to": "Binh"})


async def test_a_note_is_kept_beside_the_visitors_stream_with_its_place(shop: Desk) -> None:
    name = await taken(shop)
    await pass_on(shop, name, agent="binh", note="khách hỏi về hoá đơn")
    cid = random_id()
    for _ in range(2):
        await write_note(shop.office, SITE, BINH, name, cid, "đã xem")
    kept = await notes.notes(shop.office.client, SITE, name)
    assert [(one.number, one.note.text, one.note.agent) for one in kept] == [
        (1, "khách hỏi về hoá đơn", AN),
        (2, "đã xem", BINH),
    ]
    found = await shop.sees(name)
    stored = await conversations.messages_after(shop.office.client, SITE, name, 0)
    assert [one.seq for one in stored] == list(range(1, found.seq + 1))
    assert all("hoá đơn" not in one.body and "đã xem" not in one.body for one in stored)
    assert [one.after_seq for one in kept] == [found.seq, found.seq]


async def test_to_a_department_it_stands_at_the_head_of_its_queue_with_its_waiting_time(shop: Desk) -> None:
    name = await taken(shop)
    since = (await shop.sees(name)).waiting_since
    shop.clock.now += timedelta(seconds=30)
    await pass_on(shop, name, department="billing")
    found = await shop.sees(name)
    assert (found.status, found.department, found.front) == ("waiting", "billing", "1")
    assert found.waiting_since == since and found.agent == ""
    assert await last_line(shop, name) == ("system.transferred", {"agent": "An", "to": "Thanh toán"})


async def test_an_answered_one_waits_from_now_on(shop: Desk) -> None:
    name = await taken(shop)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "để mình chuyển bạn")
    await pass_on(shop, name, department="billing")
    assert (await shop.sees(name)).waiting_since == int(shop.clock.now.timestamp() * 1000)


async def test_nobody_is_given_what_they_would_not_see(shop: Desk) -> None:
    name = await taken(shop)
    await presence.set_availability(shop.office.client, SITE, "binh", "away")
    assert await refusal(shop, name, agent="binh") == "agent_away"
    assert await refusal(shop, name, agent="nobody") == "agent_away"
    assert await refusal(shop, name, department="nothing") == "unknown_department"
    assert (await shop.sees(name)).agent == "an"


async def test_what_another_has_or_is_closed_is_not_passed_on(shop: Desk) -> None:
    name = await taken(shop)
    assert await refusal(shop, name, agent="an", by=BINH) == "not_yours"
    await close(shop.office, SITE, AN, name)
    assert await refusal(shop, name, agent="binh") == "changed"
    assert await refusal(shop, random_id(), agent="binh") == "unknown_conversation"


async def test_to_a_department_that_nobody_answers_now_it_becomes_a_promise(shop: Desk) -> None:
    await shop.comes("an", departments="support")
    await shop.comes("binh", departments="support")
    name = await taken(shop)
    await pass_on(shop, name, department="billing")
    found = await shop.sees(name)
    assert (found.status, found.department) == ("email", "billing") and found.promise_at
    key, values = await last_line(shop, name)
    assert key == "system.transferred_to_email" and values["promise"] == found.promise_at


async def test_a_visitor_who_waits_may_choose_email_instead(shop: Desk) -> None:
    name = await shop.writes()
    await choose_email(shop.office, SITE, name)
    found = await shop.sees(name)
    assert (found.status, found.reason) == ("email", "email_chosen") and found.promise_at
    assert (await last_line(shop, name))[0] == "system.email_chosen"
    with pytest.raises(Refused) as refused:
        await choose_email(shop.office, SITE, name)
    assert refused.value.reason == "changed"


async def test_words_on_a_stale_summary_do_not_undo_a_transfer_by_mail(shop: Desk) -> None:
    await shop.goes("an")
    await shop.goes("binh")
    await shop.sweeps()
    name = await shop.writes()
    stale = await shop.sees(name)
    await transfer(shop.office, SITE, AN, name, Transfer("", "billing", ""))
    moved = await shop.sees(name)
    assert (stale.status, moved.status, moved.department) == ("email", "email", "billing")
    words = Words(random_id(), "còn nữa", None)
    await say_as_visitor(shop.office, SITE, Writer(name, "hash", "vi"), name, words, stale)
    assert (await shop.sees(name)).department == "billing"
