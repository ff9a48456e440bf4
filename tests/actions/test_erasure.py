"""What a person may ask of us: all that we keep of them, or none of it; and its end in time (retention)."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chatserver.actions import erasure
from chatserver.actions.conversations import close, leave_address, reopen, take
from chatserver.actions.messages import Words, Writer, say_as_agent, say_as_visitor, write_note
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.identity import Identity
from chatserver.domain.ids import random_id
from chatserver.domain.message import Speaker
from chatserver.domain.reader import Reader
from chatserver.store import conversations, identities, keys, links, visitors
from chatserver.store.client import Client
from chatserver.store.links import LetIn
from tests.actions.desk import SITE, Desk, desk

AN = Speaker("an", "An")
YEAR = timedelta(days=365)


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk at noon."""
    async with desk(client) as made:
        yield made


async def told(shop: Desk) -> str:
    """Lan asked, left an address, was answered; An noted something. The conversation's id, also the visitor's."""
    client = shop.office.client
    name = await shop.writes(text="mật khẩu là 123")
    await visitors.add_page(client, SITE, name, '{"url":"https://shop.example/cart"}')
    await visitors.keep_context(client, SITE, name, '{"plan":"gold"}')
    await leave_address(shop.office, SITE, Reader(name), name, "lan@gmail.com")
    await take(shop.office, SITE, AN, name)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào Lan")
    await write_note(shop.office, SITE, AN, name, random_id(), "khách quen")
    return name


async def exported(shop: Desk, text: str) -> list[dict[str, Any]]:
    client = shop.office.client
    person = await erasure.person_named(client, SITE, text)
    return [line async for line in erasure.export(client, SITE, person, shop.office.now)]


async def erased(shop: Desk, text: str) -> erasure.Erased:
    client = shop.office.client
    person = await erasure.person_named(client, SITE, text)
    return await erasure.erase(client, shop.office.appender, shop.office.blobs, SITE, person, shop.office.now)


async def everything(client: Client) -> str:
    """All that Redis holds of the site, as one text."""
    held: list[Any] = []
    async for key in client.scan_iter(match=f"{keys.site(SITE)}*"):
        read = {"hash": client.hgetall, "string": client.get}
        kind = await client.type(key)
        if kind in read:
            held.append((key, await read[kind](key)))
        elif kind in {"stream", "set"}:
            held.append((key, await (client.xrange if kind == "stream" else client.smembers)(key)))
        else:
            held.append((key, await (client.zrange if kind == "zset" else client.lrange)(key, 0, -1)))
    return str(held)


async def test_everything_kept_of_a_person_is_handed_out_with_a_digest(shop: Desk) -> None:
    name = await told(shop)
    lines = await exported(shop, name)
    kinds = [line["kind"] for line in lines]
    assert kinds == ["visitor", "page", "conversation", *["message"] * 3, "note"]
    assert "secret_hash" not in lines[0] and lines[0]["context"] == '{"plan":"gold"}'
    stored = await conversations.messages_after(shop.office.client, SITE, name, 0)
    whole = "".join(f"{m.seq} {m.h} {m.at} {m.body}\n" for m in stored)
    assert [one["outcome"] for one in lines[2]["why"]] == ["email"]
    assert lines[2]["digest"] == hashlib.sha256(whole.encode()).hexdigest()
    assert [line.get("text") for line in lines[3:]] == ["mật khẩu là 123", None, "chào Lan", "khách quen"]


async def test_an_address_finds_whoever_left_it(shop: Desk) -> None:
    name = await told(shop)
    assert (await exported(shop, "Lan@Gmail.com"))[0]["id"] == name
    with pytest.raises(Refused, match="unknown_visitor"):
        await exported(shop, "minh@gmail.com")


async def test_what_was_said_is_gone_and_a_tombstone_stays_at_its_seq(shop: Desk) -> None:
    name = await told(shop)
    before = await conversations.messages_after(shop.office.client, SITE, name, 0)
    done = await erased(shop, name)
    assert (done.visitors, done.conversations, done.messages) == (1, 1, 2)
    after = await conversations.messages_after(shop.office.client, SITE, name, 0)
    assert [(m.seq, m.h, m.at) for m in after[:3]] == [(m.seq, m.h, m.at) for m in before]
    bodies = [msgspec.json.decode(m.body) for m in after]
    assert [(body["from"], body.get("text"), body["key"]) for body in bodies] == [
        ("visitor", "", "system.message_erased"),
        ("system", None, "system.joined"),
        ("agent", "", "system.message_erased"),
        ("system", None, "system.erased"),
    ]
    held = await everything(shop.office.client)
    for word in ("mật khẩu", "Lan", "lan@", "khách quen", "gold", "/cart"):
        assert word not in held, word
    found = await shop.sees(name)
    assert (found.status, found.email, found.preview, found.notes) == ("closed", "", "", 0)
    acts: list[Any] = await shop.office.client.xrevrange(keys.AUDIT, count=1) or []
    assert (acts[0][1]["act"], acts[0][1]["subject"]) == ("visitor_erased", name)


async def test_readers_of_the_old_words_must_read_anew_and_offer_nothing_twice(shop: Desk) -> None:
    name, cid = random_id(), random_id()
    writer = Writer(name, "hash", "vi")
    await say_as_visitor(shop.office, SITE, writer, name, Words(cid, "bí mật", None))
    epoch = (await shop.sees(name)).epoch
    await erased(shop, name)
    again = await say_as_visitor(shop.office, SITE, writer, name, Words(cid, "bí mật", None))
    assert (again.dup, again.seq) == (True, 1)
    assert (await shop.sees(name)).epoch != epoch
    assert "bí mật" not in await everything(shop.office.client)


async def test_a_year_after_it_was_closed_nothing_is_left_of_a_conversation_or_its_visitor(
    shop: Desk,
) -> None:
    name = await told(shop)
    await close(shop.office, SITE, AN, name)
    await shop.passes(YEAR.total_seconds() - 1)
    assert (await shop.sees(name)).status == "closed"
    await shop.passes(1)
    assert name not in await everything(shop.office.client)


async def test_what_was_opened_again_stays(shop: Desk) -> None:
    name = await told(shop)
    await close(shop.office, SITE, AN, name)
    shop.clock.now += YEAR
    await reopen(shop.office, SITE, AN, name)
    await shop.sweeps()
    assert (await shop.sees(name)).status == "open"


async def test_a_visitor_with_a_younger_conversation_stays(shop: Desk) -> None:
    name = await told(shop)
    await close(shop.office, SITE, AN, name)
    shop.clock.now += YEAR
    writer, younger = Writer(name, "hash", "vi"), random_id()
    await say_as_visitor(shop.office, SITE, writer, younger, Words(random_id(), "lại là mình", None))
    await shop.sweeps()
    assert await conversations.load(shop.office.client, SITE, name) is None
    assert (await visitors.find(shop.office.client, SITE, name)).secret_hash == "hash"
    assert await client_members(shop, name) == [younger]


async def client_members(shop: Desk, visitor: str) -> list[str]:
    found = await shop.office.client.zrange(keys.visitor_conversations(SITE, visitor), 0, -1)
    return [str(one) for one in found]


async def test_one_round_removes_only_so_much(shop: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "REMOVED_AT_ONCE", 2)
    for _ in range(3):
        await close(shop.office, SITE, AN, await shop.writes())
    await shop.passes(YEAR.total_seconds())
    assert await shop.office.client.zcard(keys.inbox(SITE, "closed")) == 1
    await shop.sweeps()
    assert await shop.office.client.zcard(keys.inbox(SITE, "closed")) == 0


async def test_a_person_is_all_their_browsers_and_is_forgotten_on_each(shop: Desk) -> None:
    client, now = shop.office.client, millis(shop.office.now)
    lan = Identity("user-7", "Trần Lan", "lan@shop.example", "gold", now + 600_000, now)
    phone, laptop = await shop.writes(text="từ điện thoại"), await shop.writes(text="từ máy tính")
    for browser in (phone, laptop):
        await identities.bind(client, SITE, browser, "hash", lan, now)
        await shop.writes(browser)
    by_sub, by_mail = await exported(shop, "user-7"), await exported(shop, "lan@shop.example")
    assert by_sub == by_mail == await exported(shop, phone)
    assert [line["kind"] for line in by_sub].count("conversation") == 2
    assert next(line for line in by_sub if line["kind"] == "identity")["name"] == "Trần Lan"
    done = await erased(shop, "user-7")
    assert (done.visitors, done.conversations) == (2, 2)
    held = await everything(client)
    for word in ("Trần Lan", "lan@shop", "user-7", "từ điện thoại", "từ máy tính", lan.digest):
        assert word not in held, word


async def test_a_person_goes_with_their_last_conversation(shop: Desk) -> None:
    client, now = shop.office.client, millis(shop.office.now)
    lan = Identity("user-7", "Trần Lan", "lan@shop.example", "gold", now + 600_000, now)
    phone, laptop = await shop.writes(), await shop.writes()
    for browser in (phone, laptop):
        await identities.bind(client, SITE, browser, "hash", lan, now)
        await shop.writes(browser)
    await close(shop.office, SITE, AN, phone)
    await shop.passes(60)
    await close(shop.office, SITE, AN, laptop)
    await shop.passes(YEAR.total_seconds() - 60)
    held = await everything(client)
    assert laptop in held and f"conversation:{phone}" not in held
    await shop.passes(61)
    held = await everything(client)
    for word in (phone, laptop, lan.digest, "Trần Lan"):
        assert word not in held, word


async def test_who_was_let_in_by_a_mail_takes_nothing_of_its_owners_along(shop: Desk) -> None:
    name, guest = await told(shop), random_id()
    client = shop.office.client
    await links.keep(client, SITE, "code", LetIn(name, ""))
    await links.let_in(client, SITE, "code", guest, "hash", 1)
    assert [line["kind"] for line in await exported(shop, guest)] == ["visitor"]
    await erased(shop, guest)
    stored = await conversations.messages_after(client, SITE, name, 0)
    assert "mật khẩu là 123" in stored[0].body
